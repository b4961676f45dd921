/** The examination of a message with the trust of a folder: no broker, no registry. */
import { hash } from 'node:crypto';
import { signatureVerifier } from '@dienstweg/certs/signature/verify.ts';
import { trustFolderSigners } from '@dienstweg/certs/trust/signers.ts';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import { readParts } from '@dienstweg/schemas/envelope/read-parts.ts';
import { examine } from '@dienstweg/schemas/examine/examine.ts';
import type { Examination } from '@dienstweg/schemas/examine/needs.ts';
import { payloadViews } from '@dienstweg/schemas/json-view/payload-views.ts';
import type { JsonView } from '@dienstweg/schemas/json-view/view.ts';
import type { VerifiedMessage } from '@dienstweg/schemas/message.ts';
import {
  loadMessageTypes,
  MESSAGE_TYPES_FOLDER,
  type PublishedType,
} from '@dienstweg/schemas/message-types/catalog.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

/** Examines messages as a reader may get them: parts may be withheld. */
export interface Examiner extends Disposable {
  examine(octets: Uint8Array, language: Language): Examination;
  /** JSON views of the payloads of octets this examiner found in order, by part. */
  viewsOf(octets: Uint8Array, message: VerifiedMessage): ReadonlyMap<string, JsonView>;
}

/**
 * Loads trust and authors' certificates from a folder (`anchors/`, `intermediates/`, `crls/`, `authors/<token>/`).
 * Whom a provider may sign for only the registry knows: offline a signer counts for itself alone. `typeFolders` hold
 * further message types, `<code>/<version>/`; `published` are those of a broker.
 */
export const openExaminer = (
  trustFolder: string,
  typeFolders: readonly string[] = [],
  published: readonly PublishedType[] = [],
): Examiner => {
  const messageTypes = loadMessageTypes([MESSAGE_TYPES_FOLDER, ...typeFolders]);
  messageTypes.publish(published);
  const verifySignature = signatureVerifier({
    trust: loadTrust(trustFolder),
    signerOf: trustFolderSigners(trustFolder),
  });
  return {
    examine: (octets, language) =>
      examine(
        octets,
        { verifySignature, maySign: () => false, messageTypes },
        { at: new Date(), language, partsRequired: false },
      ),
    viewsOf: (octets, { header, octetsDigest }) => {
      if (hash('sha256', octets, 'hex') !== octetsDigest)
        throw new Error('these are not the octets that were examined');
      const type = messageTypes
        .list()
        .find(
          ({ manifest }) =>
            manifest.code === header.messageType.code && manifest.version === header.messageType.version,
        );
      return type === undefined ? new Map() : payloadViews(type, readParts(octets));
    },
    [Symbol.dispose]: () => messageTypes[Symbol.dispose](),
  };
};
