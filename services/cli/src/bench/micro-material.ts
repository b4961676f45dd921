/** What the micro-benchmarks work on: keys of a throw-away CA, one signed message, its parts and schemas. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { writeTrustFolder } from '@dienstweg/certs/pki/trust-folder.ts';
import { signatureVerifier } from '@dienstweg/certs/signature/verify.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import { ENVELOPE_XSD } from '@dienstweg/schemas/envelope/envelope-schema.ts';
import type { ExamineNeeds } from '@dienstweg/schemas/examine/needs.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { authorityNamed } from '../client/keys.ts';
import { benchMessage, type LoadAuthor } from './messages.ts';

/** Everything, put down with its folder. */
export interface MicroMaterial extends AsyncDisposable {
  readonly folder: string;
  readonly author: LoadAuthor;
  /** A signed message of the usual size. */
  readonly octets: Buffer;
  readonly certificatePem: string;
  readonly certificateDer: Uint8Array;
  readonly publicKey: KeyObject;
  readonly rsaPrivateKey: KeyObject;
  readonly envelopeXsd: string;
  readonly examineNeeds: ExamineNeeds;
}

const SIZE_BYTES = 5_000;
const RSA_BITS = 3_072;

/** Makes the material. */
export const microMaterial = async (): Promise<MicroMaterial> => {
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-micro-'));
  const now = new Date();
  const ca = await createDevelopmentCa(join(folder, 'ca'), { now });
  await writeTrustFolder(ca, join(folder, 'trust'), { now });
  const issued = await issueCertificate(ca, { commonName: 'Prüfstand', purposes: 'signing', now });
  const author: LoadAuthor = {
    author: authorityNamed('pruefstand.sender'),
    reader: authorityNamed('pruefstand.leser'),
    privateKey: createPrivateKey(issued.privateKeyPem),
    certificateDer: issued.der,
  };
  const messageTypes = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
  const signer = {
    fingerprint: fingerprintOf(issued.der),
    authority: author.author,
    der: issued.der,
    validFrom: '2020-01-01',
  };
  return {
    folder,
    author,
    octets: benchMessage(author, SIZE_BYTES).octets,
    certificatePem: issued.certificatePem,
    certificateDer: issued.der,
    publicKey: new X509Certificate(issued.der).publicKey,
    rsaPrivateKey: generateKeyPairSync('rsa', { modulusLength: RSA_BITS }).privateKey,
    envelopeXsd: await readFile(ENVELOPE_XSD, 'utf8'),
    examineNeeds: {
      verifySignature: signatureVerifier({ trust: loadTrust(join(folder, 'trust')), signerOf: () => signer }),
      maySign: () => false,
      messageTypes,
    },
    [Symbol.asyncDispose]: async () => {
      messageTypes[Symbol.dispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
