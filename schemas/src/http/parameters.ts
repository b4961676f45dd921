/** JSON Schemas of the path and query parameters of the HTTP API: the server validates by them, the OpenAPI document shows them. */
import { MESSAGE_STATES } from '../delivery/state.ts';
import { OPEN_DATA_FILES } from './open-data.ts';

/** A JSON Schema (draft 2020-12) as data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const UUID = '^(urn:uuid:)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';
const IDENTIFIER = '^[a-z][a-z0-9-]{0,31}:.{1,120}$';
const DAY = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$';

/** Nothing but these: what nobody asked for must never get into a question to a service. */
const properties = (schemas: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties: schemas,
  required,
  additionalProperties: false,
});

const after: JsonSchema = {
  type: 'string',
  maxLength: 200,
  description:
    'Cursor: `next` of the page before, opaque; left away or empty, the list begins at its beginning. It stays valid for ever, also when a page was empty.',
};
const limit: JsonSchema = {
  type: 'integer',
  minimum: 1,
  maximum: 1000,
  default: 100,
};
const day: JsonSchema = {
  type: 'string',
  pattern: DAY,
  format: 'date',
  description: 'The day asked for; default today.',
};
const words: JsonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 200,
  description: 'Words of people: a name or synonym in German, English or Dutch, a key, a postal code.',
};
const hits: JsonSchema = { type: 'integer', minimum: 1, maximum: 100, default: 10 };
const author: JsonSchema = {
  type: 'string',
  pattern: IDENTIFIER,
  description: 'The author, where several authors used the same id; for providers: whose message is meant.',
};

/** Query parameters by operation. */
export const QUERIES = {
  submitMessage: properties({
    dryRun: {
      type: 'boolean',
      default: false,
      description: 'All checks, nothing stored.',
    },
  }),
  showMessage: properties({ author }),
  showRoutingSlip: properties({ author }),
  listEvents: properties({ after, limit }),
  listMailbox: properties({ after, limit }),
  listDeliveries: properties({
    after,
    limit,
    state: {
      type: 'string',
      enum: MESSAGE_STATES.filter((state) => state !== 'accepted' && state !== 'refused'),
    },
  }),
  askRoute: properties(
    {
      service: { type: 'string', pattern: IDENTIFIER },
      region: { type: 'string', pattern: IDENTIFIER },
      role: { type: 'string', maxLength: 100 },
      at: day,
      asKnownAt: {
        type: 'string',
        maxLength: 40,
        description: 'RFC 3339: what the registry knew then; default now.',
      },
      explain: { type: 'boolean', default: false },
      author: {
        type: 'string',
        pattern: IDENTIFIER,
        description:
          'With `messageType`: the explanation, which is then given, also says whether this author may send there.',
      },
      messageType: {
        type: 'string',
        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(:[A-Za-z0-9][A-Za-z0-9._-]{0,31})?$',
        description:
          'Code of a message type, or `code:version`: then it is also said whether that version is taken there.',
      },
      after,
      limit,
    },
    ['service', 'region'],
  ),
  validate: properties({
    part: {
      type: 'string',
      pattern: '^[A-Za-z][A-Za-z0-9._-]{0,63}$',
      description: 'The part a payload is meant for; left away, the one with its root element.',
    },
  }),
  searchRoutes: properties({ q: words, at: day }, ['q']),
  findServices: properties({ q: words, at: day, limit: hits }, ['q']),
  findRegions: properties({ q: words, at: day, limit: hits }, ['q']),
} as const satisfies Readonly<Record<string, JsonSchema>>;

const messageId: JsonSchema = {
  type: 'string',
  pattern: UUID,
  description: 'The id its author gave the message.',
};
const delivery: JsonSchema = { type: 'string', pattern: UUID };

const TYPE = { code: { type: 'string', maxLength: 100 }, version: { type: 'string', maxLength: 32 } } as const;

/** Path parameters by operation. */
export const PATH_PARAMETERS = {
  showMessage: properties({ id: messageId }, ['id']),
  showRoutingSlip: properties({ id: messageId }, ['id']),
  showConversation: properties(
    {
      id: {
        type: 'string',
        minLength: 1,
        maxLength: 200,
        description: 'The ConversationId of its messages, or the message id of the first of them.',
      },
    },
    ['id'],
  ),
  fetchDelivery: properties({ delivery }, ['delivery']),
  acceptDelivery: properties({ delivery }, ['delivery']),
  rejectDelivery: properties({ delivery }, ['delivery']),
  showMessageType: properties(TYPE, ['code', 'version']),
  validate: properties(TYPE, ['code', 'version']),
  showOpenData: properties({ file: { type: 'string', enum: Object.keys(OPEN_DATA_FILES) } }, ['file']),
} as const satisfies Readonly<Record<string, JsonSchema>>;
