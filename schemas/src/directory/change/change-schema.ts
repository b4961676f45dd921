/** JSON Schema of a `RegistryChange`. Formats are those of `change-formats.ts`. */
import type { EntryKind } from './changes.ts';

const text = { type: 'string', format: 'text', minLength: 1, maxLength: 500 } as const;
const code = { type: 'string', pattern: '^[a-z][a-z0-9.-]{0,63}$' } as const;
/** As the manifest of a message type has them. */
const typeCode = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' } as const;
const typeVersion = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$' } as const;
const day = { type: 'string', format: 'day' } as const;
const environment = { enum: ['test', 'production'] } as const;
const authority = { type: 'string', format: 'authority' } as const;
const service = { type: 'string', format: 'service' } as const;
const region = { type: 'string', format: 'region' } as const;
const fingerprint = { type: 'string', format: 'fingerprint' } as const;
const names = {
  type: 'object',
  required: ['de'],
  properties: { de: text, en: text, nl: text },
  additionalProperties: false,
} as const;
const category = { type: 'string', pattern: '^[a-z0-9-]+(/[a-z0-9-]+)*$' } as const;

const entry = (kind: string, properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
  type: 'object',
  required: ['kind', 'id', 'validFrom', ...Object.keys(properties).filter((name) => !optional.includes(name))],
  properties: {
    kind: { const: kind },
    id: { type: 'string', format: 'entry-id' },
    validFrom: day,
    validUntil: day,
    ...properties,
  },
  additionalProperties: false,
});

const party = {
  type: 'object',
  oneOf: [
    { required: ['authority'], properties: { authority }, additionalProperties: false },
    { required: ['category'], properties: { category }, additionalProperties: false },
  ],
} as const;

const channel = {
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: [
    {
      required: ['url', 'tlsFingerprint'],
      properties: { type: { const: 'push' }, url: { type: 'string', format: 'push-url' }, tlsFingerprint: fingerprint },
      additionalProperties: false,
    },
    { properties: { type: { const: 'mailbox' } }, additionalProperties: false },
  ],
} as const;

const taken = {
  type: 'object',
  required: ['code', 'version'],
  properties: { code: typeCode, version: typeVersion, from: day, until: day },
  additionalProperties: false,
} as const;

const level = {
  enum: ['country', 'state', 'district-government', 'county', 'association', 'municipality', 'area'],
} as const;

const count = { type: 'integer', minimum: 1 } as const;

/** Every kind of entry. */
const KINDS = [
  'authority',
  'category',
  'succession',
  'certificate',
  'endpoint',
  'service',
  'region',
  'responsibility',
  'permission',
  'activation',
  'mandate',
  'approval-rule',
  'holiday',
  'message-type',
] as const satisfies readonly EntryKind[];

const list = (items: object) => ({ type: 'array', items, maxItems: 10_000 });

const instant = { type: 'string', format: 'instant' } as const;
const timeOfDay = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' } as const;
const words = { ...list(text), maxItems: 100 } as const;
const synonyms = {
  type: 'object',
  properties: { de: words, en: words, nl: words },
  additionalProperties: false,
} as const;
const contact = {
  type: 'object',
  properties: { email: text, phone: text, url: text },
  additionalProperties: false,
} as const;

const maintenance = {
  type: 'object',
  oneOf: [
    {
      required: ['from', 'until'],
      properties: { from: instant, until: instant },
      additionalProperties: false,
    },
    {
      required: ['weekday', 'fromTime', 'untilTime'],
      properties: { weekday: { type: 'integer', minimum: 1, maximum: 7 }, fromTime: timeOfDay, untilTime: timeOfDay },
      additionalProperties: false,
    },
  ],
} as const;

const ENTRIES = [
  entry(
    'authority',
    { authority, otherIds: list(authority), names, category, environment, region, partOf: authority, contact },
    ['otherIds', 'region', 'partOf', 'contact'],
  ),
  entry('category', { category, names, keyPrefix: { type: 'string', pattern: '^\\p{L}{1,16}$' } }, ['keyPrefix']),
  entry('succession', { predecessor: authority, successor: authority }),
  entry('certificate', {
    authority,
    purpose: { enum: ['signing', 'tls', 'encryption'] },
    fingerprint,
    der: { type: 'string', pattern: '^[A-Za-z0-9+/]+={0,2}$', maxLength: 16_384 },
  }),
  entry(
    'endpoint',
    {
      authority,
      environment,
      channel,
      takes: list(taken),
      limitBytes: count,
      limitConcurrent: count,
      limitPerMinute: count,
      maintenance: list(maintenance),
    },
    ['limitBytes', 'limitConcurrent', 'limitPerMinute', 'maintenance'],
  ),
  entry(
    'service',
    {
      service,
      names,
      synonyms,
      roles: { ...list(code), minItems: 1, uniqueItems: true },
      responsibilityOn: { enum: ['creation', 'delivery'] },
      unresolvable: { enum: ['refuse', 'clear'] },
    },
    ['synonyms', 'responsibilityOn', 'unresolvable'],
  ),
  entry(
    'region',
    {
      region,
      names,
      level,
      ags: { type: 'string', pattern: '^\\d{8}$' },
      postalCodes: list({ type: 'string', pattern: '^(\\d{5}|\\d{4} ?[A-Z]{0,2})$' }),
      synonyms,
      members: list(region),
    },
    ['ags', 'postalCodes', 'synonyms', 'members'],
  ),
  entry(
    'responsibility',
    {
      service,
      role: code,
      region,
      significantDigits: { enum: [0, 2, 3, 5, 9, 12] },
      authority,
      disclosure: list({ type: 'string', minLength: 1, maxLength: 64 }),
    },
    ['significantDigits', 'disclosure'],
  ),
  entry(
    'permission',
    { messageTypeCode: typeCode, from: party, to: party, legalBases: list(text), purposes: list(text) },
    ['legalBases', 'purposes'],
  ),
  entry('activation', { messageTypeCode: typeCode, who: party, direction: { enum: ['send', 'take', 'both'] } }),
  entry('mandate', { provider: authority, author: authority, handIn: { type: 'boolean' }, signs: list(typeCode) }),
  entry('approval-rule', { kinds: { ...list({ enum: KINDS }), minItems: 1, uniqueItems: true } }),
  entry('holiday', { region, day, names, free: { type: 'boolean' } }),
  entry(
    'message-type',
    {
      messageTypeCode: typeCode,
      version: typeVersion,
      names,
      digest: fingerprint,
      draft: { type: 'boolean' },
      deprecatedFrom: day,
    },
    ['digest', 'draft', 'deprecatedFrom'],
  ),
];

/** The schema of a change; needs Ajv's `discriminator`. */
export const CHANGE_SCHEMA = {
  $id: 'urn:dienstweg:registry-change',
  type: 'object',
  required: ['id', 'by', 'reason', 'puts', 'closes'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    by: text,
    reason: text,
    basedOn: { type: 'integer', minimum: 0 },
    confirms: { type: 'array', items: code, maxItems: 20 },
    part: {
      type: 'object',
      required: ['n', 'of'],
      properties: { n: count, of: { type: 'integer', minimum: 1, maximum: 10_000 } },
      additionalProperties: false,
    },
    puts: {
      type: 'array',
      items: { type: 'object', required: ['kind'], discriminator: { propertyName: 'kind' }, oneOf: ENTRIES },
    },
    closes: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'validUntil'],
        properties: { id: { type: 'string', format: 'entry-id' }, validUntil: day },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
} as const;
