/** The directory of the faults as one registry change: who they are, their certificates, where they take messages. */
import { randomUUID, X509Certificate } from 'node:crypto';
import type { IssuedLeafWithKey } from '@dienstweg/certs/pki/issue.ts';
import type { EndpointEntry, RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { AuthorityId, CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import type { Keys } from './keys.ts';
import { AUTHORS, READERS } from './parties.ts';

/** The message types all of them write: the test bench's own, and the same with order within a conversation. */
export const MESSAGE_TYPE = { code: 'pruefstand.nachricht', version: '1.0' } as const;
export const ORDERED_TYPE = { code: 'pruefstand.folge', version: '1.0' } as const;

const FOUNDED = '2024-11-01';
const CATEGORY = 'bench';

/** Where a reader's node stands and which certificate it shows. */
export interface Address {
  readonly url: string;
  readonly tlsFingerprint: CertificateFingerprint;
}

const dayOf = ({ der }: IssuedLeafWithKey): string => new X509Certificate(der).validFromDate.toISOString().slice(0, 10);

/** A new authority behind the node of a registered one. */
export const pushedTo = (authority: AuthorityId, url: string, node: IssuedLeafWithKey): readonly RegistryEntry[] => [
  authorityEntry(authority),
  endpointEntry(authority, { type: 'push', url, tlsFingerprint: node.fingerprint }, dayOf(node)),
];

const authorityEntry = (authority: AuthorityId): RegistryEntry => ({
  kind: 'authority',
  id: `faults/authority/${authority}`,
  validFrom: FOUNDED,
  authority,
  names: { de: authority },
  category: CATEGORY,
  environment: 'test',
});

const endpointEntry = (authority: AuthorityId, channel: EndpointEntry['channel'], since: string): RegistryEntry => ({
  kind: 'endpoint',
  id: `faults/endpoint/${authority}`,
  validFrom: since,
  authority,
  environment: 'test',
  channel,
  takes: [MESSAGE_TYPE, ORDERED_TYPE],
});

const certificates = (authority: AuthorityId, keys: Keys): readonly RegistryEntry[] => {
  const own = keys.of.get(authority);
  if (own === undefined) throw new Error(`no keys of ${authority}`);
  return (['signing', 'tls'] as const).map((purpose) => ({
    kind: 'certificate',
    id: `faults/certificate/${authority}/${purpose}`,
    validFrom: dayOf(own[purpose]),
    authority,
    purpose,
    fingerprint: own[purpose].fingerprint,
    der: Buffer.from(own[purpose].der).toString('base64'),
  }));
};

/** A change of these entries. */
export const changeOf = (puts: readonly RegistryEntry[], reason = 'faults'): RegistryChange => ({
  id: randomUUID(),
  by: 'faults',
  reason,
  puts,
  closes: [],
});

/** Everybody. `addressOf`: where a reader takes pushes; a mailbox has no address. */
export const directoryOf = (keys: Keys, addressOf: (reader: AuthorityId) => Address | undefined): RegistryChange =>
  changeOf([
    ...AUTHORS.flatMap((author) => [authorityEntry(author), ...certificates(author, keys)]),
    ...READERS.flatMap(({ authority }) => {
      const address = addressOf(authority);
      return [
        authorityEntry(authority),
        ...certificates(authority, keys),
        endpointEntry(
          authority,
          address === undefined ? { type: 'mailbox' } : { type: 'push', ...address },
          dayOf(keys.registrar),
        ),
      ];
    }),
    ...[MESSAGE_TYPE, ORDERED_TYPE].map(
      ({ code }): RegistryEntry => ({
        kind: 'permission',
        id: `faults/permission/${code}`,
        validFrom: FOUNDED,
        messageTypeCode: code,
        from: { category: CATEGORY },
        to: { category: CATEGORY },
      }),
    ),
  ]);
