/** The sandbox as one change of the routing registry: pure, and the same for the same keys and addresses. */
import { createHash, X509Certificate } from 'node:crypto';
import type {
  AuthorityEntry,
  CategoryEntry,
  CertificateEntry,
  EndpointEntry,
  MandateEntry,
  PermissionEntry,
  RegionEntry,
  RegistryChange,
  RegistryEntry,
  ResponsibilityEntry,
  ServiceEntry,
} from '../directory/change/changes.ts';
import { type AuthorityId, type CertificateFingerprint, toToken } from '../identifiers.ts';
import { SANDBOX_AUTHORITIES, type SandboxAuthority, sandboxAuthority } from './authorities.ts';
import { SANDBOX_CATEGORIES } from './categories.ts';
import { formerEntries } from './former.ts';
import { SANDBOX_REGION_TABLE } from './regions.ts';
import {
  SANDBOX_MANDATES,
  SANDBOX_PERMISSIONS,
  SANDBOX_RESPONSIBILITIES,
  TAKEN_BY_CATEGORY,
} from './responsibilities.ts';
import { SANDBOX_SERVICE_TABLE } from './service-table.ts';

/** First day of the sandbox's authorities, services, regions and permissions. */
const FOUNDED = '2024-01-01';
/** First day of version 1.0 of every message type, and last but one of what came before. */
const CUT_OVER = '2024-11-01';

/** A certificate of a sandbox authority. `der`: base64, or its octets. */
export interface SandboxCertificate {
  readonly authority: AuthorityId;
  readonly purpose: 'signing' | 'tls';
  readonly der: string | Uint8Array;
  readonly fingerprint: CertificateFingerprint;
}

/** What the change depends on. */
export interface SandboxFacts {
  /** A signing and a TLS certificate of every sandbox authority. */
  readonly certificates: readonly SandboxCertificate[];
  /** Origin of the sandbox's recipients, e.g. `https://127.0.0.1:4708`. */
  readonly pushBaseUrl: string;
  /** TLS certificate of the node behind it. */
  readonly tlsFingerprint: CertificateFingerprint;
  /** Where the load generator's own recipient takes pushes; it shows the TLS certificate of `pruefstand.leser`. */
  readonly benchUrl: string;
  /** First day of certificates and endpoints; default: each certificate's own, so that a repetition is the same change. */
  readonly day?: string;
}

/** The path at which the sandbox's recipient takes what is pushed to an authority. */
export const pushPathOf = (authority: AuthorityId): string => `/authorities/${toToken(authority)}/messages`;

/** The whole sandbox. Its id is derived from its content: loaded twice, it is recorded once. */
export const sandboxChange = (facts: SandboxFacts): RegistryChange => {
  const puts: RegistryEntry[] = [
    ...SANDBOX_CATEGORIES.map(categoryEntry),
    ...SANDBOX_REGION_TABLE.map(regionEntry),
    ...SANDBOX_SERVICE_TABLE.map(serviceEntry),
    ...SANDBOX_AUTHORITIES.map(authorityEntry),
    ...formerEntries(FOUNDED),
    ...facts.certificates.map((certificate) => certificateEntry(certificate, facts)),
    ...SANDBOX_AUTHORITIES.flatMap((authority) => endpointEntries(authority, facts)),
    ...SANDBOX_RESPONSIBILITIES.map(responsibilityEntry),
    ...SANDBOX_PERMISSIONS.map(permissionEntry),
    ...SANDBOX_MANDATES.map(mandateEntry),
  ];
  return { id: uuidOf(puts), by: 'sandbox', reason: 'The sandbox authorities.', puts, closes: [] };
};

const categoryEntry = (data: (typeof SANDBOX_CATEGORIES)[number]): CategoryEntry => ({
  kind: 'category',
  id: `sandbox/category/${data.category}`,
  validFrom: FOUNDED,
  ...data,
});

const regionEntry = (data: (typeof SANDBOX_REGION_TABLE)[number]): RegionEntry => ({
  kind: 'region',
  id: `sandbox/region/${data.region}`,
  validFrom: FOUNDED,
  ...data,
});

const serviceEntry = (data: (typeof SANDBOX_SERVICE_TABLE)[number]): ServiceEntry => ({
  kind: 'service',
  id: `sandbox/service/${data.service}`,
  validFrom: FOUNDED,
  ...data,
});

