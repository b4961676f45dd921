/**
 * Signs a message in the profile. The header's canonical form comes from libxml2; SignedProperties and SignedInfo are
 * written here in exactly the shape whose canonical form is known: sorted attributes, start and end tags, no white space.
 */
import { createPrivateKey, hash, type KeyObject } from 'node:crypto';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { treeOf } from '@dienstweg/schemas/xml/tree.ts';
import { ParseOption, XmlDocument } from 'libxml2-wasm';
import {
  type AlgorithmName,
  algorithmByName,
  algorithmForKey,
  NAMES,
  type SignatureAlgorithm,
  signValue,
} from './algorithms.ts';
import { canonicaliser } from './canonical.ts';
import { idsIn, signatureElementsIn } from './position.ts';

/** With what, as whom and when a message is signed. */
export interface SignHow {
  /** A PEM text, or a key already read (cheaper when many messages are signed). */
  readonly privateKeyPem: string | KeyObject;
  readonly certificateDer: Uint8Array;
  readonly signingTime: Date;
  /** Default: what the profile prefers for the key. `rsa-sha256` is only accepted by exception. */
  readonly algorithm?: AlgorithmName;
}

const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
/** Not allowed as part ids, so they cannot clash with one. */
const SIGNATURE_ID = '_signature';
const PROPERTIES_ID = '_signed-properties';

const refuse = (detail: string): never => {
  throw new ProblemError(problem('envelope-invalid', { detail }));
};

/** Whether there may be comments or processing instructions besides the XML declaration: no text holds `<`. */
const mayHoldAsides = (xml: string): boolean =>
  xml.includes('<!--') || xml.indexOf('<?', /^<\?xml\s/.test(xml) ? 2 : 0) !== -1;

/** The header's exclusive canonical form; throws ProblemError `envelope-invalid` for what is no unsigned message. */
export const canonicalHeaderOf = (unsignedXml: string): Buffer => {
  const document = XmlDocument.fromBuffer(Buffer.from(unsignedXml), {
    option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET,
  });
  const canonical = canonicaliser();
  try {
    const root = treeOf(document.root);
    if (document.dtd !== null) refuse('a message has no DOCTYPE');
    if (root.namespaceUri !== NAMES.message || root.name !== 'Message') refuse('the root element is not Message');
    const [header] = root.elements;
    if (header?.namespaceUri !== NAMES.message || header.name !== 'Header')
      return refuse('the first element is not Header');
    const id = header.attributes.find(({ name, namespaceUri }) => name === 'Id' && namespaceUri === '');
    if (id?.value !== 'header') refuse('the header has not Id="header"');
    if (idsIn(root).filter(({ attribute }) => attribute.value === 'header').length !== 1)
      refuse('the id "header" belongs to the header alone');
    if (
      signatureElementsIn(root).length > 0 ||
      (mayHoldAsides(unsignedXml) && document.find('//comment() | //processing-instruction()').length > 0)
    )
      refuse('the message is signed already, or holds comments or processing instructions');
    return canonical.octets(header.node);
  } finally {
    canonical[Symbol.dispose]();
    document.dispose();
  }
};

const DS = ` xmlns:ds="${NAMES.ds}"`;
const XADES = ` xmlns:xades="${NAMES.xades}"`;
const el = (name: string, attributes: string, content = ''): string => `<${name}${attributes}>${content}</${name}>`;

/** SignedProperties in their exclusive canonical form: `ds` is declared where it is used. */
const signedProperties = (how: SignHow): string => {
  const digest = hash('sha256', how.certificateDer, 'base64');
  const certDigest = el('ds:DigestMethod', `${DS} Algorithm="${SHA256}"`) + el('ds:DigestValue', DS, digest);
  const certificate = el('xades:Cert', '', el('xades:CertDigest', '', certDigest));
  const time = how.signingTime.toISOString().replace('.000Z', 'Z');
  const inner = el('xades:SigningTime', '', time) + el('xades:SigningCertificateV2', '', certificate);
  const outer = el('xades:SignedSignatureProperties', '', inner);
  return el('xades:SignedProperties', `${XADES} Id="${PROPERTIES_ID}"`, outer);
};

const reference = (attributes: string, digest: string): string =>
  el(
    'ds:Reference',
    attributes,
    el('ds:Transforms', '', el('ds:Transform', ` Algorithm="${NAMES.canonicalisation}"`)) +
      el('ds:DigestMethod', ` Algorithm="${SHA256}"`) +
      el('ds:DigestValue', '', digest),
  );

const signedInfo = (algorithm: SignatureAlgorithm, headerDigest: string, propertiesDigest: string): string =>
  el(
    'ds:SignedInfo',
    DS,
    el('ds:CanonicalizationMethod', ` Algorithm="${NAMES.canonicalisation}"`) +
      el('ds:SignatureMethod', ` Algorithm="${algorithm.uri}"`) +
      reference(' URI="#header"', headerDigest) +
      reference(` Type="${NAMES.signedProperties}" URI="#${PROPERTIES_ID}"`, propertiesDigest),
  );

/** The end tag of the header: unique, because content cannot hold `<` and the header stands nowhere else. */
const HEADER_END = /<\/(?:[\w.-]+:)?Header\s*>/;

/**
 * The `ds:Signature` of a message whose header has this exclusive canonical form. That it has is the caller's word: for
 * who signs very many messages of one shape. Throws TypeError for a key no algorithm takes.
 */
export const signatureOf = (canonicalHeader: Uint8Array | string, how: SignHow): string => {
  const key = typeof how.privateKeyPem === 'string' ? createPrivateKey(how.privateKeyPem) : how.privateKeyPem;
  const algorithm = how.algorithm === undefined ? algorithmForKey(key) : algorithmByName(how.algorithm);
  if (algorithm === undefined) throw new TypeError('no signature algorithm of the profile takes this key');
  const properties = signedProperties(how);
  const propertiesDigest = hash('sha256', properties, 'base64');
  const info = signedInfo(algorithm, hash('sha256', canonicalHeader, 'base64'), propertiesDigest);
  const value = signValue(algorithm, key, Buffer.from(info)).toString('base64');
  const certificate = Buffer.from(how.certificateDer).toString('base64');
  return el(
    'ds:Signature',
    `${DS} Id="${SIGNATURE_ID}"`,
    info +
      el('ds:SignatureValue', '', value) +
      el('ds:KeyInfo', '', el('ds:X509Data', '', el('ds:X509Certificate', '', certificate))) +
      el('ds:Object', '', el('xades:QualifyingProperties', `${XADES} Target="#${SIGNATURE_ID}"`, properties)),
  );
};

/**
 * The message with its `ds:Signature` right after the header. Throws ProblemError `envelope-invalid` for what is no
 * unsigned message, TypeError for a key no algorithm takes.
 */
export const signMessage = (unsignedXml: string, how: SignHow): string => {
  const signature = signatureOf(canonicalHeaderOf(unsignedXml), how);
  const end = HEADER_END.exec(unsignedXml);
  if (end === null) return refuse('the header has no end');
  const position = end.index + end[0].length;
  return `${unsignedXml.slice(0, position)}${signature}${unsignedXml.slice(position)}`;
};
