/**
 * Verifies the signature of a message, in this order, and stops after the first step that finds something:
 * 1. there is one; 2. its place, all Ids and its shape are those of the profile; 3. its certificate is registered, and the
 * algorithm is one for that key; 4. both digests and the signature value hold; 5. the certificate holds. The key always
 * comes from the registered certificate. Nothing an attacker sends is used before the step that proves it.
 */
import { hash as digest, type KeyObject } from 'node:crypto';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { RegisteredSigner, SignatureVerdict, VerifySignature } from '@dienstweg/schemas/examine/needs.ts';
import type { CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import { type Violation, violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { treeOf } from '@dienstweg/schemas/xml/tree.ts';
import type { XmlElement } from 'libxml2-wasm';
import { type CertificateFacts, fingerprintOf } from '../trust/certificate.ts';
import { certificateOf, judgeCertificate, type Trust } from '../trust/trust.ts';
import { keyFits, octetsOfValue, verifyValue } from './algorithms.ts';
import { canonicaliser } from './canonical.ts';
import { type Findings, findings } from './findings.ts';
import { checkPosition } from './position.ts';
import { readShape, type SignatureShape } from './profile.ts';
import { signatureText } from './texts.ts';

/** A certificate that may sign with `rsa-sha256` until before a day (`YYYY-MM-DD`): for one partner, with an end. */
export interface AlgorithmException {
  readonly fingerprint: CertificateFingerprint;
  readonly algorithm: 'rsa-sha256';
  readonly until: string;
}

/** What the verifier needs. */
export interface VerifierNeeds {
  readonly trust: Trust;
  /** The registered signing certificate with this SHA-256; the registry's or a trust folder's. */
  readonly signerOf: (fingerprint: CertificateFingerprint) => RegisteredSigner | undefined;
  readonly exceptions?: readonly AlgorithmException[];
}

/** How far a signer's clock may be ahead. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

/** SHA-256 of the certificate that SigningCertificateV2 names; KeyInfo only helps where that states another hash. */
const identifyCertificate = (
  shape: SignatureShape,
  signature: XmlElement,
  found: Findings,
): CertificateFingerprint | undefined => {
  const { hash, value } = shape.properties.certificateDigest;
  const hinted = shape.hints.find((der) => digest(hash, der, 'buffer').equals(value));
  if (shape.hints.length > 0 && hinted === undefined) {
    found.add('signature-profile', 'hint', signature);
    return undefined;
  }
  if (hash === 'sha256') return value.toString('hex') as CertificateFingerprint;
  if (hinted === undefined) {
    found.add('signature-profile', 'unidentified', shape.properties.element);
    return undefined;
  }
  return fingerprintOf(hinted);
};

const checkKey = (
  needs: VerifierNeeds,
  shape: SignatureShape,
  signer: RegisteredSigner,
  key: KeyObject | undefined,
  when: { readonly day: string; readonly signature: XmlElement },
  found: Findings,
): void => {
  const { algorithm } = shape;
  if (key === undefined || !keyFits(algorithm, key)) {
    found.add('signature-profile', 'key', when.signature, { values: [algorithm.name] });
    return;
  }
  const hasException = needs.exceptions?.some(
    (exception) =>
      exception.fingerprint === signer.fingerprint &&
      exception.algorithm === algorithm.name &&
      when.day < exception.until,
  );
  if (algorithm.family === 'rsa-pkcs1' && hasException !== true)
    found.add('signature-profile', 'exception', when.signature, { values: [algorithm.name] });
  if (shape.value.length !== octetsOfValue(algorithm, key)) {
    const values = [String(shape.value.length), String(octetsOfValue(algorithm, key))];
    found.add('signature-profile', 'length', when.signature, { values });
  }
};

const SIGNATURE_PATH = '/m:Message[1]/ds:Signature[1]';
const PROPERTIES_PATH = `${SIGNATURE_PATH}/ds:Object[1]/xades:QualifyingProperties[1]/xades:SignedProperties[1]`;

/** Checks digests and value; answers the header's SHA-256. Moves header and parts of the signature out of the document. */
const checkValues = (
  shape: SignatureShape,
  key: KeyObject | undefined,
  header: XmlElement,
  found: Findings,
): string => {
  const { signedInfo, properties, algorithm } = shape;
  // Lines are read before the nodes move.
  const places = {
    header: { line: header.line, xpath: '/m:Message[1]/m:Header[1]' },
    properties: { line: properties.element.line, xpath: PROPERTIES_PATH },
    signedInfo: { line: signedInfo.line, xpath: `${SIGNATURE_PATH}/ds:SignedInfo[1]` },
  };
  const canonical = canonicaliser();
  try {
    const octets = canonical.octets(signedInfo.node);
    const [propertiesDigest] = canonical.digests(properties.element.node, [shape.propertiesDigest.hash]);
    const { hash } = shape.headerDigest;
    const [headerDigest, sha256 = headerDigest] = canonical.digests(
      header,
      hash === 'sha256' ? [hash] : [hash, 'sha256'],
    );
    if (headerDigest?.equals(shape.headerDigest.value) !== true)
      found.add('signature-invalid', 'digest', places.header, { values: ['Header'] });
    if (propertiesDigest?.equals(shape.propertiesDigest.value) !== true)
      found.add('signature-invalid', 'digest', places.properties, { values: ['SignedProperties'] });
    if (key === undefined || !verifyValue(algorithm, key, octets, shape.value))
      found.add('signature-invalid', 'signature', places.signedInfo);
    return sha256?.toString('base64') ?? '';
  } finally {
    canonical[Symbol.dispose]();
  }
};

const checkRegistration = (signer: RegisteredSigner, day: string, signature: XmlElement, found: Findings): void => {
  if (signer.validFrom <= day && (signer.validUntil === undefined || day < signer.validUntil)) return;
  const values = [signer.fingerprint, signer.validFrom, signer.validUntil ?? '…'];
  found.add('certificate-unknown', 'registration', signature, { values });
};

/** Chain, validity and revocation at acceptance; validity at signing time as well. */
const checkCertificates = (
  needs: VerifierNeeds,
  certificate: CertificateFacts | undefined,
  signing: SignatureShape['properties'],
  when: { readonly at: Date; readonly language: Language },
): Violation | undefined => {
  const verdict = judgeCertificate(needs.trust, certificate, { ...when, purpose: 'signing' });
  const { language } = when;
  if (!verdict.ok) return violation(verdict.code, verdict.text, { language });
  const { validFrom, validUntil } = verdict;
  if (signing.signedAt >= validFrom && signing.signedAt <= validUntil) return undefined;
  const values = [signing.signingTime, validFrom.toISOString(), validUntil.toISOString()];
  return violation('certificate-expired', signatureText('signingTime', language, values), { language });
};

/** Makes the verifier that `examine` calls. Keys and chains are remembered by its trust. */
export const signatureVerifier = (needs: VerifierNeeds): VerifySignature => {
  return (envelope, when) => {
    const found = findings(when.language);
    const stop = (): SignatureVerdict | undefined => {
      const [first] = found.list;
      return first === undefined ? undefined : { ok: false, code: first.code, violations: found.list };
    };
    const { signature, header } = envelope;
    if (signature === undefined) {
      found.add('signature-missing', 'missing', header);
      return { ok: false, code: 'signature-missing', violations: found.list };
    }

    const root = envelope.tree ?? treeOf(envelope.document.root);
    checkPosition(root, envelope, found);
    const inTree = root.elements.find(({ node }) => node.isSameNode(signature));
    const shape = readShape(inTree ?? treeOf(signature), found);
    if (shape !== undefined && shape.properties.signedAt.getTime() > when.at.getTime() + CLOCK_TOLERANCE_MS)
      found.add('signature-profile', 'future', shape.properties.element, { values: [shape.properties.signingTime] });
    const fingerprint = shape && identifyCertificate(shape, signature, found);
    const misshapen = stop();
    if (misshapen !== undefined) return misshapen;
    if (shape === undefined || fingerprint === undefined) throw new Error('a signature refused without a reason');

    const day = dayOf(when.at);
    const signer = needs.signerOf(fingerprint);
    if (signer === undefined) found.add('certificate-unknown', 'unknown', signature, { values: [fingerprint] });
    else checkRegistration(signer, day, signature, found);
    const unregistered = stop();
    if (unregistered !== undefined) return unregistered;
    if (signer === undefined) throw new Error('a signer refused without a reason');

    const certificate = certificateOf(needs.trust, signer.der);
    const key = certificate?.key;
    checkKey(needs, shape, signer, key, { day, signature }, found);
    const unfit = stop();
    if (unfit !== undefined) return unfit;

    const headerDigest = checkValues(shape, key, header, found);
    const invalid = stop();
    if (invalid !== undefined) return invalid;

    const distrusted = checkCertificates(needs, certificate, shape.properties, when);
    if (distrusted !== undefined) return { ok: false, code: distrusted.code, violations: [distrusted] };
    const { authority } = signer;
    return {
      ok: true,
      headerDigest,
      signer: { fingerprint, authority, signingTime: shape.properties.signingTime },
    };
  };
};
