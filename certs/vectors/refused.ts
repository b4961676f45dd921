/** Shapes that every verifier of the profile has to refuse: wrong algorithms, wrong shapes, wrappings, forgeries. */
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Signers, Variant } from './accepted.ts';
import { C14N, DS, METHODS } from './shape.ts';

/** A variant and the code it is refused with. */
export type RefusedVariant = Variant & { readonly code: ProblemCode };

const SIGNATURE = /<ds:Signature .*<\/ds:Signature>/s;
const HEADER = /<Header .*?<\/Header>/s;
const signatureOf = (text: string): string => SIGNATURE.exec(text)?.[0] ?? '';
const headerOf = (text: string): string => HEADER.exec(text)?.[0] ?? '';
/** A header saying something else. */
const forged = (text: string, id = 'header'): string =>
  headerOf(text)
    .replace('gew:990101000000', 'gew:990202000000')
    .replace('Id="header"', id === '' ? '' : `Id="${id}"`);
const swap =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, () => to);

const profile = (why: string, edit: (text: string) => string, rest: Partial<Variant> = {}): RefusedVariant => ({
  code: 'signature-profile',
  why,
  edit,
  ...rest,
});
const broken = (
  why: string,
  after: (text: string) => string,
  code: ProblemCode = 'signature-invalid',
): RefusedVariant => ({
  code,
  why,
  after,
});

const algorithms: Readonly<Record<string, RefusedVariant>> = {
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

const references: Readonly<Record<string, RefusedVariant>> = {
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

const keyInfo = (content: string) => (text: string) =>
  text.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, `<ds:KeyInfo>${content}</ds:KeyInfo>`);
const shape = (signers: Signers): Readonly<Record<string, RefusedVariant>> => ({
  'retrieval-method': profile('RetrievalMethod', keyInfo('<ds:RetrievalMethod URI="http://127.0.0.1/key"/>')),
  'key-value': profile('a bare key', keyInfo('<ds:KeyValue/>')),
  'key-name': profile('a key name', keyInfo('<ds:KeyName>header</ds:KeyName>')),
  'key-info-of-other': profile(
    'KeyInfo holds another certificate than SigningCertificateV2 names',
    keyInfo(
      `<ds:X509Data><ds:X509Certificate>${Buffer.from(signers.p384?.der ?? []).toString('base64')}</ds:X509Certificate></ds:X509Data>`,
    ),
  ),
  'certificate-not-findable': profile(
    'SHA-512 alone leads to no certificate',
    (text) => text.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, ''),
    { certificateHash: 'sha512' },
  ),
  'comment-in-digest-value': broken(
    'a comment in DigestValue',
    (text) => text.replace(/(<ds:DigestValue>.{4})/, '$1<!---->'),
    'signature-profile',
  ),
  'comment-in-signed-info': broken(
    'a comment in SignedInfo',
    swap('<ds:SignedInfo>', '<ds:SignedInfo><!-- -->'),
    'signature-profile',
  ),
  'processing-instruction-in-value': broken(
    'a processing instruction',
    (text) => text.replace(/(<ds:SignatureValue>.{4})/, '$1<?x?>'),
    'signature-profile',
  ),
  'cdata-in-value': broken(
    'a CDATA section',
    (text) => text.replace(/<ds:SignatureValue>([^<]*)/, '<ds:SignatureValue><![CDATA[$1]]>'),
    'signature-profile',
  ),
  'stray-text': broken('text between elements', swap('<ds:KeyInfo>', 'x<ds:KeyInfo>'), 'signature-profile'),
  'base64-loose': broken(
    'characters that are not base64',
    (text) => text.replace(/(<ds:SignatureValue>.{4})/, '$1*'),
    'signature-profile',
  ),
  'base64-unpadded': broken(
    'padding left out',
    (text) => text.replace(/=+<\/ds:SignatureValue>/, '</ds:SignatureValue>'),
    'signature-profile',
  ),
  'value-empty': broken(
    'no value',
    (text) => text.replace(/<ds:SignatureValue>[^<]*/, '<ds:SignatureValue>'),
    'signature-profile',
  ),
  'value-too-short': broken(
    'half of r‖s',
    (text) => text.replace(/(<ds:SignatureValue>.{40})[^<]*/, '$1'),
    'signature-profile',
  ),
  'digest-of-other-length': broken(
    'a digest of 30 octets',
    (text) => text.replace(/<ds:DigestValue>.{40}[^<]*/, (all) => all.slice(0, 57)),
    'signature-profile',
  ),
  'two-signed-infos': broken(
    'a second SignedInfo',
    (text) => text.replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/s, '$&$&'),
    'signature-profile',
  ),
  'wrapped-signed-info': broken(
    'the signed SignedInfo in an Object',
    (text) => {
      const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s.exec(text)?.[0] ?? '';
      return text
        .replace(info, info.replace('<ds:DigestValue>', '<ds:DigestValue>A'))
        .replace('<ds:Object>', `<ds:Object>${info}`);
    },
    'signature-profile',
  ),
  'unknown-attribute': broken(
    'an attribute nobody knows',
    swap('<ds:SignatureValue>', '<ds:SignatureValue x="1">'),
    'signature-profile',
  ),
  'foreign-element': broken(
    'an element nobody knows',
    swap('</ds:KeyInfo>', '</ds:KeyInfo><x xmlns="urn:example:x"/>'),
    'signature-profile',
  ),
  'unsigned-properties': broken(
    'UnsignedProperties could be changed on the way',
    swap('</xades:SignedProperties>', '</xades:SignedProperties><xades:UnsignedProperties/>'),
    'signature-profile',
  ),
  'signature-policy': profile(
    'a policy changes what the signature means',
    swap(
      '</xades:SigningCertificateV2>',
      '</xades:SigningCertificateV2><xades:SignaturePolicyIdentifier><xades:SignaturePolicyImplied/></xades:SignaturePolicyIdentifier>',
    ),
  ),
  'signer-role': profile(
    'roles are the registry’s to say',
    swap('</xades:SigningCertificateV2>', '</xades:SigningCertificateV2><xades:SignerRoleV2/>'),
  ),
  'signing-certificate-v1': profile('the older property', (text) =>
    text.replaceAll('SigningCertificateV2>', 'SigningCertificate>'),
  ),
  'signing-certificate-missing': profile('no certificate named', (text) =>
    text.replace(/<xades:SigningCertificateV2>.*<\/xades:SigningCertificateV2>/s, ''),
  ),
  'signing-time-missing': profile('no time', (text) => text.replace(/<xades:SigningTime>.*<\/xades:SigningTime>/, '')),
  'signing-time-without-zone': profile(
    'which zone?',
    swap('2026-11-30T10:00:00Z</xades', '2026-11-30T10:00:00</xades'),
  ),
  'signing-time-no-such-day': profile(
    '30 February',
    swap('2026-11-30T10:00:00Z</xades', '2026-02-30T10:00:00Z</xades'),
  ),
  'signing-time-in-the-future': profile(
    'after the moment of verification',
    swap('2026-11-30T10:00:00Z</xades', '2026-12-24T10:00:00Z</xades'),
  ),
  'target-of-other': profile('QualifyingProperties of another signature', swap('Target="#sig"', 'Target="#other"')),
  'xades-of-other-version': profile('another namespace', swap('01903/v1.3.2#', '01903/v1.2.2#')),
});

