/** The examination of a message with the trust of a folder: no broker, no registry. */

import { signatureVerifier } from '@dienstweg/certs/signature/verify.ts';
import { trustFolderSigners } from '@dienstweg/certs/trust/signers.ts';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import { examine } from '@dienstweg/schemas/examine/examine.ts';
import type { Examination } from '@dienstweg/schemas/examine/needs.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER, type PublishedType } from '@dienstweg/schemas/message-types/catalog.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

/** Examines messages as a reader may get them: parts may be withheld. */
export interface Examiner extends Disposable {
  examine(octets: Uint8Array, language: Language): Examination;
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
    [Symbol.dispose]: () => messageTypes[Symbol.dispose](),
  };
};
