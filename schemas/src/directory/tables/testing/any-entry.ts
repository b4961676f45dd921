/** Any entry of any kind, for properties. */
import fc from 'fast-check';
import { isPlainText } from '../../../plain-text.ts';
import type { RegistryEntry } from '../../change/changes.ts';
import { KIND_ORDER } from '../columns.ts';

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter(isPlainText),
  fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...`=+-@'",;|\\[]\t\r\n a.`) }),
);
const digits = (length: number) =>
  fc.string({ minLength: length, maxLength: length, unit: fc.constantFrom(...'0123456789') });
const hex = fc.string({ minLength: 64, maxLength: 64, unit: fc.constantFrom(...'0123456789abcdef') });
const word = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...'abcxyz') });
const day = (from: number, until: number) =>
  fc.integer({ min: from, max: until }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const authority = fc.oneof(
  digits(12).map((value) => `dvdv:töj:${value}`),
  digits(20).map((value) => `oin:${value}`),
);
const service = digits(14).map((value) => `leika:${value}`);
const region = fc.oneof(
  digits(12).map((value) => `ars:${value}`),
  digits(4).map((value) => `nl-gemeente:${value}`),
);
const list = (element: fc.Arbitrary<unknown>) => fc.array(element, { maxLength: 4 });
const names = fc.record({ de: text, en: text, nl: text }, { requiredKeys: ['de'] });
const synonyms = fc.record({ de: list(text), en: list(text), nl: list(text) }, { requiredKeys: [] });
const party = fc.oneof(fc.record({ authority }), fc.record({ category: word }));
const environment = fc.constantFrom('test', 'production');
const count = fc.integer({ min: 1, max: 2 ** 40 });
const channel = fc.oneof(
  fc.constant({ type: 'mailbox' }),
  fc.record({ type: fc.constant('push'), url: word.map((host) => `https://${host}/`), tlsFingerprint: hex }),
);
const taken = fc.record(
  { code: word, version: fc.constantFrom('1.0', '2-b'), from: day(19_000, 20_000), until: day(20_001, 21_000) },
  { requiredKeys: ['code', 'version'] },
);
const window = fc.oneof(
  fc.record({ from: fc.constant('2027-01-01T22:00:00+01:00'), until: fc.constant('2027-01-02T04:00:00Z') }),
  fc.record({
    weekday: fc.integer({ min: 1, max: 7 }),
    fromTime: fc.constant('22:00'),
    untilTime: fc.constant('04:30'),
  }),
);

type Members = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const MEMBERS: Readonly<Record<RegistryEntry['kind'], readonly [required: Members, optional?: Members]>> = {
  category: [{ category: word, names }, { keyPrefix: fc.constantFrom('töj', 'MELDID') }],
  region: [
    { region, names, level: fc.constantFrom('state', 'municipality', 'area') },
    { ags: digits(8), postalCodes: list(digits(5)), synonyms, members: list(region) },
  ],
  service: [
    { service, names, roles: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }) },
    {
      synonyms,
      responsibilityOn: fc.constantFrom('creation', 'delivery'),
      unresolvable: fc.constantFrom('refuse', 'clear'),
    },
  ],
  authority: [
    { authority, names, category: word, environment },
    {
      otherIds: list(authority),
      region,
      partOf: authority,
      contact: fc.record({ email: text, phone: text, url: text }, { requiredKeys: [] }),
    },
  ],
  succession: [{ predecessor: authority, successor: authority }],
  certificate: [{ authority, purpose: fc.constantFrom('signing', 'tls'), fingerprint: hex, der: hex }],
  endpoint: [
    { authority, environment, channel, takes: list(taken) },
    { limitBytes: count, limitConcurrent: count, limitPerMinute: count, maintenance: list(window) },
  ],
  responsibility: [{ service, role: word, region, authority }, { disclosure: list(text) }],
  permission: [
    { messageTypeCode: word, from: party, to: party },
    { legalBases: list(text), purposes: list(text) },
  ],
  activation: [{ messageTypeCode: word, who: party, direction: fc.constantFrom('send', 'take', 'both') }],
  mandate: [{ provider: authority, author: authority, handIn: fc.boolean(), signs: list(word) }],
  'approval-rule': [{ kinds: fc.uniqueArray(fc.constantFrom(...KIND_ORDER), { minLength: 1 }) }],
  holiday: [{ region, day: day(19_000, 21_000), names, free: fc.boolean() }],
  'message-type': [
    { messageTypeCode: word, version: fc.constantFrom('1.0', '2-b'), names },
    { digest: hex, draft: fc.boolean(), deprecatedFrom: day(19_000, 21_000) },
  ],
};

/** Any entry of the right shape. */
export const anyEntry: fc.Arbitrary<RegistryEntry> = fc.constantFrom(...KIND_ORDER).chain((kind) => {
  const [required, optional = {}] = MEMBERS[kind];
  const always = {
    kind: fc.constant(kind),
    id: word.map((id) => `${id}/ä+1`),
    validFrom: day(19_000, 20_000),
    ...required,
  };
  return fc.record(
    { ...always, validUntil: day(20_001, 21_000), ...optional },
    { requiredKeys: Object.keys(always) as (keyof typeof always)[] },
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<RegistryEntry>;
});
