/** Every operation of the gateway's HTTP API, as a table. */
import type { ProblemCode } from '../problems/codes.ts';
import type { AnswerSchemaName } from './answers.ts';
import { MEDIA_TYPES, PATHS, type PathTemplate } from './paths.ts';

/** One operation of the API. */
export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: PathTemplate;
  readonly summary: string;
  /** Status → schema of JSON, or media type of something else. */
  readonly answers: Readonly<Record<number, AnswerSchemaName | readonly AnswerSchemaName[] | { mediaType: string }>>;
  /** Media types of the body. */
  readonly takes?: readonly string[];
  /** Codes that this operation itself can be refused with; those of the peer and of the broker apply to every one. */
  readonly refusals: readonly ProblemCode[];
  readonly open?: true;
}

const SUBMISSION: readonly ProblemCode[] = [
  'not-xml',
  'doctype-forbidden',
  'encoding-not-utf8',
  'limit-exceeded',
  'too-large',
  'media-type-unsupported',
  'envelope-invalid',
  'signature-missing',
  'signature-invalid',
  'signature-profile',
  'author-mismatch',
  'test-mismatch',
  'message-type-unknown',
  'message-type-not-in-force',
  'part-missing',
  'part-by-reference-unsupported',
  'digest-mismatch',
  'schema-violation',
  'header-payload-mismatch',
  'rule-violation',
  'rule-not-evaluable',
  'code-list-violation',
  'service-unknown',
  'region-unknown',
  'reader-unknown',
  'reader-version',
  'reader-unreachable',
  'not-permitted',
  'message-obsolete',
  'message-id-reused',
  'forwarding-loop',
  'too-many-readers',
  'outcome-unknown',
  'examination-failed',
];

const DECISION: readonly ProblemCode[] = ['delivery-unknown', 'already-decided', 'receipt-invalid', 'too-large'];

