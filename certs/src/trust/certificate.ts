/** What a certificate says, read once: extensions by @peculiar/x509, key and signature checks by node:crypto. */
import { hash, type KeyObject, X509Certificate } from 'node:crypto';
import type { CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsagesExtension,
  X509Certificate as ParsedCertificate,
  SubjectAlternativeNameExtension,
} from '../x509.ts';
import { algorithmNameOf, hashNameOf, normalSerial } from './crl.ts';

/** A certificate's content. Only `fingerprint` is a fact: the rest is what it claims until its chain is checked. */
export interface CertificateFacts {
  readonly fingerprint: CertificateFingerprint;
  readonly der: Uint8Array;
  readonly x509: X509Certificate;
  readonly key: KeyObject;
  /** DER of the names, hexadecimal, for comparing without interpretation. */
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly isCa: boolean;
  readonly pathLength?: number;
  readonly keyUsage?: number;
  readonly extendedKeyUsage?: readonly string[];
  readonly uris: readonly string[];
  readonly signatureAlgorithm: string;
  /** OIDs of critical extensions that are not understood here, and of extensions that stand twice. */
  readonly unsupported: readonly string[];
}

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const UNDERSTOOD: readonly string[] = [BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE, SUBJECT_ALTERNATIVE_NAME];

/** Hexadecimal SHA-256 of a certificate's DER form. */
export const fingerprintOf = (der: Uint8Array): CertificateFingerprint =>
  hash('sha256', der, 'hex') as CertificateFingerprint;

const hex = (octets: ArrayBuffer): string => Buffer.from(octets).toString('hex');

/** Reads a certificate; throws where the DER is none (node:crypto and @peculiar/x509 both have to take it). */
export const readCertificate = (der: Uint8Array): CertificateFacts => {
  const x509 = new X509Certificate(der);
  const parsed = new ParsedCertificate(Uint8Array.from(der));
  const types = parsed.extensions.map((extension) => extension.type);
  const unsupported = parsed.extensions
    .filter(({ type, critical }, index) => types.indexOf(type) !== index || (critical && !UNDERSTOOD.includes(type)))
    .map(({ type }) => type);
  const constraints = parsed.getExtension(BasicConstraintsExtension);
  const usage = parsed.getExtension(KeyUsagesExtension);
  const extended = parsed.getExtension(ExtendedKeyUsageExtension);
  const names = parsed.getExtension(SubjectAlternativeNameExtension);
  return {
    fingerprint: fingerprintOf(der),
    der,
    x509,
    key: x509.publicKey,
    subject: hex(parsed.subjectName.toArrayBuffer()),
    issuer: hex(parsed.issuerName.toArrayBuffer()),
    serial: normalSerial(parsed.serialNumber),
    validFrom: parsed.notBefore,
    validUntil: parsed.notAfter,
    isCa: constraints?.ca === true,
    ...(constraints?.pathLength === undefined ? {} : { pathLength: constraints.pathLength }),
    ...(usage === null ? {} : { keyUsage: usage.usages }),
    ...(extended === null ? {} : { extendedKeyUsage: extended.usages.map(String) }),
    uris: names?.names.items.filter(({ type }) => type === 'url').map(({ value }) => value) ?? [],
    signatureAlgorithm:
      `${algorithmNameOf(parsed.signatureAlgorithm)} ${hashNameOf(parsed.signatureAlgorithm) ?? ''}`.trim(),
    unsupported,
  };
};

/** Whether a key usage bit is set; a certificate without the extension has none. */
export const hasUsage = (certificate: CertificateFacts, flag: number): boolean =>
  ((certificate.keyUsage ?? 0) & flag) !== 0;
