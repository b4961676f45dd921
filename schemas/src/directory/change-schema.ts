/** JSON Schema of a `RegistryChange`. Formats are those of `change-formats.ts`. */

const text = { type: 'string', minLength: 1, maxLength: 500 } as const;
const code = { type: 'string', pattern: '^[a-z][a-z0-9.-]{0,63}$' } as const;
const day = { type: 'string', format: 'day' } as const;
const environment = { enum: ['test', 'production'] } as const;
const authority = { type: 'string', format: 'authority' } as const;
const service = { type: 'string', format: 'service' } as const;
const region = { type: 'string', format: 'region' } as const;
const fingerprint = { type: 'string', format: 'fingerprint' } as const;
const version = { type: 'string', pattern: '^[0-9A-Za-z.-]{1,32}$' } as const;
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
  properties: { code, version, from: day, until: day },
  additionalProperties: false,
} as const;

const level = {
  enum: ['country', 'state', 'district-government', 'county', 'association', 'municipality', 'area'],
} as const;

const list = (items: object) => ({ type: 'array', items, maxItems: 10_000 });

const ENTRIES = [
  entry('authority', { authority, names, category, environment, region }, ['region']),
  entry('certificate', {
    authority,
    purpose: { enum: ['signing', 'tls', 'encryption'] },
    fingerprint,
    der: { type: 'string', pattern: '^[A-Za-z0-9+/]+={0,2}$', maxLength: 16_384 },
  }),
  entry(
    'endpoint',
    { authority, environment, channel, takes: list(taken), limitBytes: { type: 'integer', minimum: 1 } },
    ['limitBytes'],
  ),
  entry('service', { service, names, roles: { ...list(code), minItems: 1, uniqueItems: true } }),
  entry('region', { region, names, level }),
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
  entry('permission', { messageTypeCode: code, from: party, to: party }),
  entry('mandate', { provider: authority, author: authority, handIn: { type: 'boolean' }, signs: list(code) }),
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
