/** The algorithms of the signature profile, each bound to the keys it may be used with. Everything else is refused. */
import { constants, createHash, type KeyObject, sign, verify } from 'node:crypto';
import { fromDer, toDer } from './ecdsa-value.ts';

/** Namespaces and fixed identifiers of the profile. */
export const NAMES = {
  message: 'urn:dienstweg:message:1',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  xades: 'http://uri.etsi.org/01903/v1.3.2#',
  canonicalisation: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  signedProperties: 'http://uri.etsi.org/01903#SignedProperties',
} as const;

export type Hash = 'sha256' | 'sha384' | 'sha512';

/** Digest method URI → hash. */
export const DIGESTS: ReadonlyMap<string, Hash> = new Map([
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

const HASH_OCTETS: Readonly<Record<Hash, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** Octets of a hash value. */
export const octetsOfHash = (hash: Hash): number => HASH_OCTETS[hash];

export type AlgorithmName =
  | 'ecdsa-sha256'
  | 'ecdsa-sha384'
  | 'ecdsa-sha512'
  | 'rsa-pss-sha256'
  | 'rsa-pss-sha384'
  | 'rsa-pss-sha512'
  | 'ed25519'
  | 'rsa-sha256';

/** One signature method. */
export interface SignatureAlgorithm {
  readonly name: AlgorithmName;
  readonly uri: string;
  readonly family: 'ecdsa' | 'rsa-pss' | 'ed25519' | 'rsa-pkcs1';
  /** Absent for Ed25519, which hashes by itself. */
  readonly hash?: Hash;
  /** ECDSA only: the curve, by its name in OpenSSL, and the octets of r and of s. */
  readonly curve?: { readonly name: string; readonly octets: number };
}

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const MORE_2007 = 'http://www.w3.org/2007/05/xmldsig-more#';

const ecdsa = (hash: Hash, name: string, octets: number): SignatureAlgorithm => ({
  name: `ecdsa-${hash}`,
  uri: `${MORE}ecdsa-${hash}`,
  family: 'ecdsa',
  hash,
  curve: { name, octets },
});
const pss = (hash: Hash): SignatureAlgorithm => ({
  name: `rsa-pss-${hash}`,
  uri: `${MORE_2007}${hash}-rsa-MGF1`,
  family: 'rsa-pss',
  hash,
});

const ALGORITHMS: readonly SignatureAlgorithm[] = [
  ecdsa('sha256', 'prime256v1', 32),
  ecdsa('sha384', 'secp384r1', 48),
  ecdsa('sha512', 'secp521r1', 66),
  pss('sha256'),
  pss('sha384'),
  pss('sha512'),
  { name: 'ed25519', uri: 'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519', family: 'ed25519' },
  { name: 'rsa-sha256', uri: `${MORE}rsa-sha256`, family: 'rsa-pkcs1', hash: 'sha256' },
];
const BY_URI = new Map(ALGORITHMS.map((algorithm) => [algorithm.uri, algorithm]));

/** The algorithm a SignatureMethod names; `undefined` for one outside the profile. `rsa-sha256` still needs an exception. */
export const algorithmByUri = (uri: string): SignatureAlgorithm | undefined => BY_URI.get(uri);

/** The algorithm of a name. */
export const algorithmByName = (name: AlgorithmName): SignatureAlgorithm => {
  const found = ALGORITHMS.find((algorithm) => algorithm.name === name);
  if (found === undefined) throw new TypeError(`no such algorithm: ${name}`);
  return found;
};

/** Smallest RSA modulus taken anywhere, in bits. */
export const RSA_LEAST_BITS = 3072;

const isStrongRsa = (key: KeyObject): boolean => {
  const details = key.asymmetricKeyDetails;
  return (details?.modulusLength ?? 0) >= RSA_LEAST_BITS && (details?.publicExponent ?? 0n) >= 65537n;
};

/** Whether a key (public or private) is of the kind, curve and size the algorithm demands. */
export const keyFits = (algorithm: SignatureAlgorithm, key: KeyObject): boolean => {
  switch (algorithm.family) {
    case 'ecdsa':
      return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === algorithm.curve?.name;
    case 'rsa-pss':
      return (key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss') && isStrongRsa(key);
    case 'rsa-pkcs1':
      return key.asymmetricKeyType === 'rsa' && isStrongRsa(key);
    case 'ed25519':
      return key.asymmetricKeyType === 'ed25519';
  }
};

/** The algorithm the profile prefers for a key; `undefined` where no algorithm takes it. */
export const algorithmForKey = (key: KeyObject): SignatureAlgorithm | undefined =>
  ALGORITHMS.find((algorithm) => algorithm.family !== 'rsa-pkcs1' && keyFits(algorithm, key));

/** Options of the families whose values Node has as we do; ECDSA goes without (see `ecdsa-value.ts`). */
const keyOptions = (algorithm: SignatureAlgorithm, key: KeyObject) => {
  switch (algorithm.family) {
    case 'rsa-pss':
      return {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: algorithm.hash === undefined ? 0 : octetsOfHash(algorithm.hash),
      };
    case 'rsa-pkcs1':
      return { key, padding: constants.RSA_PKCS1_PADDING };
    case 'ecdsa':
    case 'ed25519':
      return key;
  }
};

/** Octets a signature value must have with this key: r‖s, the modulus, or 64. */
export const octetsOfValue = (algorithm: SignatureAlgorithm, key: KeyObject): number => {
  if (algorithm.family === 'ed25519') return 64;
  if (algorithm.curve !== undefined) return 2 * algorithm.curve.octets;
  return Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
};

/** Whether `value` is the signature of `octets` by the holder of `key`; false for a key or a length that does not fit. */
export const verifyValue = (
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  octets: Uint8Array,
  value: Uint8Array,
): boolean =>
  keyFits(algorithm, key) &&
  value.length === octetsOfValue(algorithm, key) &&
  verify(
    algorithm.hash ?? null,
    octets,
    keyOptions(algorithm, key),
    algorithm.family === 'ecdsa' ? toDer(value) : value,
  );

/** The signature value over `octets`; ECDSA as r‖s. Throws TypeError where the key does not fit. */
export const signValue = (algorithm: SignatureAlgorithm, key: KeyObject, octets: Uint8Array): Buffer => {
  if (!keyFits(algorithm, key)) throw new TypeError(`the key does not fit ${algorithm.name}`);
  const value = sign(algorithm.hash ?? null, octets, keyOptions(algorithm, key));
  return algorithm.curve === undefined ? value : fromDer(value, algorithm.curve.octets);
};

/** Base64 digest of octets. */
export const digestBase64 = (hash: Hash, octets: Uint8Array): string =>
  createHash(hash).update(octets).digest('base64');
