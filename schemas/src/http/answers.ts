/** JSON Schemas of what the gateway answers with, as components of the OpenAPI document. */
import { MESSAGE_STATES } from '../delivery/state.ts';
import { PROBLEMS } from '../problems/codes.ts';
import type { JsonSchema } from './parameters.ts';

const text: JsonSchema = { type: 'string' };
const time: JsonSchema = { type: 'string', format: 'date-time' };
const integer: JsonSchema = { type: 'integer' };
const flag: JsonSchema = { type: 'boolean' };
const uuid: JsonSchema = { type: 'string', format: 'uuid' };
const state: JsonSchema = { type: 'string', enum: MESSAGE_STATES };
const receipt: JsonSchema = {
  type: 'string',
  description: 'Compact JWS (RFC 7515, claims of RFC 8417).',
};
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const one = (name: string): JsonSchema => ({
  $ref: `#/components/schemas/${name}`,
});

/** Members without `?` are always there; more members may come. */
const shape = (members: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(members).map(([name, schema]) => [name.replace('?', ''), schema])),
  required: Object.keys(members).filter((name) => !name.endsWith('?')),
});

const identifier: JsonSchema = {
  type: 'string',
  description: 'scheme:value',
  examples: ['oin:00000099000000000001'],
};
const names = shape({ de: text, 'en?': text, 'nl?': text });
const processReference = shape({ 'requester?': text, 'responder?': text });
const messageType = shape({ code: text, version: text });
const event = {
  type: text,
  at: time,
  node: text,
  'reader?': identifier,
  'deliveryId?': uuid,
  'code?': text,
  'attempt?': integer,
  'reasonCode?': text,
  'nextAttemptAt?': time,
  'receipt?': receipt,
} as const;

const violation = shape({
  code: text,
  'line?': integer,
  'column?': { ...integer, description: '1-based, in characters; only where it is known.' },
  'xpath?': { ...text, description: 'For people: local names, with a position where siblings share one.' },
  'part?': text,
  'rule?': text,
  'severity?': { enum: ['warning', 'information'], description: 'Only where it does not refuse.' },
  'expected?': text,
  text,
  remedy: text,
});

const serviceHit = shape({ service: identifier, name: text, roles: listOf(text), matched: text, score: integer });
const regionHit = shape({
  region: identifier,
  name: text,
  level: text,
  within: listOf(text),
  matched: text,
  score: integer,
});

/** A message and a delivery as a trace and a joint status show them. */
const message = {
  messageId: uuid,
  author: identifier,
  sender: identifier,
  messageType,
  state,
  acceptedAt: time,
  sizeBytes: integer,
  edition: integer,
  processReference,
  'conversationId?': text,
  'inReplyTo?': uuid,
  testMessage: flag,
  'businessKeys?': listOf(shape({ name: text, value: text })),
} as const;
const delivery = {
  deliveryId: uuid,
  reader: identifier,
  role: text,
  parts: listOf(text),
  state,
  'code?': text,
  'returned?': flag,
  'nextAttemptAt?': time,
  'attempts?': integer,
  'plannedAttempts?': integer,
  'endedAt?': time,
} as const;
const standing: JsonSchema = { type: 'string', enum: ['kept', 'open', 'at-risk', 'missed'] };
const due = { lastDay: { type: 'string', format: 'date' }, dueAt: time, standing } as const;