const wrappings: Readonly<Record<string, RefusedVariant>> = {
  'signature-removed': broken('nobody signed', (text) => text.replace(SIGNATURE, ''), 'signature-missing'),
  'two-signatures': broken('two signatures', (text) => text.replace(SIGNATURE, '$&$&'), 'signature-profile'),
  'two-headers-forged-first': broken(
    'the signed header moved behind',
    (text) => text.replace(SIGNATURE, (all) => all + headerOf(text)).replace(HEADER, forged(text, '')),
    'signature-profile',
  ),
  'two-headers-same-id': broken(
    'both answer to #header',
    (text) => text.replace(SIGNATURE, (all) => all + headerOf(text)).replace(HEADER, forged(text)),
    'signature-profile',
  ),
  'header-in-object': broken(
    'the signed header in an Object',
    (text) => text.replace('</ds:Object>', () => `${headerOf(text)}</ds:Object>`).replace(HEADER, forged(text)),
    'signature-profile',
  ),
  'header-in-second-object': broken(
    'in an Object of its own',
    (text) =>
      text
        .replace('</ds:Object>', () => `</ds:Object><ds:Object>${headerOf(text)}</ds:Object>`)
        .replace(HEADER, forged(text)),
    'signature-profile',
  ),
  'header-in-part': broken(
    'the signed header in a part',
    (text) => text.replace(/(<Part ref="core"[^>]*>)/, (all) => all + headerOf(text)).replace(HEADER, forged(text)),
    'signature-profile',
  ),
  'header-in-forged-header': broken(
    'inside the forged one',
    (text) =>
      text.replace(
        HEADER,
        forged(text, 'other').replace('</Header>', () => `${headerOf(text)}</Header>`),
      ),
    'signature-profile',
  ),
  'header-id-other': broken(
    'the forged header under another id',
    (text) =>
      text
        .replace('<Part ref="core"', () => `${headerOf(text)}<Part ref="core"`)
        .replace(HEADER, forged(text, 'other')),
    'signature-profile',
  ),
  'message-in-message': broken(
    'the signed message inside another',
    (text) => {
      const whole = text.slice(text.indexOf('<Message '));
      return `<Message xmlns="urn:dienstweg:message:1">${forged(text)}${signatureOf(text)}${whole}</Message>`;
    },
    'signature-profile',
  ),
  'message-in-object': broken(
    'the whole signed message in its own Object',
    (text) => {
      const whole = text.slice(text.indexOf('<Message '));
      return text.replace('</ds:Object>', () => `${whole}</ds:Object>`).replace(HEADER, forged(text));
    },
    'signature-profile',
  ),
  'signature-in-header': broken(
    'not at its place',
    (text) => text.replace(SIGNATURE, '').replace('</Header>', () => `${signatureOf(text)}</Header>`),
    'signature-missing',
  ),
  'signature-before-header': broken(
    'not at its place',
    (text) => text.replace(SIGNATURE, '').replace(HEADER, (header) => signatureOf(text) + header),
    'signature-profile',
  ),
  'signature-after-parts': broken(
    'not at its place',
    (text) => text.replace(SIGNATURE, '').replace('</Message>', () => `${signatureOf(text)}</Message>`),
    'signature-profile',
  ),
  'duplicate-id-other-spelling': broken(
    'ID="header" elsewhere',
    swap('<Part ref="core"', '<Part ID="header" ref="core"'),
    'signature-profile',
  ),
  'duplicate-id-lower-case': broken(
    'id="header" elsewhere',
    swap('<Part ref="core"', '<Part id="header" ref="core"'),
    'signature-profile',
  ),
  'duplicate-xml-id': broken(
    'xml:id="header" elsewhere',
    swap('<Part ref="core"', '<Part xml:id="header" ref="core"'),
    'signature-profile',
  ),
  'duplicate-wsu-id': broken(
    'wsu:Id="props" elsewhere',
    swap('<Part ref="core"', '<Part xmlns:wsu="urn:example:wsu" wsu:Id="props" ref="core"'),
    'signature-profile',
  ),
  'id-with-quotes': profile('an id that breaks out of a query', (text) =>
    text.replaceAll('"#props"', `"#x' or '1"`).replaceAll('Id="props"', `Id="x' or '1"`),
  ),
  'header-without-id': profile('nothing answers to #header', swap('<Header Id="header">', '<Header>')),
};

