/** Who may do what on the bus: one user a service, with exactly its subjects. A test goes through user × subject. */
import {
  ALARMS,
  answersFor,
  answersTo,
  BENCH_FLOOR,
  CONSOLE_NODE,
  CONSUMERS,
  REGISTRY_SNAPSHOT,
  REQUESTS,
  RESTORE_NODE,
  type RequestSubject,
  STREAMS,
  type StreamName,
  subjectOfEvents,
  subjectOfRegistryChange,
} from './streams.ts';

/** Users of the bus. `installer` makes streams; `operator` is who asks and acts from a terminal, `console` for browsers. */
export const BUS_USERS = [
  'installer',
  'registry',
  'gateway',
  'delivery',
  'tracking',
  'sandbox',
  'console',
  'operator',
] as const;
export type BusUser = (typeof BUS_USERS)[number];

/** Subjects a user may publish to and subscribe to; a subject in `deny` is refused although `allow` matches. */
export interface BusPermissions {
  readonly publish: {
    readonly allow: readonly string[];
    readonly deny: readonly string[];
  };
  readonly subscribe: {
    readonly allow: readonly string[];
    readonly deny: readonly string[];
  };
}

const API = '$JS.API';

/**
 * Following a stream: its state and a consumer of one's own, but not the durable ones of others. Its name stands in the
 * subject: on the bare one (for a list of filters) the server takes any name in the request, also that of a durable.
 */
const follow = (stream: StreamName): readonly string[] => [
  `${API}.STREAM.INFO.${stream}`,
  `${API}.CONSUMER.CREATE.${stream}.>`,
  `${API}.CONSUMER.INFO.${stream}.*`,
  `${API}.CONSUMER.MSG.NEXT.${stream}.*`,
  `${API}.CONSUMER.DELETE.${stream}.*`,
];

/** Reading single messages. */
const read = (stream: StreamName): readonly string[] => [
  `${API}.DIRECT.GET.${stream}`,
  `${API}.DIRECT.GET.${stream}.>`,
];

/** Following a stream from where a snapshot of its fold ends. */
const resume = ({ stream, of }: typeof REGISTRY_SNAPSHOT): readonly string[] => [
  ...follow(of),
  ...read(of),
  ...read(stream),
];