/** Schemas by name. */
export const ANSWER_SCHEMAS = {
  Reader: shape({
    authority: identifier,
    deliveryId: uuid,
    role: text,
    parts: listOf(text),
    'entry?': text,
    'insteadOf?': identifier,
    'successions?': listOf(text),
  }),
  Route: shape({
    edition: integer,
    at: { type: 'string', format: 'date' },
    'clearing?': listOf(
      shape({
        deliveryId: uuid,
        role: text,
        parts: listOf(text),
        reason: { type: 'string', enum: ['nobody', 'later', 'ended'] },
        'from?': { type: 'string', format: 'date' },
      }),
    ),
  }),
  SubmissionAnswer: shape({
    messageId: uuid,
    author: identifier,
    status: { const: 'accepted' },
    acceptedAt: time,
    readers: listOf(one('Reader')),
    route: one('Route'),
    receipt,
    'repeated?': { const: true },
    'warnings?': listOf(violation),
  }),
  DryRunAnswer: shape({
    dryRun: { const: true },
    accepted: { const: true },
    messageId: uuid,
    author: identifier,
    readers: listOf(one('Reader')),
    route: one('Route'),
    'warnings?': listOf(violation),
  }),
  MessageTrace: shape({ ...message, deliveries: listOf(shape(delivery)), events: listOf(shape(event)) }),
  ConversationTrace: shape({
    conversationId: text,
    state,
    agencies: listOf(
      shape({
        authority: identifier,
        roles: listOf(text),
        state,
        answered: flag,
        'deadline?': shape({ ...due, messageId: uuid }),
      }),
    ),
    messages: listOf(
      shape({
        ...message,
        deliveries: listOf(shape({ ...delivery, answered: flag, 'deadline?': shape(due) })),
      }),
    ),
    'more?': flag,
  }),
  Webhook: shape({
    authority: identifier,
    'url?': text,
    'tlsFingerprint?': text,
    registeredAt: time,
    'cursor?': text,
    'failingSince?': time,
    'lastFailure?': text,
    'pausedAt?': time,
  }),
  EventPage: shape({
    items: listOf(shape({ ...event, messageId: uuid, author: identifier })),
    next: text,
  }),
  DeliveryPage: shape({
    items: listOf(
      shape({
        deliveryId: uuid,
        messageId: uuid,
        author: identifier,
        messageType,
        role: text,
        state,
        acceptedAt: time,
        'conversationId?': text,
        'inReplyTo?': uuid,
        processReference,
        parts: listOf(shape({ id: text, present: flag })),
      }),
    ),
    next: text,
  }),
  DecisionAnswer: shape({
    deliveryId: uuid,
    state: { enum: ['accepted-by-reader', 'rejected-by-reader'] },
    receipt,
    'repeated?': { const: true },
  }),
  RouteAnswer: shape({
    answer: { enum: ['one', 'several', 'later', 'none'] },
    readers: listOf(
      shape({
        authority: identifier,
        'name?': text,
        role: text,
        entry: text,
        'insteadOf?': identifier,
        'successions?': listOf(text),
        'disclosure?': listOf(text),
      }),
    ),
    edition: integer,
    'validFrom?': { type: 'string', format: 'date' },
    'explanation?': listOf(text),
    'next?': text,
  }),
  ServiceHit: serviceHit,
  RegionHit: regionHit,
  ServiceHits: shape({ items: listOf(one('ServiceHit')), edition: integer }),
  RegionHits: shape({ items: listOf(one('RegionHit')), edition: integer }),
  RouteSearch: shape({
    asked: shape({ service: text, place: text }),
    services: listOf(one('ServiceHit')),
    regions: listOf(one('RegionHit')),
    answers: listOf(
      shape({
        service: one('ServiceHit'),
        region: one('RegionHit'),
        route: one('RouteAnswer'),
        contacts: { type: 'object', additionalProperties: shape({ 'email?': text, 'phone?': text, 'url?': text }) },
      }),
    ),
    edition: integer,
  }),
  MessageType: shape({
    code: text,
    version: text,
    name: names,
    description: names,
    state: { enum: ['draft', 'active', 'deprecated', 'retired'] },
    validFrom: { type: 'string', format: 'date' },
    'validUntil?': { type: 'string', format: 'date', description: 'First day no longer in force.' },
    'deprecatedFrom?': {
      type: 'string',
      format: 'date',
      description: 'First day on which it is taken with a warning.',
    },
    origin: { enum: ['product', 'published'] },
    limits: shape({ contentBytes: integer, parts: integer }),
    parts: listOf(
      shape({
        'id?': text,
        'idPattern?': text,
        role: { enum: ['payload', 'attachment'] },
        mediaType: text,
        required: flag,
        'root?': shape({ namespace: text, local: text }),
        'schema?': text,
        'limitBytes?': integer,
      }),
    ),
    'distribution?': listOf(shape({ role: text, parts: listOf(text) })),
  }),
  Validation: shape({
    valid: flag,
    messageType: shape({ code: text, version: text }),
    content: { enum: ['message', 'payload'] },
    'part?': text,
    'author?': text,
    'messageId?': text,
    violations: listOf(violation),
    warnings: listOf(violation),
  }),
  MessageTypes: shape({ messageTypes: listOf(one('MessageType')) }),
  Problem: shape({
    type: { type: 'string', format: 'uri', description: 'urn:dienstweg:problem:<code>' },
    code: { type: 'string', enum: Object.keys(PROBLEMS) },
    title: text,
    status: integer,
    fault: { enum: ['sender', 'recipient', 'broker'] },
    retryable: flag,
    detail: text,
    remedy: text,
    'xoevReason?': text,
    'retryAfterSeconds?': { type: 'number' },
    violations: listOf(violation),
    'messageId?': text,
  }),
} as const satisfies Readonly<Record<string, JsonSchema>>;
export type AnswerSchemaName = keyof typeof ANSWER_SCHEMAS;
