/** JSON Schema of `message-type.yaml`. Unknown members are mistakes: a misspelt one must not pass unseen. */
import { SEVERITIES } from '../rules/schematron/severity.ts';
import { COMPATIBILITY, DIN91379_TYPES, HEADER_FIELDS } from './manifest.ts';

const closed = (required: readonly string[], properties: Record<string, unknown>): Record<string, unknown> => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const text = { type: 'string', minLength: 1, maxLength: 2000 };
const day = { type: 'string', format: 'date' };
const partId = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9._-]{0,63}$' };
const code = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' };
const xpath = { type: 'string', pattern: '^/[^/]', maxLength: 1000 };
const namespace = { type: 'string', maxLength: 1000 };
// within the folder: no step of dots
const schema = { type: 'string', pattern: '^schema/(?!(?:.*/)?\\.\\.?/)[^\\\\]+\\.[xX][sS][dD]$', maxLength: 500 };
const expression = { type: 'string', minLength: 1, maxLength: 10_000 };
const anyXpath = { type: 'string', pattern: '^/', maxLength: 1000 };
const names = closed(['de', 'en', 'nl'], { de: text, en: text, nl: text });
const list = (items: unknown): Record<string, unknown> => ({ type: 'array', items });

/** The schema of a manifest. */
export const MANIFEST_SCHEMA = closed(
  [
    'code',
    'version',
    'name',
    'description',
    'publisher',
    'state',
    'validFrom',
    'limits',
    'parts',
    'retry',
    'retention',
  ],
  {
    code,
    version: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$' },
    name: names,
    description: names,
    publisher: closed(['name'], { name: text, contact: text }),
    state: { enum: ['draft', 'active', 'deprecated', 'retired'] },
    validFrom: day,
    validUntil: day,
    limits: closed(['contentBytes', 'parts'], {
      contentBytes: { type: 'integer', minimum: 1 },
      parts: { type: 'integer', minimum: 1, maximum: 200 },
    }),
    parts: {
      type: 'array',
      minItems: 1,
      items: {
        ...closed(['role', 'mediaType', 'required'], {
          id: partId,
          idPattern: text,
          role: { enum: ['payload', 'attachment'] },
          mediaType: { type: 'string', pattern: '^[a-z]+/[A-Za-z0-9.+-]+$' },
          required: { type: 'boolean' },
          root: closed(['namespace', 'local'], { namespace, local: text }),
          schema,
          collection: {
            ...list(closed(['namespace', 'local', 'schema'], { namespace, local: text, schema })),
            minItems: 1,
          },
          limitBytes: { type: 'integer', minimum: 1 },
          jsonSchema: { type: 'string', pattern: '^rules/[A-Za-z0-9._-]+\\.json$' },
        }),
        oneOf: [{ required: ['id'] }, { required: ['idPattern'] }],
        dependentRequired: { schema: ['root'], root: ['schema'] },
        not: { required: ['collection', 'schema'] },
      },
    },
    distribution: list(closed(['role', 'parts'], { role: code, parts: { ...list(text), minItems: 1 } })),
    retry: closed(['maxDays', 'order'], {
      maxDays: { type: 'integer', minimum: 1, maximum: 365 },
      order: { enum: ['none', 'conversation'] },
    }),
    mailbox: closed(['remindAfterDays', 'escalateAfterDays'], {
      remindAfterDays: { type: 'integer', minimum: 1, maximum: 365 },
      escalateAfterDays: { type: 'integer', minimum: 1, maximum: 365 },
    }),
    deadline: closed(['amount', 'unit', 'expects'], {
      amount: { type: 'integer', minimum: 1, maximum: 3650 },
      unit: { enum: ['day', 'werktag', 'working-day', 'month'] },
      expects: { enum: ['delivery', 'acceptance', 'answer'] },
      basis: text,
    }),
    retention: closed(['contentDays'], { contentDays: { type: 'integer', minimum: 1 } }),
    namespaces: { type: 'object', additionalProperties: text },
    equations: list(
      closed(['header', 'part', 'xpath'], {
        header: { enum: HEADER_FIELDS },
        part: partId,
        xpath,
      }),
    ),
    neverTo: list(closed(['part', 'xpath'], { part: partId, xpath })),
    masked: list(closed(['part', 'xpath'], { part: partId, xpath })),
    legalBasis: { enum: ['required', 'optional'] },
    compatibility: { enum: COMPATIBILITY },
    codeLists: list({
      ...closed(['part', 'list'], {
        part: partId,
        xpath: anyXpath,
        type: { type: 'string', pattern: '^([A-Za-z_][\\w.-]*:)?[\\p{L}_][\\p{L}\\p{N}._-]*$' },
        list: text,
        version: text,
        column: text,
        validAt: { enum: ['today', 'creation'] },
        severity: { enum: ['error', 'warning'] },
      }),
      oneOf: [{ required: ['xpath'] }, { required: ['type'] }],
    }),
    schemaCodes: { enum: ['known', 'all', 'warn', 'off'] },
    din91379: list(
      closed(['part', 'xpath', 'type'], { part: partId, xpath: anyXpath, type: { enum: DIN91379_TYPES } }),
    ),
    rules: list(
      closed(['part', 'schematron'], {
        part: partId,
        schematron: { type: 'string', pattern: '^rules/[A-Za-z0-9._/-]+\\.sch$' },
        phase: text,
        severities: { type: 'object', additionalProperties: { enum: SEVERITIES } },
      }),
    ),
    assertions: list(
      closed(['id', 'part', 'test', 'severity', 'text'], {
        id: code,
        part: partId,
        context: expression,
        test: expression,
        severity: { enum: SEVERITIES },
        text: names,
      }),
    ),
    businessKeys: list(
      closed(['name', 'part', 'xpath'], { name: code, part: partId, xpath, hashed: { type: 'boolean' } }),
    ),
  },
);
