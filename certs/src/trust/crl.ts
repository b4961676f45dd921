/** Certificate revocation lists: parsed by @peculiar/x509, their signature checked by node:crypto. */
import { constants, type KeyObject, verify } from 'node:crypto';
import { X509Crl } from '../x509.ts';

/** A revocation list, not yet verified. */
export interface RevocationList {
  /** DER of the issuer's name, hexadecimal. */
  readonly issuer: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  /** Serial number (hexadecimal, no leading zeros) → moment of revocation. */
  readonly revoked: ReadonlyMap<string, Date>;
  /** Whether `key` signed it. */
  readonly isSignedBy: (key: KeyObject) => boolean;
}

const CRL_NUMBER = '2.5.29.20';
const AUTHORITY_KEY_ID = '2.5.29.35';

/** Hexadecimal serial numbers without leading zeros, so that they compare. */
export const normalSerial = (serial: string): string => serial.toLowerCase().replace(/^0+(?=.)/, '');

/** The whole of the element of DER that starts at `start`: end of its header, end of its content. */
const readElement = (der: Uint8Array, start: number): { readonly content: number; readonly end: number } => {
  const first = der[start + 1] ?? 0;
  if (first < 0x80) return { content: start + 2, end: start + 2 + first };
  const lengthOctets = first & 0x7f;
  let length = 0;
  for (let index = 0; index < lengthOctets; index += 1) length = length * 256 + (der[start + 2 + index] ?? 0);
  const content = start + 2 + lengthOctets;
  return { content, end: content + length };
};

/** `SHA-256` and the like, of an algorithm as @peculiar/x509 names it. */
export const hashNameOf = (algorithm: object): string | undefined =>
  'hash' in algorithm && typeof algorithm.hash === 'object' && algorithm.hash !== null && 'name' in algorithm.hash
    ? String(algorithm.hash.name)
    : undefined;

/** `ECDSA` and the like. */
export const algorithmNameOf = (algorithm: object): string => ('name' in algorithm ? String(algorithm.name) : '');

const HASHES: readonly (string | undefined)[] = ['SHA-256', 'SHA-384', 'SHA-512'];

/** Reads a CRL from DER. Throws where it is none, where it is a delta or partial list, or names an unknown critical extension. */
export const readRevocationList = (der: Uint8Array): RevocationList => {
  const crl = new X509Crl(Uint8Array.from(der));
  for (const { type, critical } of crl.extensions) {
    if (critical && type !== CRL_NUMBER && type !== AUTHORITY_KEY_ID)
      throw new Error(`critical extension ${type} in a revocation list`);
  }
  const algorithm = algorithmNameOf(crl.signatureAlgorithm);
  const named = hashNameOf(crl.signatureAlgorithm);
  const hash = HASHES.includes(named) ? named?.replace('-', '') : undefined;
  const { content } = readElement(der, 0);
  const signed = der.subarray(content, readElement(der, content).end);
  const signature = new Uint8Array(crl.signature);
  const options = (key: KeyObject) =>
    algorithm === 'RSA-PSS'
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
      : { key };
  return {
    issuer: Buffer.from(crl.issuerName.toArrayBuffer()).toString('hex'),
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate,
    revoked: new Map(crl.entries.map((entry) => [normalSerial(entry.serialNumber), entry.revocationDate])),
    isSignedBy: (key) => {
      const isEd25519 = key.asymmetricKeyType === 'ed25519' && algorithm === 'Ed25519';
      return (
        (isEd25519 || hash !== undefined) && verify(isEd25519 ? null : (hash ?? null), signed, options(key), signature)
      );
    },
  };
};
