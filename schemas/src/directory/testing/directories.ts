/** A small directory and a message for the tests of this folder. All of it is invented. */
import { createHash } from 'node:crypto';
import type { AuthorityId, CertificateFingerprint, MessageId, RegionId, ServiceId } from '../../identifiers.ts';
import type { MessageHeader } from '../../message.ts';
import type { RegistryChange, RegistryEntry, ResponsibilityEntry } from '../change/changes.ts';
import { Directory } from '../directory.ts';

export const authority = (name: string): AuthorityId => `dvdv:xga:${name}` as AuthorityId;
export const SERVICE = 'leika:99050012104000' as ServiceId;
export const TOWN = 'ars:990101000017' as RegionId;
export const OTHER_TOWN = 'ars:990101000018' as RegionId;

let counter = 0;

/** A change with an id of its own. */
export const change = (
  puts: readonly RegistryEntry[],
  closes: RegistryChange['closes'] = [],
  rest: Partial<RegistryChange> = {},
): RegistryChange => {
  counter += 1;
  return {
    id: `00000000-0000-4000-8000-${String(counter).padStart(12, '0')}`,
    by: 'registrar',
    reason: 'test',
    puts,
    closes,
    ...rest,
  };
};

/** An authority with a mailbox that takes version 1.0 of the notice. */
export const anAuthority = (name: string, category: string): readonly RegistryEntry[] => [
  {
    kind: 'authority',
    id: `authority-${name}`,
    validFrom: '2020-01-01',
    authority: authority(name),
    names: { de: `Amt ${name}`, en: `Office ${name}` },
    category,
    environment: 'test',
  },
  {
    kind: 'endpoint',
    id: `endpoint-${name}`,
    validFrom: '2020-01-01',
    authority: authority(name),
    environment: 'test',
    channel: { type: 'mailbox' },
    takes: [{ code: 'gewerbeanzeige', version: '1.0' }],
  },
];

/** `role` of the service in a town (or below `digits` of its key). */
export const responsible = (
  role: string,
  name: string,
  rest: Partial<ResponsibilityEntry> = {},
): ResponsibilityEntry => ({
  kind: 'responsibility',
  id: `${role}-${name}`,
  validFrom: '2020-01-01',
  service: SERVICE,
  role,
  region: TOWN,
  authority: authority(name),
  ...rest,
});

/** Town office, tax office and chamber; the service has three roles; trade offices may write to tax and chamber. */
export const baseEntries = (): readonly RegistryEntry[] => [
  ...anAuthority('town', 'municipality/trade-office'),
  ...anAuthority('county', 'county/trade-office'),
  ...anAuthority('tax', 'tax-office'),
  ...anAuthority('chamber', 'chamber'),
  {
    kind: 'service',
    id: 'service',
    validFrom: '2020-01-01',
    service: SERVICE,
    names: { de: 'Gewerbeanmeldung' },
    roles: ['responsible', 'tax-office', 'chamber'],
  },
  {
    kind: 'region',
    id: 'region',
    validFrom: '2020-01-01',
    region: TOWN,
    names: { de: 'Tann' },
    level: 'municipality',
  },
  {
    kind: 'permission',
    id: 'permission',
    validFrom: '2020-01-01',
    messageTypeCode: 'gewerbeanzeige',
    from: { category: 'municipality' },
    to: { category: 'tax-office' },
  },
  {
    kind: 'permission',
    id: 'permission-chamber',
    validFrom: '2020-01-01',
    messageTypeCode: 'gewerbeanzeige',
    from: { category: 'municipality' },
    to: { authority: authority('chamber') },
  },
  responsible('tax-office', 'tax', {
    significantDigits: 5,
    region: 'ars:990100000000' as RegionId,
  }),
  responsible('chamber', 'chamber', {
    significantDigits: 2,
    region: 'ars:990000000000' as RegionId,
  }),
];

/** A directory of one change recorded at the start of 2026. */
export const directoryOf = (...entries: readonly RegistryEntry[]): Directory => {
  const directory = new Directory();
  directory.apply(change(entries), 1, new Date('2026-01-01T08:00:00Z'));
  return directory;
};

/** A notice of the town's office with three parts. */
export const notice = (rest: Partial<MessageHeader> = {}): MessageHeader => ({
  messageId: '5f0c2f4e-7f2e-4f63-9f5c-0a3f3b1f6a01' as MessageId,
  messageType: { code: 'gewerbeanzeige', version: '1.0' },
  author: authority('town'),
  addressee: { by: 'responsibility', service: SERVICE, region: TOWN },
  distribution: [
    { to: { role: 'tax-office' }, parts: ['core', 'tax'] },
    { to: { role: 'chamber' }, parts: ['core', 'craft'] },
  ],
  processReference: {},
  createdAt: '2026-03-02T09:00:00+01:00',
  testMessage: true,
  parts: ['core', 'tax', 'craft'].map((id) => ({
    id,
    role: 'payload',
    mediaType: 'application/xml',
    sizeBytes: 1000,
    digest: createHash('sha256').update(id).digest('base64'),
    location: 'inline',
  })),
  ...rest,
});

/** SHA-256 of octets as a certificate's fingerprint. */
export const fingerprintOf = (octets: Uint8Array): CertificateFingerprint =>
  createHash('sha256').update(octets).digest('hex') as CertificateFingerprint;

/** A self-signed certificate (P-256) whose key nobody has; Base64 of its DER form. */
export const CERTIFICATE_DER =
  'MIIBezCCASGgAwIBAgIUV4k0zXHa598LVuzDsWR8ccbFskIwCgYIKoZIzj0EAwIwEzERMA8GA1UEAwwIQW10IFRhbm4wHhcNMjYxMTIyMDIxNjQ5WhcNMzYxMTE5MDIxNjQ5WjATMREwDwYDVQQDDAhBbXQgVGFubjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFuSIjMJsm9dEBATMV3a0ZHV6ZJS+dofPk75PSkkZGMLNtQNk53UgFQEjuq6QxjzJXFa8Q3gj2WguEDJFIGJUzSjUzBRMB0GA1UdDgQWBBQVW3FgFN/4Zmr1KuAz+1fGavlgRjAfBgNVHSMEGDAWgBQVW3FgFN/4Zmr1KuAz+1fGavlgRjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQC9cRK7oc7YKtZauhZnPueu52ZCLIxozLVa3twpq6f3TQIgUxRKD5e+VkicIVXgWCsEhZrbyzPjixCbDJwTQpiv7VM=';