const changed: Readonly<Record<string, RefusedVariant>> = {
  'header-changed': broken('another author', swap('gew:990101000000', 'gew:990202000000')),
  'header-white-space': broken('white space counts', swap('  <MessageType', ' <MessageType')),
  'part-digest-changed': broken('another digest of a part', (text) =>
    text.replace(/ digest="./, ' digest="A').replace(/ digest="AA/, ' digest="BA'),
  ),
  'signing-time-changed': broken(
    'signed properties changed',
    swap('2026-11-30T10:00:00Z</xades', '2026-11-29T10:00:00Z</xades'),
  ),
  'value-changed': broken('one character of the value', (text) =>
    text.replace(/(<ds:SignatureValue>)(.)/, (_, start: string, first: string) => start + (first === 'A' ? 'B' : 'A')),
  ),
  'digest-changed': broken('one character of a digest', (text) =>
    text.replace(/(<ds:DigestValue>)(.)/, (_, start: string, first: string) => start + (first === 'A' ? 'B' : 'A')),
  ),
  'value-of-zeros': broken('r = s = 0', (text) =>
    text.replace(/<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${Buffer.alloc(64).toString('base64')}`),
  ),
  'digest-of-nothing': {
    code: 'signature-invalid',
    why: 'the digest of the empty string',
    edit: swap('@HEADER@', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='),
  },
};

const certificates: Readonly<Record<string, RefusedVariant>> = {
  'certificate-unknown': { code: 'certificate-unknown', signer: 'stranger', why: 'trusted, but registered for nobody' },
  'certificate-of-attacker': {
    code: 'certificate-unknown',
    signer: 'attacker',
    why: 'self-signed, brought along in KeyInfo',
  },
  'certificate-registered-later': {
    code: 'certificate-unknown',
    signer: 'later',
    why: 'its registration has not begun',
  },
  'certificate-expired': { code: 'certificate-expired', signer: 'expired', why: 'no longer valid' },
  'certificate-not-yet-valid': { code: 'certificate-expired', signer: 'early', why: 'not valid yet' },
  'certificate-younger-than-signature': {
    code: 'certificate-expired',
    signer: 'young',
    why: 'valid now, but not at signing time',
  },
  'certificate-revoked': { code: 'certificate-revoked', signer: 'revoked', why: 'revoked before it was used' },
  'certificate-wrong-purpose': { code: 'certificate-untrusted', signer: 'tls', why: 'a TLS certificate' },
  'certificate-of-a-node': { code: 'certificate-untrusted', signer: 'node', why: 'a receipt certificate' },
  'certificate-of-foreign-ca': {
    code: 'certificate-untrusted',
    signer: 'foreign',
    why: 'registered by mistake, issued by an unknown CA',
  },
};

/** Refused shapes by name. */
export const refused = (signers: Signers): Readonly<Record<string, RefusedVariant>> => ({
  ...algorithms,
  ...references,
  ...shape(signers),
  ...wrappings,
  ...changed,
  ...certificates,
});
