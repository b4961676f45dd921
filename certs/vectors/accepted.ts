/** Shapes that every verifier of the profile has to accept. */
import { PART_ELEMENTS } from './message.ts';
import { DS, METHODS, type Shape, type Signer, XADES } from './shape.ts';

/** The throw-away signers. */
export type Signers = Readonly<Record<string, Signer>>;
/** What is different from the plain case: P-256, SHA-256. */
export type Variant = Partial<Omit<Shape, 'signer'>> & { readonly signer?: string; readonly why: string };

const indent = (text: string): string =>
  text.replace(/<ds:Signature .*<\/ds:Signature>/s, (signature) => signature.replace(/></g, '>\n    <'));
const wrap = (text: string, ending: string): string =>
  text.replace(/(<ds:(?:X509Certificate|SignatureValue)>)([^<]+)/g, (_, start: string, value: string) => {
    const lines = value.match(/.{1,76}/g) ?? [];
    return `${start}${ending}${lines.join(ending)}${ending}`;
  });
const renamed = (text: string): string =>
  text
    .replace(/(<\/?)ds:/g, '$1dsig:')
    .replace('xmlns:ds=', 'xmlns:dsig=')
    .replace(/xades:/g, 'x:')
    .replace('xmlns:xades=', 'xmlns:x=');
const time = (value: string) => (text: string) => text.replace('2026-11-30T10:00:00Z</xades', `${value}</xades`);
const withKeyInfo = (change: (keyInfo: string) => string) => (text: string) =>
  text.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, change);

