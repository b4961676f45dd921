/** JSON Schemas of path, query and body of each route: what does not fit is refused before anybody looks at it. */
import { MESSAGE_STATES } from '@dienstweg/schemas/delivery/state.ts';
import {
  ALARM_ID,
  BODY_OF_ACTION,
  DAY,
  IDENTIFIER,
  MOMENT,
  REASON,
  SEEN,
  TEXT,
  UUID,
  WORD,
} from './parameter-types.ts';
import type { RouteName } from './routes.ts';

/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a route takes. */
export interface RouteSchema {
  readonly params?: JsonSchema;
  readonly querystring?: JsonSchema;
  readonly body?: JsonSchema;
  /** Largest body, where it is not the usual one. */
  readonly limitBytes?: number;
}

const object = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required.length === 0 ? {} : { required }),
});
const params = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  object(properties, Object.keys(properties));

const NOTHING: RouteSchema = { querystring: object({}) };
const PAGING = {
  after: WORD,
  limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
} as const;
const BOTH_WAYS = { ...PAGING, before: WORD } as const;
const PERIOD = { since: MOMENT, until: MOMENT } as const;
const AUTHOR = object({ author: IDENTIFIER });
const ONE_MESSAGE = { params: params({ messageId: UUID }), querystring: AUTHOR } as const;
const ONE_DELIVERY = params({ deliveryId: UUID });
const MESSAGES = {
  search: TEXT,
  author: IDENTIFIER,
  reader: IDENTIFIER,
  type: WORD,
  version: WORD,
  state: { type: 'string', enum: [...MESSAGE_STATES] },
  code: WORD,
  conversation: TEXT,
  reference: TEXT,
  businessKey: TEXT,
  test: { type: 'string', enum: ['only', 'none'] },
  ...PERIOD,
  ...BOTH_WAYS,
  count: { type: 'boolean' },
} as const;
const AUDIT = { by: TEXT, type: WORD, messageId: UUID, ...PERIOD, ...BOTH_WAYS } as const;
const GROUP = { type: 'string', maxLength: 300 } as const;
const TYPE = { code: WORD, version: WORD } as const;
const MB = 1024 * 1024;

export const SCHEMAS: Readonly<Record<RouteName, RouteSchema>> = {
  site: NOTHING,
  openapi: NOTHING,
  redeemLink: { body: object({ token: { type: 'string', minLength: 1, maxLength: 100 } }, ['token']) },
  session: NOTHING,
  signOut: { body: { type: ['object', 'null'], additionalProperties: false } },
  live: { querystring: object({ lastEventId: WORD }) },

  overview: { querystring: object({ test: { type: 'string', enum: ['only', 'none'] } }) },

  messages: { querystring: object(MESSAGES) },
  messagesExport: {
    querystring: object({ ...MESSAGES, format: { type: 'string', enum: ['csv', 'jsonl'], default: 'csv' } }),
  },
  message: ONE_MESSAGE,
  document: ONE_MESSAGE,
  related: ONE_MESSAGE,
  evidence: ONE_MESSAGE,
  showPart: {
    params: params({ messageId: UUID, part: WORD }),
    querystring: AUTHOR,
    body: BODY_OF_ACTION,
  },
  refusals: {
    querystring: object({ peer: IDENTIFIER, code: WORD, messageId: UUID, ...PERIOD, ...BOTH_WAYS }),
  },

  failures: {
    querystring: object({
      newSince: MOMENT,
      step: WORD,
      code: WORD,
      reader: IDENTIFIER,
      limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
    }),
  },
  failureMembers: { params: params({ group: GROUP }), querystring: object({ ...PAGING, since: MOMENT }) },
  replay: {
    body: object(
      {
        reason: REASON,
        dryRun: { type: 'boolean' },
        ratePerSecond: { type: 'integer', minimum: 1, maximum: 1_000 },
        seenCount: { type: 'integer', minimum: 0 },
        selection: {
          oneOf: [
            object({ group: GROUP }, ['group']),
            object(
              {
                deliveries: {
                  type: 'array',
                  minItems: 1,
                  maxItems: 1_000,
                  items: object({ deliveryId: UUID, ...SEEN }, ['deliveryId', ...Object.keys(SEEN)]),
                },
              },
              ['deliveries'],
            ),
          ],
        },
      },
      ['reason', 'selection'],
    ),
    limitBytes: MB,
  },
  jobs: NOTHING,
  job: { params: params({ id: UUID }) },
  stopJob: { params: params({ id: UUID }), body: BODY_OF_ACTION },
  replayOne: {
    params: ONE_DELIVERY,
    body: object({ reason: REASON, seen: params(SEEN) }, ['reason', 'seen']),
  },
  assignOne: {
    params: ONE_DELIVERY,
    body: object({ reason: REASON, seen: params(SEEN), to: IDENTIFIER, dryRun: { type: 'boolean' } }, [
      'reason',
      'seen',
      'to',
    ]),
  },
  returnOne: {
    params: ONE_DELIVERY,
    body: object({ reason: REASON, seen: params(SEEN), code: WORD }, ['reason', 'seen']),
  },
  clearing: NOTHING,
  recipients: NOTHING,
  pause: {
    params: params({ authority: IDENTIFIER }),
    body: object({ reason: REASON, until: MOMENT }, ['reason']),
  },
  resume: { params: params({ authority: IDENTIFIER }), body: BODY_OF_ACTION },

  authorities: {
    querystring: object({
      search: TEXT,
      category: TEXT,
      environment: { type: 'string', enum: ['test', 'production'] },
      at: DAY,
      ...PAGING,
    }),
  },
  authority: { params: params({ authority: IDENTIFIER }), querystring: object({ at: DAY }) },
  history: { querystring: object(PAGING) },
  edition: { params: params({ edition: { type: 'integer', minimum: 1 } }) },
  pending: NOTHING,
  record: { body: object({ jws: { type: 'string', minLength: 20 } }, ['jws']), limitBytes: 7 * MB },
  route: {
    querystring: object(
      {
        service: IDENTIFIER,
        region: IDENTIFIER,
        role: WORD,
        at: DAY,
        asKnownAt: MOMENT,
        author: IDENTIFIER,
        messageType: WORD,
        messageTypeVersion: WORD,
      },
      ['service', 'region'],
    ),
  },
  ask: { querystring: object({ text: { ...TEXT, minLength: 1 }, at: DAY }, ['text']) },
  flows: { querystring: object({ from: DAY, to: DAY, author: IDENTIFIER, reader: IDENTIFIER }) },

  messageTypes: NOTHING,
  messageType: { params: params(TYPE) },
  sample: { params: params({ ...TYPE, name: WORD }) },
  validate: { params: params(TYPE), querystring: object({ part: WORD }), limitBytes: MB },

  certificates: NOTHING,
  operations: NOTHING,
  audit: { querystring: object(AUDIT) },
  auditExport: {
    querystring: object({ ...AUDIT, format: { type: 'string', enum: ['jsonl', 'csv', 'cef'], default: 'jsonl' } }),
  },
  users: NOTHING,
  alarms: { querystring: object({ cleared: { type: 'boolean' } }) },
  acknowledge: { params: params({ id: ALARM_ID }), body: BODY_OF_ACTION },
};
