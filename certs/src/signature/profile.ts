/**
 * The one shape a signature may have: XAdES-B-B with two references, after ETSI EN 319 132-1 and XML Signature 1.1.
 * Every element, attribute and text is looked at; what the profile does not name is refused. Lexical freedom that does
 * not change the meaning stays: prefixes, indentation, wrapped base64, order of attributes, further Ids.
 */
import type { TreeElement } from '@dienstweg/schemas/xml/tree.ts';
import { algorithmByUri, NAMES, type SignatureAlgorithm } from './algorithms.ts';
import type { Findings } from './findings.ts';
import {
  type Child,
  expectValue,
  readAlgorithm,
  readAttributes,
  readBase64,
  readDigest,
  readSequence,
  type StatedDigest,
} from './reading.ts';
import { readSignedProperties, type SignedProperties } from './signed-properties.ts';

/** A signature of the right shape. Nothing in it is verified yet. */
export interface SignatureShape {
  readonly algorithm: SignatureAlgorithm;
  readonly signedInfo: TreeElement;
  readonly value: Buffer;
  readonly headerDigest: StatedDigest;
  readonly propertiesDigest: StatedDigest;
  readonly properties: SignedProperties;
  /** DER of the certificates in KeyInfo: a hint, never a source of keys. */
  readonly hints: readonly Buffer[];
}

const SIGNATURE: readonly Child[] = [
  ['ds', 'SignedInfo', 'one'],
  ['ds', 'SignatureValue', 'one'],
  ['ds', 'KeyInfo', 'optional'],
  ['ds', 'Object', 'one'],
];
const SIGNED_INFO: readonly Child[] = [
  ['ds', 'CanonicalizationMethod', 'one'],
  ['ds', 'SignatureMethod', 'one'],
  ['ds', 'Reference', 'some'],
];
const REFERENCE: readonly Child[] = [
  ['ds', 'Transforms', 'one'],
  ['ds', 'DigestMethod', 'one'],
  ['ds', 'DigestValue', 'one'],
];
const CODE = 'signature-profile';

const readReference = (
  reference: TreeElement,
  expected: { readonly uri: string | undefined; readonly type?: string },
  found: Findings,
): StatedDigest | undefined => {
  const allowed = expected.type === undefined ? ['Id', 'URI'] : ['Id', 'URI', 'Type'];
  const attributes = readAttributes(reference, allowed, found);
  if (expected.uri !== undefined) expectValue(reference, 'URI', attributes.get('URI'), expected.uri, found);
  if (expected.type !== undefined) expectValue(reference, 'Type', attributes.get('Type'), expected.type, found);
  const children = readSequence(reference, REFERENCE, found);
  const transforms = children.get('Transforms')?.[0];
  if (transforms !== undefined) {
    readAttributes(transforms, [], found);
    const transform = readSequence(transforms, [['ds', 'Transform', 'one']], found).get('Transform')?.[0];
    if (transform !== undefined)
      expectValue(transform, 'Algorithm', readAlgorithm(transform, found), NAMES.canonicalisation, found);
  }
  return readDigest(children.get('DigestMethod')?.[0], children.get('DigestValue')?.[0], found);
};

/** `propertiesId` is unknown where the properties could not be read: that stands in `found`, and what follows from it need not. */
const readSignedInfo = (signedInfo: TreeElement, propertiesId: string | undefined, found: Findings) => {
  readAttributes(signedInfo, ['Id'], found);
  const children = readSequence(signedInfo, SIGNED_INFO, found);
  const canonicalisation = children.get('CanonicalizationMethod')?.[0];
  if (canonicalisation !== undefined) {
    const algorithm = readAlgorithm(canonicalisation, found);
    expectValue(canonicalisation, 'Algorithm', algorithm, NAMES.canonicalisation, found);
  }
  const method = children.get('SignatureMethod')?.[0];
  const uri = method === undefined ? undefined : readAlgorithm(method, found);
  const algorithm = uri === undefined ? undefined : algorithmByUri(uri);
  if (uri !== undefined && algorithm === undefined) found.add(CODE, 'algorithm', method, { values: [uri] });

  const propertiesUri = propertiesId === undefined ? undefined : `#${propertiesId}`;
  const [header, properties, ...more] = children.get('Reference') ?? [];
  for (const reference of more)
    found.add(CODE, 'child', reference, { values: ['ds:Reference'], expected: '2 ds:Reference' });
  if (header !== undefined && properties === undefined)
    found.add(CODE, 'childMissing', signedInfo, {
      values: ['ds:Reference[2]'],
      ...(propertiesUri === undefined ? {} : { expected: `URI="${propertiesUri}"` }),
    });
  return {
    algorithm,
    headerDigest: header && readReference(header, { uri: '#header' }, found),
    propertiesDigest:
      properties && readReference(properties, { uri: propertiesUri, type: NAMES.signedProperties }, found),
  };
};

const readHints = (keyInfo: TreeElement | undefined, found: Findings): readonly Buffer[] => {
  if (keyInfo === undefined) return [];
  readAttributes(keyInfo, ['Id'], found);
  const data = readSequence(keyInfo, [['ds', 'X509Data', 'one']], found).get('X509Data')?.[0];
  if (data === undefined) return [];
  readAttributes(data, [], found);
  const certificates = readSequence(data, [['ds', 'X509Certificate', 'some']], found).get('X509Certificate') ?? [];
  return certificates.flatMap((certificate) => {
    readAttributes(certificate, [], found);
    return readBase64(certificate, found) ?? [];
  });
};

/** Reads a `ds:Signature`; `undefined` where something essential is missing. What is wrong stands in `found`. */
export const readShape = (signature: TreeElement, found: Findings): SignatureShape | undefined => {
  const id = readAttributes(signature, ['Id'], found).get('Id');
  if (id === undefined) found.add(CODE, 'childMissing', signature, { values: ['@Id'] });
  const children = readSequence(signature, SIGNATURE, found);
  const object = children.get('Object')?.[0];
  const properties = object && readSignedProperties(object, id, found);
  const signedInfo = children.get('SignedInfo')?.[0];
  const info = signedInfo && readSignedInfo(signedInfo, properties?.id, found);
  const valueElement = children.get('SignatureValue')?.[0];
  if (valueElement !== undefined) readAttributes(valueElement, ['Id'], found);
  const value = readBase64(valueElement, found);
  const hints = readHints(children.get('KeyInfo')?.[0], found);
  if (
    signedInfo === undefined ||
    properties === undefined ||
    value === undefined ||
    info?.algorithm === undefined ||
    info.headerDigest === undefined ||
    info.propertiesDigest === undefined
  )
    return undefined;
  const { algorithm, headerDigest, propertiesDigest } = info;
  return { algorithm, signedInfo, value, headerDigest, propertiesDigest, properties, hints };
};