const authorityEntry = ({
  id,
  otherIds,
  names,
  category,
  environment,
  region,
  contact,
}: SandboxAuthority): AuthorityEntry => ({
  kind: 'authority',
  id: `sandbox/authority/${id}`,
  validFrom: FOUNDED,
  authority: id,
  ...(otherIds === undefined ? {} : { otherIds }),
  names,
  category,
  environment,
  region,
  ...(contact === undefined ? {} : { contact }),
});

const octetsOf = ({ der }: SandboxCertificate): Buffer =>
  typeof der === 'string' ? Buffer.from(der, 'base64') : Buffer.from(der);

const firstDayOf = (certificate: SandboxCertificate, { day }: Pick<SandboxFacts, 'day'>): string =>
  day ?? new X509Certificate(octetsOf(certificate)).validFromDate.toISOString().slice(0, 10);

/** The entry of a sandbox authority's certificate; the same for one that is registered later. */
export const certificateEntry = (
  certificate: SandboxCertificate,
  facts: Pick<SandboxFacts, 'day'> = {},
): CertificateEntry => ({
  kind: 'certificate',
  id: `sandbox/certificate/${certificate.authority}/${certificate.purpose}/${certificate.fingerprint.slice(0, 16)}`,
  validFrom: firstDayOf(certificate, facts),
  authority: certificate.authority,
  purpose: certificate.purpose,
  fingerprint: certificate.fingerprint,
  der: octetsOf(certificate).toString('base64'),
});

const endpointEntries = (authority: SandboxAuthority, facts: SandboxFacts): readonly EndpointEntry[] => {
  const codes = TAKEN_BY_CATEGORY[authority.category];
  if (codes === undefined) return [];
  const tls = facts.certificates.find(
    (certificate) => certificate.authority === authority.id && certificate.purpose === 'tls',
  );
  if (tls === undefined) throw new Error(`no TLS certificate for ${authority.id}`);
  return [
    {
      kind: 'endpoint',
      id: `sandbox/endpoint/${authority.id}`,
      validFrom: firstDayOf(tls, facts),
      authority: authority.id,
      environment: authority.environment,
      channel: channelOf(authority, tls, facts),
      takes: [
        ...codes.map((code) => ({ code, version: '1.0', from: CUT_OVER })),
        ...(codes.includes('gewerbeanzeige') ? [{ code: 'gewerbeanzeige', version: '0.9', until: CUT_OVER }] : []),
      ],
      ...(authority.maintenance === undefined ? {} : { maintenance: authority.maintenance }),
    },
  ];
};

const channelOf = (
  { id, channel, pushedTo }: SandboxAuthority,
  tls: SandboxCertificate,
  { pushBaseUrl, benchUrl, tlsFingerprint }: SandboxFacts,
): EndpointEntry['channel'] => {
  if (channel === 'mailbox') return { type: 'mailbox' };
  return pushedTo === 'bench'
    ? { type: 'push', url: benchUrl, tlsFingerprint: tls.fingerprint }
    : { type: 'push', url: `${pushBaseUrl}${pushPathOf(id)}`, tlsFingerprint };
};

const responsibilityEntry = ({
  authority,
  validFrom = FOUNDED,
  ...rest
}: (typeof SANDBOX_RESPONSIBILITIES)[number]): ResponsibilityEntry => ({
  kind: 'responsibility',
  id: `sandbox/responsibility/${rest.service}/${rest.role}/${rest.region}/${validFrom}`,
  validFrom,
  authority: sandboxAuthority(authority).id,
  ...rest,
});

const permissionEntry = ([messageTypeCode, from, to]: (typeof SANDBOX_PERMISSIONS)[number]): PermissionEntry => ({
  kind: 'permission',
  id: `sandbox/permission/${messageTypeCode}/${from}/to/${to}`,
  validFrom: FOUNDED,
  messageTypeCode,
  from: { category: from },
  to: { category: to },
});

const mandateEntry = ({ provider, author, signs }: (typeof SANDBOX_MANDATES)[number]): MandateEntry => ({
  kind: 'mandate',
  id: `sandbox/mandate/${provider}/for/${author}`,
  validFrom: FOUNDED,
  provider: sandboxAuthority(provider).id,
  author: sandboxAuthority(author).id,
  handIn: true,
  signs,
});

/** UUID version 8 (RFC 9562) from the entries. */
const uuidOf = (entries: readonly RegistryEntry[]): string => {
  const octets = createHash('sha256').update(JSON.stringify(entries)).digest().subarray(0, 16);
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x80, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  return octets.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