/** Accepted shapes by name. */
export const accepted = (signers: Signers): Readonly<Record<string, Variant>> => ({
  'ecdsa-p256': { why: 'the default' },
  'ecdsa-p384': { signer: 'p384', method: METHODS.ecdsa384, why: 'EC P-384 with SHA-384' },
  'ecdsa-p521': { signer: 'p521', method: METHODS.ecdsa512, why: 'EC P-521 with SHA-512' },
  'rsa-pss-sha256': { signer: 'rsa', method: METHODS.pss256, why: 'RSA of 3072 bits, PSS, salt as long as the hash' },
  'rsa-pss-sha384': { signer: 'rsa', method: METHODS.pss384, why: 'PSS with SHA-384' },
  'rsa-pss-sha512': { signer: 'rsa', method: METHODS.pss512, why: 'PSS with SHA-512' },
  ed25519: { signer: 'ed25519', method: METHODS.ed25519, why: 'Ed25519' },
  'rsa-sha256-by-exception': {
    signer: 'rsaExcepted',
    method: METHODS.rsa256,
    why: 'a dated exception names this certificate',
  },
  'digest-sha384': { hash: 'sha384', why: 'references digested with SHA-384' },
  'digest-sha512': { hash: 'sha512', why: 'references digested with SHA-512' },
  'certificate-digest-sha512': { certificateHash: 'sha512', why: 'found by the certificate in KeyInfo' },
  'without-key-info': { edit: withKeyInfo(() => ''), why: 'KeyInfo is only a hint' },
  'key-info-chain': {
    edit: withKeyInfo((keyInfo) =>
      keyInfo.replace(
        '</ds:X509Data>',
        `<ds:X509Certificate>${Buffer.from(signers.issuing?.der ?? []).toString('base64')}</ds:X509Certificate></ds:X509Data>`,
      ),
    ),
    why: 'the issuing certificate stands behind the signer in KeyInfo',
  },
  'other-prefixes': { edit: renamed, why: 'prefixes mean nothing' },
  'default-namespace': {
    edit: (text) => text.replace(/(<\/?)ds:/g, '$1').replace('<Signature xmlns:ds=', '<Signature xmlns='),
    why: 'the signature without prefix',
  },
  'prefixed-message': {
    edit: (text) =>
      text
        .replace(/(<\/?)(?=[A-Z])/g, '$1m:')
        .replace('xmlns="urn:dienstweg:message:1"', 'xmlns:m="urn:dienstweg:message:1"'),
    why: 'the envelope with a prefix',
  },
  'namespaces-on-the-root': {
    edit: (text) =>
      text
        .replace(` xmlns:ds="${DS}"`, '')
        .replace(` xmlns:xades="${XADES}"`, '')
        .replace('<Message ', `<Message xmlns:ds="${DS}" xmlns:xades="${XADES}" `),
    why: 'declared on an ancestor',
  },
  'two-prefixes-for-one-namespace': {
    edit: (text) =>
      text
        .replace('<Message ', `<Message xmlns:m="urn:dienstweg:message:1" xmlns:d2="${DS}" `)
        .replace('<MessageType ', '<m:MessageType ')
        .replace(/<(\/?)ds:SignatureValue/g, '<$1d2:SignatureValue')
        .replace(/<(\/?)ds:Transforms/g, '<$1d2:Transforms'),
    why: 'canonical forms keep each prefix',
  },
  'unused-declarations': {
    edit: (text) =>
      text
        .replace('<Header ', '<Header xmlns:unused="urn:example:unused" ')
        .replace('<ds:SignedInfo>', '<ds:SignedInfo xmlns:xsi="urn:example:xsi">'),
    why: 'exclusive form leaves them out',
  },
  indented: { edit: indent, why: 'white space between the elements of the signature' },
  'wrapped-base64': {
    edit: (text) => wrap(text, '\n'),
    after: (text) => wrap(text, '\n'),
    why: 'lines of 76 characters',
  },
  'wrapped-base64-crlf': {
    after: (text) => wrap(text, '&#13;\n').replace(/(<ds:X509Certificate>)[^<]+/, (all) => all),
    why: 'line ends of other systems, as character references',
  },
  'attributes-in-other-order': {
    edit: (text) =>
      text.replace(
        'Type="http://uri.etsi.org/01903#SignedProperties" URI="#props"',
        `URI='#props'   Type='http://uri.etsi.org/01903#SignedProperties'`,
      ),
    why: 'order and quotes of attributes',
  },
  'time-with-fraction': { edit: time('2026-11-30T10:00:00.123456Z'), why: 'fractions of a second' },
  'time-with-offset': { edit: time('2026-11-30T11:00:00+01:00'), why: 'a zone other than UTC' },
  'further-ids': {
    edit: (text) =>
      text
        .replace('<ds:SignedInfo>', '<ds:SignedInfo Id="info">')
        .replace('<ds:SignatureValue>', '<ds:SignatureValue Id="value">')
        .replace('<ds:Reference URI="#header"', '<ds:Reference Id="ref-header" URI="#header"')
        .replace('<ds:KeyInfo>', '<ds:KeyInfo Id="key">'),
    why: 'Ids that nothing points to',
  },
  'data-object-format': {
    edit: (text) =>
      text
        .replace('<ds:Reference URI="#header"', '<ds:Reference Id="ref-header" URI="#header"')
        .replace(
          '</xades:SignedSignatureProperties>',
          '</xades:SignedSignatureProperties><xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#ref-header"><xades:MimeType>application/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>',
        ),
    why: 'what signing libraries add by themselves',
  },
  'production-place': {
    edit: (text) =>
      text.replace(
        '</xades:SigningCertificateV2>',
        '</xades:SigningCertificateV2><xades:SignatureProductionPlaceV2><xades:City>Köln</xades:City></xades:SignatureProductionPlaceV2>',
      ),
    why: 'carried, not acted on',
  },
  'issuer-serial': {
    edit: (text) =>
      text.replace('</xades:CertDigest>', '</xades:CertDigest><xades:IssuerSerialV2>MAA=</xades:IssuerSerialV2>'),
    why: 'a hint beside the digest',
  },
  'withheld-part': { after: (text) => text.replace(PART_ELEMENTS[1] ?? '', ''), why: 'a part cut for a reader' },
  'all-parts-withheld': {
    after: (text) => PART_ELEMENTS.reduce((rest, part) => rest.replace(part, ''), text),
    why: 'no part at all',
  },
});