/** Every operation of the API. */
export const OPERATIONS: readonly Operation[] = [
  {
    id: 'submitMessage',
    method: 'post',
    path: PATHS.messages,
    summary: 'Hand in a signed message. Answered when it is durably stored, or refused with every violation found.',
    takes: [MEDIA_TYPES.xml, MEDIA_TYPES.textXml],
    answers: {
      200: ['SubmissionAnswer', 'DryRunAnswer'],
      202: 'SubmissionAnswer',
    },
    refusals: SUBMISSION,
  },
  {
    id: 'showMessage',
    method: 'get',
    path: PATHS.message,
    summary: 'State and history of a message, for its author and sender; readers ask for their deliveries.',
    answers: { 200: 'MessageTrace' },
    refusals: ['message-unknown', 'message-id-ambiguous'],
  },
  {
    id: 'showRoutingSlip',
    method: 'get',
    path: PATHS.routingSlip,
    summary: 'The routing slip: all events of a message as one XML document.',
    answers: { 200: { mediaType: MEDIA_TYPES.xml } },
    refusals: ['message-unknown', 'message-id-ambiguous'],
  },
  {
    id: 'showConversation',
    method: 'get',
    path: PATHS.conversation,
    summary:
      'Joint status of what belongs together: every message and delivery that the caller may see as author, sender or reader; where each agency stands, and by when it has to act; and the whole.',
    answers: { 200: 'ConversationTrace' },
    refusals: ['conversation-unknown'],
  },
  {
    id: 'listEvents',
    method: 'get',
    path: PATHS.events,
    summary: 'What happened to the messages of the caller, in the order it became known.',
    answers: { 200: 'EventPage' },
    refusals: [],
  },
  {
    id: 'setWebhook',
    method: 'put',
    path: PATHS.webhook,
    summary:
      'Has the events of the caller posted to an address of its own, in order, at least once, signed in the header Dienstweg-Signature. Goes on behind what was taken over before.',
    takes: [MEDIA_TYPES.json],
    answers: { 200: 'Webhook' },
    refusals: ['too-large', 'media-type-unsupported'],
  },
  {
    id: 'showWebhook',
    method: 'get',
    path: PATHS.webhook,
    summary: 'Where the events of the caller are posted to, and whether they are taken over.',
    answers: { 200: 'Webhook' },
    refusals: [],
  },
  {
    id: 'removeWebhook',
    method: 'delete',
    path: PATHS.webhook,
    summary: 'Ends the posting of events; they stay in the feed.',
    answers: { 200: 'Webhook' },
    refusals: [],
  },
  {
    id: 'listMailbox',
    method: 'get',
    path: PATHS.mailbox,
    summary: 'Deliveries that wait in the mailbox of the caller.',
    answers: { 200: 'DeliveryPage' },
    refusals: [],
  },
  {
    id: 'fetchDelivery',
    method: 'get',
    path: PATHS.mailboxDelivery,
    summary:
      'The message as its reader is entitled to it. Takes it over where it waits, in the mailbox or to be pushed; may be repeated.',
    answers: { 200: { mediaType: MEDIA_TYPES.xml } },
    refusals: ['delivery-unknown', 'message-obsolete'],
  },
  {
    id: 'listDeliveries',
    method: 'get',
    path: PATHS.deliveries,
    summary: 'Everything delivered to the caller, pushed or in its mailbox; nothing before its NotBefore.',
    answers: { 200: 'DeliveryPage' },
    refusals: [],
  },
  {
    id: 'acceptDelivery',
    method: 'post',
    path: PATHS.acceptance,
    summary: 'The reader accepts: a ConsignmentAcceptance, signed with its own key.',
    takes: [MEDIA_TYPES.jose, MEDIA_TYPES.text],
    answers: { 200: 'DecisionAnswer' },
    refusals: DECISION,
  },
  {
    id: 'rejectDelivery',
    method: 'post',
    path: PATHS.rejection,
    summary: 'The reader rejects, with its reason: a ConsignmentRejection, signed with its own key.',
    takes: [MEDIA_TYPES.jose, MEDIA_TYPES.text],
    answers: { 200: 'DecisionAnswer' },
    refusals: DECISION,
  },
  {
    id: 'askRoute',
    method: 'get',
    path: PATHS.routes,
    summary: 'Who is responsible for a service in a region, and by which entry.',
    answers: { 200: 'RouteAnswer' },
    refusals: [],
  },
  {
    id: 'searchRoutes',
    method: 'get',
    path: PATHS.routeSearch,
    summary: 'Who is responsible, asked in words: "building application in 26121".',
    answers: { 200: 'RouteSearch' },
    refusals: [],
  },
  {
    id: 'findServices',
    method: 'get',
    path: PATHS.services,
    summary: 'Services by name, synonym or key, best answer first.',
    answers: { 200: 'ServiceHits' },
    refusals: [],
  },
  {
    id: 'findRegions',
    method: 'get',
    path: PATHS.regions,
    summary: 'Regions by name, postal code or key, best answer first.',
    answers: { 200: 'RegionHits' },
    refusals: [],
  },
  {
    id: 'listMessageTypes',
    method: 'get',
    path: PATHS.messageTypes,
    summary: 'Every message type in every version.',
    answers: { 200: 'MessageTypes' },
    refusals: [],
  },
  {
    id: 'showMessageType',
    method: 'get',
    path: PATHS.messageType,
    summary: 'One version of a message type.',
    answers: { 200: 'MessageType' },
    refusals: [],
  },
  {
    id: 'validate',
    method: 'post',
    path: PATHS.validate,
    summary:
      'Try it: a payload, or a whole signed message, held against a version of a message type in whatever state. Nothing is stored; what would refuse it is told as violations.',
    takes: [MEDIA_TYPES.xml, MEDIA_TYPES.textXml],
    answers: { 200: 'Validation' },
    refusals: ['message-type-unknown', 'limit-exceeded', 'too-large', 'media-type-unsupported', 'examination-failed'],
  },
  {
    id: 'showOpenData',
    method: 'get',
    path: PATHS.openData,
    summary:
      'Counts of messages as open data, with their description for catalogues, where the operator publishes them.',
    answers: { 200: { mediaType: MEDIA_TYPES.json } },
    refusals: ['not-found'],
    open: true,
  },
  {
    id: 'showOpenApi',
    method: 'get',
    path: PATHS.openapi,
    summary: 'This document.',
    answers: { 200: { mediaType: MEDIA_TYPES.json } },
    refusals: [],
    open: true,
  },
];
