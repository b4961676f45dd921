/** A CA, its trust folder and certificates for tests, in a folder of its own that goes away afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examine } from '@dienstweg/schemas/examine/examine.ts';
import type { Examination, RegisteredSigner, SignatureVerdict } from '@dienstweg/schemas/examine/needs.ts';
import type { AuthorityId, CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { createDevelopmentCa, type DevelopmentCa } from '../src/pki/ca.ts';
import { writeTrustFolder } from '../src/pki/trust-folder.ts';
import { signatureVerifier } from '../src/signature/verify.ts';
import { fingerprintOf } from '../src/trust/certificate.ts';
import { loadTrust, type Trust } from '../src/trust/trust.ts';

/** The authority all test certificates are registered for. */
export const AUTHORITY = 'dvdv:gew:990101000000' as AuthorityId;

/** What a test works with. */
export interface TestPki extends AsyncDisposable {
  readonly folder: string;
  readonly ca: DevelopmentCa;
  readonly trust: Trust;
}

/** Makes a CA and its trust folder. */
export const startTestPki = async (): Promise<TestPki> => {
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-certs-'));
  const ca = await createDevelopmentCa(join(folder, 'ca'));
  await writeTrustFolder(ca, join(folder, 'trust'));
  return {
    folder,
    ca,
    trust: loadTrust(join(folder, 'trust')),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

/** Looks up the given certificates, all registered for {@link AUTHORITY}. */
export const registered = (...ders: readonly Uint8Array[]) => {
  const signers = new Map(
    ders.map((der): [CertificateFingerprint, RegisteredSigner] => {
      const fingerprint = fingerprintOf(der);
      return [fingerprint, { authority: AUTHORITY, fingerprint, der, validFrom: '2020-01-01' }];
    }),
  );
  return (fingerprint: CertificateFingerprint): RegisteredSigner | undefined => signers.get(fingerprint);
};

const ANY_TYPE = { state: 'in-force', type: { checkPart: () => [], checkHeader: () => [] } } as const;

/** The whole examination of a message of any type, signed with one of the certificates, all parts there. */
export const examineXml = (xml: string | Buffer, trust: Trust, ...ders: readonly Uint8Array[]): Examination => {
  const verifySignature = signatureVerifier({ trust, signerOf: registered(...ders) });
  const needs = { verifySignature, maySign: () => false, messageTypes: { find: () => ANY_TYPE } };
  return examine(Buffer.from(xml), needs, { at: new Date(), language: 'en', partsRequired: true });
};

/** The verdict on a message signed with one of the certificates. */
export const verifyXml = (xml: string | Buffer, trust: Trust, ...ders: readonly Uint8Array[]): SignatureVerdict => {
  const document = XmlDocument.fromBuffer(Buffer.from(xml));
  try {
    const elements: XmlElement[] = [];
    for (let node = document.root.firstChild; node !== null; node = node.next)
      if (node instanceof XmlElement) elements.push(node);
    const [header, signature] = elements;
    if (header === undefined) throw new Error('a message without header');
    const verify = signatureVerifier({ trust, signerOf: registered(...ders) });
    return verify({ document, header, signature }, { at: new Date(), language: 'en' });
  } finally {
    document.dispose();
  }
};
