/**
 * Readers beside the one the sandbox has: for messages to many, and one whose node fails. Put into the directory of the
 * system under load by a signed change, the same in every run; all of them are the load generator's own recipient.
 */
import { X509Certificate } from 'node:crypto';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import { changeIdOf } from '@dienstweg/schemas/directory/change/change-id.ts';
import type { RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { AuthorityId, CertificateFingerprint, RegionId, ServiceId } from '@dienstweg/schemas/identifiers.ts';
import type { MessageTypeRef } from '@dienstweg/schemas/message.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { authorityNamed, keyOf } from '../client/keys.ts';
import { connectOperator } from '../client/operator.ts';
import { sendChange } from '../registry/send-change.ts';
import { signedChange } from '../up/load-sandbox.ts';
import { BENCH_MESSAGE_TYPE } from './payload.ts';
import { MOST_READERS } from './traffic.ts';

const FOUNDED = '2026-01-01';
const CATEGORY = 'bench';
const REGION = 'ars:990000000000' as RegionId;
const READER = 'pruefstand.leser';

/** Path under which the recipient takes what is pushed to the node that fails. */
export const FAILING_PATH = '/failing';

/** The reader whose node fails. */
export const FAILING_READER = 'dvdv:pru:990000000099' as AuthorityId;

const readerOf = (n: number): AuthorityId => `dvdv:pru:9900000010${String(n).padStart(2, '0')}` as AuthorityId;
const roleOf = (n: number): string => `reader-${n}`;

/** Names of the roles of the service to so many readers. */
export const rolesOf = (readers: number): readonly string[] => Array.from({ length: readers }, (_, n) => roleOf(n + 1));

/** The service by which a message reaches so many readers, and where. */
export const serviceTo = (readers: number): { readonly service: ServiceId; readonly region: RegionId } => ({
  service: `leika:${99_190_000_000_000 + readers}` as ServiceId,
  region: REGION,
});

/** The node behind every reader: its certificate, known from a day on. */
interface Node {
  readonly tlsFingerprint: CertificateFingerprint;
  readonly since: string;
}

const nodeOf = (der: Uint8Array): Node => ({
  tlsFingerprint: fingerprintOf(der),
  since: new X509Certificate(der).validFromDate.toISOString().slice(0, 10),
});

const authority = (id: AuthorityId, name: string, url: string, node: Node): readonly RegistryEntry[] => [
  {
    kind: 'authority',
    id: `bench/authority/${id}`,
    validFrom: FOUNDED,
    authority: id,
    names: { de: name },
    category: CATEGORY,
    environment: 'test',
    region: REGION,
  },
  {
    kind: 'endpoint',
    id: `bench/endpoint/${id}`,
    validFrom: node.since,
    authority: id,
    environment: 'test',
    channel: { type: 'push', url, tlsFingerprint: node.tlsFingerprint },
    takes: [{ ...BENCH_MESSAGE_TYPE }],
  },
];

const serviceFor = (readers: number): readonly RegistryEntry[] => {
  const { service, region } = serviceTo(readers);
  return [
    {
      kind: 'service',
      id: `bench/service/${service}`,
      validFrom: FOUNDED,
      service,
      names: { de: `Prüfstand, ${readers} Leser` },
      roles: rolesOf(readers),
    },
    ...rolesOf(readers).map(
      (role, n): RegistryEntry => ({
        kind: 'responsibility',
        id: `bench/responsibility/${service}/${role}`,
        validFrom: FOUNDED,
        service,
        role,
        region,
        authority: readerOf(n + 1),
      }),
    ),
  ];
};

/** Authorities of a made-up country that take pushes: the n-th. */
export const authorityOfCountry = (n: number): AuthorityId => `dvdv:pru:99${String(1_000_000_000 + n)}` as AuthorityId;

/** The n-th message type of those that differ in their name only. */
export const typeOf = (n: number): MessageTypeRef => ({
  ...BENCH_MESSAGE_TYPE,
  code: `${BENCH_MESSAGE_TYPE.code}.t${n}`,
});

/** Entries for authorities from `from` on, below `until`. */
export const countryEntries = (
  settings: Pick<CommonSettings, 'home' | 'ports'>,
  from: number,
  until: number,
): readonly RegistryEntry[] => {
  const node = nodeOf(keyOf(settings.home, authorityNamed(READER), 'tls').der);
  const url = `https://127.0.0.1:${settings.ports.benchRecipient}/messages`;
  return Array.from({ length: until - from }, (_, n) =>
    authority(authorityOfCountry(from + n), `Behörde ${from + n}`, url, node),
  ).flat();
};

/** What permits the load's author to send so many more message types to its reader, and the reader to take them. */
export const typeEntries = (
  settings: Pick<CommonSettings, 'home' | 'ports'>,
  count: number,
): readonly RegistryEntry[] => {
  const node = nodeOf(keyOf(settings.home, authorityNamed(READER), 'tls').der);
  const types = Array.from({ length: count }, (_, n) => typeOf(n));
  return [
    ...authority(
      authorityOfCountry(0),
      'Behörde vieler Arten',
      `https://127.0.0.1:${settings.ports.benchRecipient}/messages`,
      node,
    ).map((entry) => (entry.kind === 'endpoint' ? { ...entry, takes: types } : entry)),
    ...types.map(
      ({ code }): RegistryEntry => ({
        kind: 'permission',
        id: `bench/permission/${code}`,
        validFrom: FOUNDED,
        messageTypeCode: code,
        from: { category: CATEGORY },
        to: { category: CATEGORY },
      }),
    ),
  ];
};

const PART_ENTRIES = 10_000;

/** Records entries by changes of the registrar of this home; resolves when the registry has them. */
export const recordEntries = async (
  settings: CommonSettings,
  language: Language,
  puts: readonly RegistryEntry[],
): Promise<number> => {
  await using operator = await connectOperator(settings);
  const parts = Array.from({ length: Math.ceil(puts.length / PART_ENTRIES) }, (_, n) => () => ({
    puts: puts.slice(n * PART_ENTRIES, (n + 1) * PART_ENTRIES),
    closes: [],
  }));
  const reply = await sendChange(
    { operator, sign: (change) => signedChange(settings, change), language, onPart: () => undefined },
    { id: changeIdOf(['bench', puts]), by: 'bench', reason: 'Readers of a load.' },
    parts,
  );
  return reply.edition;
};

/** Records the readers that this load needs; those that are there already are recorded once more without effect. */
export const provideReaders = async (
  settings: CommonSettings,
  language: Language,
  wanted: { readonly readers: number; readonly failing: boolean },
): Promise<void> => {
  const url = `https://127.0.0.1:${settings.ports.benchRecipient}`;
  const node = nodeOf(keyOf(settings.home, authorityNamed(READER), 'tls').der);
  const puts: readonly RegistryEntry[] = [
    ...Array.from({ length: wanted.readers > 1 ? MOST_READERS : 0 }, (_, n) =>
      authority(readerOf(n + 1), `Prüfstand, Leser ${n + 1}`, `${url}/messages`, node),
    ).flat(),
    ...(wanted.readers > 1 ? serviceFor(wanted.readers) : []),
    ...(wanted.failing ? authority(FAILING_READER, 'Prüfstand, gestörter Leser', `${url}${FAILING_PATH}`, node) : []),
  ];
  if (puts.length === 0) return;
  await recordEntries(settings, language, puts);
};
