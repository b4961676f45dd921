/** Refused: algorithms, references, transforms. */
import { profile, type RefusedVariant, swap } from './changes.ts';
import { C14N, DS, METHODS } from './shape.ts';

/** Algorithms outside the profile, or with a key they are not for. */
export const algorithms: Readonly<Record<string, RefusedVariant>> = {
  'hmac-with-key': {
    code: 'signature-profile',
    method: METHODS.hmac,
    why: 'a shared secret proves nothing about who signed',
  },
  'hmac-truncated': profile(
    'HMACOutputLength',
    swap(
      /<ds:SignatureMethod ([^>]*)\/>/,
      `<ds:SignatureMethod Algorithm="${METHODS.hmac.uri}"><ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>`,
    ),
    { method: METHODS.hmac },
  ),
  'rsa-sha1': { code: 'signature-profile', signer: 'rsa', method: METHODS.rsaSha1, why: 'SHA-1' },
  'digest-sha1': { code: 'signature-profile', hash: 'sha1', why: 'SHA-1 in the references' },
  'rsa-sha256-without-exception': {
    code: 'signature-profile',
    signer: 'rsa',
    method: METHODS.rsa256,
    why: 'PKCS#1 v1.5 needs a dated exception',
  },
  'rsa-2048': { code: 'signature-profile', signer: 'rsa2048', method: METHODS.pss256, why: 'modulus too short' },
  'pss-short-salt': {
    code: 'signature-invalid',
    signer: 'rsa',
    method: METHODS.pssShortSalt,
    why: 'salt shorter than the hash',
  },
  'curve-and-hash-differ': {
    code: 'signature-profile',
    signer: 'p384',
    method: METHODS.ecdsa256,
    why: 'P-384 goes with SHA-384',
  },
  'key-of-other-kind': {
    code: 'signature-profile',
    signer: 'rsa',
    method: { ...METHODS.pss256, uri: METHODS.ecdsa256.uri },
    why: 'an RSA key under an ECDSA name',
  },
  'value-der-coded': { code: 'signature-profile', method: METHODS.ecdsaDer, why: 'ECDSA values are r‖s' },
  'inclusive-canonicalisation': profile(
    'only the exclusive form',
    swap(
      `CanonicalizationMethod Algorithm="${C14N}"`,
      'CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"',
    ),
  ),
  'canonicalisation-with-comments': profile(
    'no comments',
    swap(`CanonicalizationMethod Algorithm="${C14N}"`, `CanonicalizationMethod Algorithm="${C14N}WithComments"`),
  ),
};

const transform = (algorithm: string, content = ''): string =>
  content === ''
    ? `<ds:Transform Algorithm="${algorithm}"/>`
    : `<ds:Transform Algorithm="${algorithm}">${content}</ds:Transform>`;
const EXCLUSIVE = transform(C14N);

/** References and transforms outside the profile. */
export const references: Readonly<Record<string, RefusedVariant>> = {
  'transform-added': profile('a second transform', swap(EXCLUSIVE, EXCLUSIVE + EXCLUSIVE)),
  'transform-enveloped': profile(
    'enveloped-signature',
    swap(EXCLUSIVE, transform(`${DS}enveloped-signature`) + EXCLUSIVE),
  ),
  'transform-xpath': profile(
    'XPath',
    swap(EXCLUSIVE, transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<ds:XPath>true()</ds:XPath>')),
  ),
  'transform-xslt': profile('XSLT', swap(EXCLUSIVE, transform('http://www.w3.org/TR/1999/REC-xslt-19991116'))),
  'transform-base64': profile('base64', swap(EXCLUSIVE, transform(`${DS}base64`))),
  'transform-missing': profile('no transform', swap(`<ds:Transforms>${EXCLUSIVE}</ds:Transforms>`, '')),
  'inclusive-namespaces': profile(
    'a prefix list',
    swap(EXCLUSIVE, transform(C14N, `<ec:InclusiveNamespaces xmlns:ec="${C14N}" PrefixList="ds"/>`)),
  ),
  'reference-external': profile('an address elsewhere', swap('URI="#header"', 'URI="http://127.0.0.1/header.xml"')),
  'reference-whole-document': profile('the whole document', swap('URI="#header"', 'URI=""')),
  'reference-xpointer': profile('an XPointer', swap('URI="#header"', `URI="#xpointer(id('header'))"`)),
  'reference-without-uri': profile('no URI', swap('URI="#header"', '')),
  'references-swapped': profile('the other order', (text) => {
    const [first = '', second = ''] = text.match(/<ds:Reference .*?<\/ds:Reference>/gs) ?? [];
    return text.replace(first + second, second + first);
  }),
  'reference-missing': profile('the properties are not covered', (text) =>
    text.replace(/<ds:Reference Type=.*?<\/ds:Reference>/s, ''),
  ),
  'reference-added': profile('a third reference', (text) => {
    const [first = ''] = text.match(/<ds:Reference .*?<\/ds:Reference>/s) ?? [];
    return text.replace(first, first + first);
  }),
  'properties-type-missing': profile(
    'the second reference says what it covers',
    swap('Type="http://uri.etsi.org/01903#SignedProperties" ', ''),
  ),
  'properties-type-other': profile('another type', swap('01903#SignedProperties"', '01903/v1.1.1#SignedProperties"')),
  manifest: profile(
    'a manifest',
    swap('</ds:Object></ds:Signature>', '</ds:Object><ds:Object><ds:Manifest/></ds:Object></ds:Signature>'),
  ),
};