/** Taking work from a durable consumer, and making it where it is missing. */
const work = (stream: StreamName, consumer: string): readonly string[] => [
  `${API}.CONSUMER.DURABLE.CREATE.${stream}.${consumer}`,
  `${API}.CONSUMER.CREATE.${stream}.${consumer}`,
  `${API}.CONSUMER.CREATE.${stream}.${consumer}.>`,
  `${API}.CONSUMER.INFO.${stream}.${consumer}`,
  `${API}.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
  // One whose place the server has lost is made anew.
  `${API}.CONSUMER.DELETE.${stream}.${consumer}`,
  `$JS.ACK.${stream}.${consumer}.>`,
];

/** What nobody but the worker may do with a durable consumer. */
const OTHERS_WORK: readonly string[] = [
  ...work(STREAMS.messages, CONSUMERS.delivery).filter((subject) => !subject.includes('.CONSUMER.INFO.')),
];

/** What people look up in the view of messages, and do with its alarms. */
const VIEW_DESK: readonly RequestSubject[] = [
  REQUESTS.trackingMessage,
  REQUESTS.trackingFind,
  REQUESTS.trackingConversation,
  REQUESTS.trackingSummary,
  REQUESTS.trackingOverview,
  REQUESTS.trackingFailures,
  REQUESTS.trackingFailureMembers,
  REQUESTS.trackingFlows,
  REQUESTS.trackingDays,
  REQUESTS.trackingTypes,
  REQUESTS.trackingActions,
  REQUESTS.trackingRefusals,
  REQUESTS.trackingView,
  REQUESTS.trackingRebuild,
  REQUESTS.alarmsList,
  REQUESTS.alarmsAcknowledge,
];

/** What people see and do of deliveries. */
const DELIVERY_DESK: readonly RequestSubject[] = [
  REQUESTS.deliveryCondition,
  REQUESTS.deadLetters,
  REQUESTS.replay,
  REQUESTS.pauseReader,
  REQUESTS.resumeReader,
  REQUESTS.clearing,
  REQUESTS.assign,
  REQUESTS.returned,
  REQUESTS.messageOfDelivery,
];

interface Grant {
  readonly publish: readonly string[];
  readonly serves?: readonly RequestSubject[];
  readonly worker?: boolean;
}

const GRANTS: Readonly<Record<Exclude<BusUser, 'installer'>, Grant>> = {
  registry: {
    publish: [
      subjectOfRegistryChange,
      ...resume(REGISTRY_SNAPSHOT),
      REGISTRY_SNAPSHOT.piece,
      REGISTRY_SNAPSHOT.whole,
      // With a new snapshot the former one goes.
      `${API}.STREAM.PURGE.${REGISTRY_SNAPSHOT.stream}`,
      'type.*',
      ...read(STREAMS.types),
    ],
    serves: [
      REQUESTS.registryChange,
      REQUESTS.registryPending,
      REQUESTS.registryRoute,
      REQUESTS.registryExport,
      REQUESTS.registrySearch,
      REQUESTS.registryExpiring,
      REQUESTS.registryContact,
    ],
  },
  gateway: {
    publish: [
      'message.*',
      'event.*',
      ...follow(STREAMS.messages),
      ...read(STREAMS.messages),
      ...resume(REGISTRY_SNAPSHOT),
      ...follow(STREAMS.events),
      ...read(STREAMS.events),
      ...read(STREAMS.deliveries),
      // An entry of DELIVERIES ends when its reader has fetched it from the mailbox.
      'delivery.*.*',
      'webhook.*',
      ...read(STREAMS.webhooks),
      ...read(STREAMS.types),
      REQUESTS.trackingMessage,
      REQUESTS.trackingConversation,
      REQUESTS.trackingEvents,
      REQUESTS.trackingDeliveries,
      REQUESTS.trackingOpen,
      REQUESTS.registryRoute,
    ],
  },
  delivery: {
    publish: [
      'webhook.*',
      'pause.*',
      ...follow(STREAMS.pauses),
      'progress.*',
      ...read(STREAMS.progress),
      ...follow(STREAMS.webhooks),
      ...read(STREAMS.webhooks),
      REQUESTS.trackingEvents,
      'event.*',
      'delivery.*.*',
      ...work(STREAMS.messages, CONSUMERS.delivery),
      ...read(STREAMS.messages),
      // What was overwritten is made anew.
      ...follow(STREAMS.messages),
      ...resume(REGISTRY_SNAPSHOT),
      ...follow(STREAMS.deliveries),
      ...read(STREAMS.deliveries),
      // What it told last, after a crash.
      ...follow(STREAMS.events),
      ...read(STREAMS.events),
      // End markers are swept by sequence.
      `${API}.STREAM.PURGE.${STREAMS.deliveries}`,
    ],
    serves: DELIVERY_DESK,
    worker: true,
  },
  tracking: {
    // its clock tells of deadlines
    publish: [
      subjectOfEvents('tracking'),
      subjectOfEvents(ALARMS),
      // what its alarms watch
      ...Object.values(STREAMS).map((stream) => `${API}.STREAM.INFO.${stream}`),
      REQUESTS.deliveryCondition,
      REQUESTS.registryExpiring,
      REQUESTS.registryContact,
      ...follow(STREAMS.messages),
      ...follow(STREAMS.events),
    ],
    serves: [...VIEW_DESK, REQUESTS.trackingEvents, REQUESTS.trackingDeliveries, REQUESTS.trackingOpen],
  },
  sandbox: {
    publish: [...resume(REGISTRY_SNAPSHOT), ...read(STREAMS.types)],
  },
  // looks, asks and orders for people with roles; writes nothing but what they did
  console: {
    publish: [
      subjectOfEvents(CONSOLE_NODE),
      ...resume(REGISTRY_SNAPSHOT),
      ...read(STREAMS.types),
      // a message that somebody looks at
      `${API}.DIRECT.GET.${STREAMS.messages}`,
      ...Object.values(STREAMS).map((stream) => `${API}.STREAM.INFO.${stream}`),
      `${API}.CONSUMER.INFO.${STREAMS.messages}.${CONSUMERS.delivery}`,
      ...VIEW_DESK,
      ...DELIVERY_DESK,
      REQUESTS.registryExpiring,
      REQUESTS.registryRoute,
      REQUESTS.registrySearch,
      REQUESTS.registryPending,
      REQUESTS.registryChange,
    ],
  },
  operator: {
    // events for whoever audits
    publish: [...Object.values(REQUESTS), ...resume(REGISTRY_SNAPSHOT), ...follow(STREAMS.events)],
  },
};

/** The inbox of a user: replies to it, nobody else's. */
export const inboxOf = (user: BusUser): string => `_INBOX_${user}`;

/** The permissions of a user, as nats-server is configured with them. */
export const permissionsOf = (user: BusUser): BusPermissions => {
  const inbox = `${inboxOf(user)}.>`;
  if (user === 'installer')
    return {
      publish: {
        // `$JS.SNAPSHOT`: pieces of streams, out and in; the event of a restore is told by whoever restores
        allow: [`${API}.>`, '$JS.SNAPSHOT.>', subjectOfEvents(RESTORE_NODE), `${BENCH_FLOOR.subjects}.*`],
        deny: [],
      },
      subscribe: { allow: [inbox], deny: [] },
    };
  const { publish, serves = [], worker = false } = GRANTS[user];
  const answers = [...new Set(serves.map((request) => `${answersTo(request)}.>`))];
  const asks = Object.values<string>(REQUESTS).some((request) => publish.includes(request));
  return {
    publish: { allow: [...publish, ...answers], deny: worker ? [] : OTHERS_WORK },
    subscribe: { allow: [inbox, ...serves, ...(asks ? [`${answersFor(user)}.>`] : [])], deny: [] },
  };
};
