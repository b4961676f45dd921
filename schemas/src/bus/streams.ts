/** Streams, subjects, headers and consumers on NATS JetStream. Nowhere else is a subject written as a literal. */
import { type AuthorityId, type DeliveryId, type MessageId, toToken } from '../identifiers.ts';

/** The streams that are the truth. Limits retention, file storage, one second of sync: see `infra`. */
export const STREAMS = {
  messages: 'MESSAGES',
  events: 'EVENTS',
  deliveries: 'DELIVERIES',
  registry: 'REGISTRY',
  registrySnapshot: 'REGISTRY_SNAPSHOT',
  webhooks: 'WEBHOOKS',
  pauses: 'PAUSES',
  progress: 'PROGRESS',
  types: 'TYPES',
} as const;
export type StreamName = (typeof STREAMS)[keyof typeof STREAMS];

const CHANGES = 'registry.change';
const SNAPSHOT_PIECE = 'registry.snapshot.piece';
const SNAPSHOT_WHOLE = 'registry.snapshot.whole';

/** What each stream keeps and how. `duplicateWindowMs` settles races between gateways and retries after a crash. */
export const STREAM_SETTINGS: Readonly<
  Record<
    StreamName,
    {
      readonly subjects: readonly string[];
      readonly onePerSubject: boolean;
      readonly duplicateWindowMs: number;
    }
  >
> = {
  MESSAGES: {
    subjects: ['message.*'],
    onePerSubject: false,
    duplicateWindowMs: 10 * 60_000,
  },
  EVENTS: {
    subjects: ['event.*'],
    onePerSubject: false,
    duplicateWindowMs: 2 * 60_000,
  },
  DELIVERIES: {
    subjects: ['delivery.*.*'],
    onePerSubject: true,
    duplicateWindowMs: 2 * 60_000,
  },
  REGISTRY: {
    subjects: [CHANGES],
    onePerSubject: false,
    duplicateWindowMs: 2 * 60_000,
  },
  PAUSES: {
    subjects: ['pause.*'],
    onePerSubject: true,
    duplicateWindowMs: 2 * 60_000,
  },
  // How far what a durable consumer gave out was put down: the server may lose a consumer's place.
  PROGRESS: {
    subjects: ['progress.*'],
    onePerSubject: true,
    duplicateWindowMs: 2 * 60_000,
  },
  WEBHOOKS: {
    subjects: ['webhook.*'],
    onePerSubject: true,
    duplicateWindowMs: 2 * 60_000,
  },
  // Contents of message types by their digest; which version has which, and when it counts, stands in REGISTRY.
  TYPES: {
    subjects: ['type.*'],
    onePerSubject: false,
    duplicateWindowMs: 2 * 60_000,
  },
  // No truth: the fold of REGISTRY laid aside, so that nobody has to read it from its first record.
  REGISTRY_SNAPSHOT: {
    subjects: [SNAPSHOT_PIECE, SNAPSHOT_WHOLE],
    onePerSubject: false,
    duplicateWindowMs: 2 * 60_000,
  },
};

/** How the changes of `REGISTRY` are followed: nothing else that stands there, and few at once, for each may have 8 MB. */
export const REGISTRY_CHANGES = { stream: STREAMS.registry, filterSubject: CHANGES, messagesInFlight: 12 } as const;

/** Where the fold of `REGISTRY` is laid aside: its pieces, and behind them what says that they are whole. */
export const REGISTRY_SNAPSHOT = {
  stream: STREAMS.registrySnapshot,
  of: STREAMS.registry,
  piece: SNAPSHOT_PIECE,
  whole: SNAPSHOT_WHOLE,
} as const;

/** Largest message nats-server takes. */
export const MAX_PAYLOAD_BYTES = 8 * 1024 * 1024;

/** Durable consumers. */
export const CONSUMERS = {
  /** The delivery service's work on `MESSAGES`. */
  delivery: 'delivery',
} as const;

export const subjectOfMessage = (author: AuthorityId): string => `message.${toToken(author)}`;
/** The node in whose name a restore tells that an epoch begins. */
export const RESTORE_NODE = 'restore';
/** The node in whose name the console tells what its users did. */
export const CONSOLE_NODE = 'console';
/** Subject token of events by which a delivery gets another reader: rare, and gateways must know them. */
export const ASSIGNMENTS = 'assignments';

/** Subject token of the events of alarms: few, and read from the first at every start. */
export const ALARMS = 'alarms';

export const subjectOfEvents = (node: string): string => `event.${node}`;
export const subjectOfDelivery = (reader: AuthorityId, delivery: DeliveryId): string =>
  `delivery.${toToken(reader)}.${delivery}`;
