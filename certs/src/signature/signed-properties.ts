/** The XAdES part of a signature (ETSI EN 319 132-1): when it was signed, and with which certificate. */
import type { TreeElement } from '@dienstweg/schemas/xml/tree.ts';
import { XmlText } from 'libxml2-wasm';
import { NAMES } from './algorithms.ts';
import type { Findings } from './findings.ts';
import {
  type Child,
  childElements,
  expectValue,
  readAttributes,
  readBase64,
  readDigest,
  readSequence,
  readText,
  type StatedDigest,
} from './reading.ts';

/** What SignedProperties state. Not verified until its digest and the signature are. */
export interface SignedProperties {
  readonly element: TreeElement;
  readonly id: string;
  /** `xs:dateTime`, as written. */
  readonly signingTime: string;
  readonly signedAt: Date;
  /** Digest of the signer's certificate: the first `xades:Cert`. */
  readonly certificateDigest: StatedDigest;
}

const CODE = 'signature-profile';
const SIGNED_SIGNATURE_PROPERTIES: readonly Child[] = [
  ['xades', 'SigningTime', 'one'],
  ['xades', 'SigningCertificateV2', 'one'],
  // A place is a claim nobody acts on. A policy or a role would change what the signature means: refused.
  ['xades', 'SignatureProductionPlaceV2', 'optional'],
];
const CERT: readonly Child[] = [
  ['xades', 'CertDigest', 'one'],
  ['xades', 'IssuerSerialV2', 'optional'],
];
const CERT_DIGEST: readonly Child[] = [
  ['ds', 'DigestMethod', 'one'],
  ['ds', 'DigestValue', 'one'],
];
const TIME = /^(?!0000)(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** A moment from an `xs:dateTime` with zone; `undefined` for any other text and for days that do not exist. */
export const parseSigningTime = (text: string): Date | undefined => {
  const [, year, month, day] = TIME.exec(text) ?? [];
  if (day === undefined) return undefined;
  const noon = new Date(`${year}-${month}-01T12:00:00Z`);
  noon.setUTCDate(Number(day));
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) || noon.getUTCMonth() + 1 !== Number(month) ? undefined : moment;
};

const readTime = (element: TreeElement, found: Findings) => {
  readAttributes(element, [], found);
  const text = readText(element, found);
  if (text === undefined) return undefined;
  const moment = parseSigningTime(text);
  if (moment === undefined) {
    found.add(CODE, 'time', element, { values: [text], expected: '2027-01-31T12:00:00Z' });
    return undefined;
  }
  return { text, moment };
};

const readCertificateDigest = (element: TreeElement, found: Findings): StatedDigest | undefined => {
  readAttributes(element, [], found);
  const certificates = readSequence(element, [['xades', 'Cert', 'some']], found).get('Cert') ?? [];
  const digests = certificates.map((certificate) => {
    readAttributes(certificate, [], found);
    const children = readSequence(certificate, CERT, found);
    const issuer = children.get('IssuerSerialV2')?.[0];
    if (issuer !== undefined) {
      readAttributes(issuer, [], found);
      readBase64(issuer, found);
    }
    const digest = children.get('CertDigest')?.[0];
    if (digest === undefined) return undefined;
    readAttributes(digest, [], found);
    const parts = readSequence(digest, CERT_DIGEST, found);
    return readDigest(parts.get('DigestMethod')?.[0], parts.get('DigestValue')?.[0], found);
  });
  return digests[0];
};

/** Names and plain texts only: for optional properties that are carried but not acted on. */
const readPlain = (element: TreeElement, attributes: readonly string[], found: Findings): void => {
  readAttributes(element, attributes, found);
  const [only, ...more] = element.others;
  if (element.elements.length === 0 && more.length === 0 && (only === undefined || only instanceof XmlText)) return;
  for (const child of childElements(element, found)) {
    if (child.namespaceUri !== NAMES.xades) found.add(CODE, 'child', child, { values: [child.name] });
    readPlain(child, [], found);
  }
};

const readDataObjectProperties = (element: TreeElement | undefined, found: Findings): void => {
  if (element === undefined) return;
  readAttributes(element, ['Id'], found);
  const formats = readSequence(element, [['xades', 'DataObjectFormat', 'some']], found).get('DataObjectFormat') ?? [];
  for (const format of formats) readPlain(format, ['ObjectReference'], found);
};

/** Reads `ds:Object`, which holds the QualifyingProperties of the signature with this Id (unknown: any) and nothing else. */
export const readSignedProperties = (
  object: TreeElement,
  signatureId: string | undefined,
  found: Findings,
): SignedProperties | undefined => {
  readAttributes(object, ['Id'], found);
  const [qualifying] = readSequence(object, [['xades', 'QualifyingProperties', 'one']], found).values();
  if (qualifying?.[0] === undefined) return undefined;
  const target = readAttributes(qualifying[0], ['Id', 'Target'], found).get('Target');
  if (signatureId !== undefined) expectValue(qualifying[0], 'Target', target, `#${signatureId}`, found);

  // UnsignedProperties are refused: anyone on the way could change them, and the same message would have other bytes.
  const [element] =
    readSequence(qualifying[0], [['xades', 'SignedProperties', 'one']], found).get('SignedProperties') ?? [];
  if (element === undefined) return undefined;
  const id = readAttributes(element, ['Id'], found).get('Id');
  if (id === undefined) found.add(CODE, 'childMissing', element, { values: ['@Id'] });
  const parts = readSequence(
    element,
    [
      ['xades', 'SignedSignatureProperties', 'one'],
      ['xades', 'SignedDataObjectProperties', 'optional'],
    ],
    found,
  );
  readDataObjectProperties(parts.get('SignedDataObjectProperties')?.[0], found);
  const signatureProperties = parts.get('SignedSignatureProperties')?.[0];
  if (signatureProperties === undefined || id === undefined) return undefined;
  readAttributes(signatureProperties, ['Id'], found);
  const children = readSequence(signatureProperties, SIGNED_SIGNATURE_PROPERTIES, found);
  const place = children.get('SignatureProductionPlaceV2')?.[0];
  if (place !== undefined) readPlain(place, [], found);
  const timeElement = children.get('SigningTime')?.[0];
  const certificateElement = children.get('SigningCertificateV2')?.[0];
  const time = timeElement && readTime(timeElement, found);
  const certificateDigest = certificateElement && readCertificateDigest(certificateElement, found);
  return time === undefined || certificateDigest === undefined
    ? undefined
    : { element, id, signingTime: time.text, signedAt: time.moment, certificateDigest };
};
