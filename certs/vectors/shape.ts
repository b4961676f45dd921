/**
 * A signer that shares nothing with the product's own: it fills a template, canonicalises elements where they stand (not
 * moved), and signs whatever it is given, right or wrong. Makes the test vectors.
 */
import { constants, createHash, createHmac, type KeyObject, sign } from 'node:crypto';
import { XmlC14NMode, XmlDocument, type XmlElement } from 'libxml2-wasm';

export const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
export const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';

/** Who signs: a throw-away key and its certificate. */
export interface Signer {
  readonly key: KeyObject;
  readonly der: Uint8Array;
}

/** How the value is made. */
export interface Method {
  readonly uri: string;
  readonly sign: (octets: Buffer, key: KeyObject) => Buffer;
}

const ecdsa = (hash: string, dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363'): Method => ({
  uri: `${MORE}ecdsa-${hash}`,
  sign: (octets, key) => sign(hash, octets, { key, dsaEncoding }),
});
const pss = (hash: 'sha256' | 'sha384' | 'sha512', saltLength: number): Method => ({
  uri: `http://www.w3.org/2007/05/xmldsig-more#${hash}-rsa-MGF1`,
  sign: (octets, key) => sign(hash, octets, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }),
});

/** Methods inside and outside the profile. */
export const METHODS = {
  ecdsa256: ecdsa('sha256'),
  ecdsa384: ecdsa('sha384'),
  ecdsa512: ecdsa('sha512'),
  ecdsaDer: ecdsa('sha256', 'der'),
  pss256: pss('sha256', 32),
  pss384: pss('sha384', 48),
  pss512: pss('sha512', 64),
  pssShortSalt: pss('sha256', 20),
  ed25519: {
    uri: 'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519',
    sign: (octets, key) => sign(null, octets, key),
  },
  rsa256: { uri: `${MORE}rsa-sha256`, sign: (octets, key) => sign('sha256', octets, key) },
  rsaSha1: { uri: `${DS}rsa-sha1`, sign: (octets, key) => sign('sha1', octets, key) },
  hmac: {
    uri: `${MORE}hmac-sha256`,
    sign: (octets, key) =>
      createHmac('sha256', key.export({ type: 'pkcs8', format: 'pem' }))
        .update(octets)
        .digest(),
  },
} as const satisfies Record<string, Method>;

/** One shape. `edit` changes the text before it is signed, `after` afterwards. */
export interface Shape {
  readonly message: string;
  readonly signer: Signer;
  readonly method: Method;
  readonly hash?: 'sha256' | 'sha384' | 'sha512' | 'sha1';
  readonly certificateHash?: 'sha256' | 'sha384' | 'sha512';
  readonly edit?: (text: string) => string;
  readonly after?: (text: string) => string;
}

const HASH_URIS = {
  sha1: `${DS}sha1`,
  sha256: SHA256,
  sha384: `${MORE}sha384`,
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
} as const;

const reference = (attributes: string, hash: keyof typeof HASH_URIS, value: string): string =>
  `<ds:Reference ${attributes}><ds:Transforms><ds:Transform Algorithm="${C14N}"/></ds:Transforms>` +
  `<ds:DigestMethod Algorithm="${HASH_URIS[hash]}"/><ds:DigestValue>${value}</ds:DigestValue></ds:Reference>`;

/** The template with `@HEADER@`, `@PROPERTIES@` and `@VALUE@` still to be filled. */
const template = ({ signer, method, hash = 'sha256', certificateHash = 'sha256' }: Shape): string => {
  const certDigest = createHash(certificateHash).update(signer.der).digest('base64');
  return (
    `<ds:Signature xmlns:ds="${DS}" Id="sig"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${C14N}"/>` +
    `<ds:SignatureMethod Algorithm="${method.uri}"/>${reference('URI="#header"', hash, '@HEADER@')}` +
    `${reference('Type="http://uri.etsi.org/01903#SignedProperties" URI="#props"', hash, '@PROPERTIES@')}</ds:SignedInfo>` +
    `<ds:SignatureValue>@VALUE@</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${Buffer.from(signer.der).toString('base64')}</ds:X509Certificate>` +
    `</ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#sig">` +
    `<xades:SignedProperties Id="props"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>2026-11-30T10:00:00Z</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>` +
    `<ds:DigestMethod Algorithm="${HASH_URIS[certificateHash]}"/><ds:DigestValue>${certDigest}</ds:DigestValue>` +
    `</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>` +
    `</xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature>`
  );
};

const canonical = (text: string, name: string): Buffer | undefined => {
  const document = XmlDocument.fromString(text);
  try {
    const element = document.get(`//*[local-name()="${name}"]`) as XmlElement | null;
    const form = element?.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 });
    return form === undefined ? undefined : Buffer.from(form);
  } finally {
    document.dispose();
  }
};

/** A signed message of the given shape. */
export const signShape = (shape: Shape): string => {
  const { message, signer, method, hash = 'sha256', edit = (text) => text, after = (text) => text } = shape;
  const unsigned = edit(message.replace(/<\/((?:\w+:)?)Header>/, (end) => `${end}${template(shape)}`));
  const digest = (name: string) =>
    createHash(hash)
      .update(canonical(unsigned, name) ?? '')
      .digest('base64');
  const digested = unsigned
    .replaceAll('@HEADER@', digest('Header'))
    .replaceAll('@PROPERTIES@', digest('SignedProperties'));
  const info = canonical(digested, 'SignedInfo') ?? Buffer.alloc(0);
  return after(digested.replaceAll('@VALUE@', method.sign(info, signer.key).toString('base64')));
};
