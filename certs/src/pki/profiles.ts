/** What a certificate is issued for, and which extensions say so. */
import {
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
} from '../x509.ts';

/** `tls` is server and client at once, as nodes need it. */
export type LeafPurpose = 'signing' | 'tls-server' | 'tls-client' | 'tls' | 'receipt';

/** Whom a leaf names. */
export interface LeafNames {
  readonly commonName: string;
  readonly purposes: LeafPurpose;
  /** Subject alternative name, e.g. `urn:dienstweg:node:gateway`; required for receipts. */
  readonly uri?: string;
  readonly dns?: readonly string[];
  readonly ips?: readonly string[];
}

/** id-kp-documentSigning, RFC 9336. */
const DOCUMENT_SIGNING = '1.3.6.1.5.5.7.3.36';

const USAGES: Readonly<Record<LeafPurpose, readonly string[]>> = {
  signing: [DOCUMENT_SIGNING],
  receipt: [DOCUMENT_SIGNING],
  'tls-server': [ExtendedKeyUsage.serverAuth],
  'tls-client': [ExtendedKeyUsage.clientAuth],
  tls: [ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth],
};

/** Subject of a leaf, as attributes and values. */
export const subjectOf = (commonName: string): Record<string, string[]>[] => [{ CN: [commonName] }];

/** Extensions a leaf of this purpose carries, as issued and as requested. */
export const leafExtensions = ({ purposes, uri, dns = [], ips = [] }: LeafNames): Extension[] => {
  const flags =
    purposes === 'signing' || purposes === 'receipt'
      ? KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation
      : KeyUsageFlags.digitalSignature;
  const names: JsonGeneralName[] = [
    ...(uri === undefined ? [] : [{ type: 'url' as const, value: uri }]),
    ...dns.map((value) => ({ type: 'dns' as const, value })),
    ...ips.map((value) => ({ type: 'ip' as const, value })),
  ];
  return [
    new KeyUsagesExtension(flags, true),
    new ExtendedKeyUsageExtension([...USAGES[purposes]]),
    ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]),
  ];
};