/** A delivery, whoever its reader is: to look for, not to write to. */
export const subjectOfDeliveryToAnybody = (delivery: DeliveryId): string => `delivery.*.${delivery}`;
/** The delivery a subject is of; `undefined` for any other subject. */
export const deliveryOfSubject = (subject: string): DeliveryId | undefined => {
  const [kind, , delivery, ...more] = subject.split('.');
  return kind === 'delivery' && more.length === 0 ? (delivery as DeliveryId | undefined) : undefined;
};
export const subjectOfDeliveriesTo = (reader: AuthorityId): string => `delivery.${toToken(reader)}.>`;
/** Where it stands whether a reader is paused. */
export const subjectOfPause = (reader: AuthorityId): string => `pause.${toToken(reader)}`;
/** Where it stands how far what a durable consumer gave out was put down. */
export const subjectOfProgress = (consumer: string): string => `progress.${consumer}`;
/** Where an authority's webhook stands. */
export const subjectOfWebhook = (authority: AuthorityId): string => `webhook.${toToken(authority)}`;
/** Where the package of a message type's content stands, by the digest of that content. */
export const subjectOfType = (digest: string): string => `type.${digest}`;
export const subjectOfRegistryChange = CHANGES;

/** The idempotency key of a message: `Nats-Msg-Id` in `MESSAGES`. */
export const keyOfMessage = (author: AuthorityId, id: MessageId): string => `${toToken(author)}.${id}`;

/** Headers of what is stored. */
export const HEADERS = {
  /** JSON of `AcceptedRecord`. */
  accepted: 'Dienstweg-Accepted',
  /** Compact JWS of the SubmissionAcceptance receipt. */
  receipt: 'Dienstweg-Receipt',
  traceparent: 'traceparent',
  /** With a stored content: the message type and version it is of, `code/version`. */
  messageType: 'Dienstweg-Message-Type',
} as const;

/** Headers of a push to a recipient. */
export const PUSH_HEADERS = {
  deliveryId: 'Dienstweg-Delivery-Id',
  attempt: 'Dienstweg-Attempt',
  traceparent: 'traceparent',
} as const;

/** Request/reply subjects between services and for operators; request and reply bodies in `bus/requests.ts`. */
export const REQUESTS = {
  registryChange: 'request.registry.change',
  registryPending: 'request.registry.pending',
  registryRoute: 'request.registry.route',
  registryExport: 'request.registry.export',
  registrySearch: 'request.registry.search',
  trackingMessage: 'request.tracking.message',
  trackingEvents: 'request.tracking.events',
  trackingDeliveries: 'request.tracking.deliveries',
  trackingFind: 'request.tracking.find',
  trackingConversation: 'request.tracking.conversation',
  trackingSummary: 'request.tracking.summary',
  trackingOpen: 'request.tracking.open',
  trackingOverview: 'request.tracking.overview',
  trackingFailures: 'request.tracking.failures',
  trackingFailureMembers: 'request.tracking.failure-members',
  trackingFlows: 'request.tracking.flows',
  trackingDays: 'request.tracking.days',
  trackingTypes: 'request.tracking.types',
  trackingActions: 'request.tracking.actions',
  trackingRefusals: 'request.tracking.refusals',
  trackingView: 'request.tracking.view',
  trackingRebuild: 'request.tracking.rebuild',
  alarmsList: 'request.alarms.list',
  alarmsAcknowledge: 'request.alarms.acknowledge',
  registryExpiring: 'request.registry.expiring',
  registryContact: 'request.registry.contact',
  deliveryCondition: 'request.delivery.condition',
  deadLetters: 'request.delivery.dead-letters',
  replay: 'request.delivery.replay',
  pauseReader: 'request.delivery.pause',
  resumeReader: 'request.delivery.resume',
  clearing: 'request.delivery.clearing',
  assign: 'request.delivery.assign',
  returned: 'request.delivery.returned',
  messageOfDelivery: 'request.delivery.message',
} as const;
export type RequestSubject = (typeof REQUESTS)[keyof typeof REQUESTS];

/** Whose request it is: the second word of its subject. */
const domainOf = (request: RequestSubject): string => request.split('.')[1] ?? '';

/** Below it stand all answers to requests of this kind: who serves them writes there, and nobody else. */
export const answersTo = (request: RequestSubject): string => `answer.${domainOf(request)}`;

/** Below it stand the answers to what a user of the bus asked: it alone reads them. */
export const answersFor = (user: string): string => `answer.*.${user}`;

/** Where the answer to one request goes; `id`: a word for each connection and one for each request, joined by a dot. */
export const answerSubject = (request: RequestSubject, user: string, id: string): string =>
  `${answersTo(request)}.${user}.${id}`;

/** The BullMQ queue that holds retry timers; a job's id is the delivery id, its data is empty. */
export const TIMER_QUEUE = 'delivery-timers';

/** Stream and subjects of the floor loop of `bench`; exists only while it runs. */
export const BENCH_FLOOR = { stream: 'BENCH_FLOOR', subjects: 'bench.floor' } as const;
