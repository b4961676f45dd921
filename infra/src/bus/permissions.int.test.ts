import { BUS_USERS, type BusUser, inboxOf } from '@dienstweg/schemas/bus/permissions.ts';
import { answersFor, REQUESTS } from '@dienstweg/schemas/bus/streams.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectTestBus, startNats, type TestNats } from '../testing/servers.ts';
import type { Bus } from './connect.ts';

/** Who may publish what; written down by hand, so that a change of the permissions must be meant. */
const PUBLISHERS: Readonly<Record<string, readonly BusUser[]>> = {
  'message.a': ['gateway'],
  'event.gateway': ['gateway', 'delivery'],
  'event.tracking': ['gateway', 'delivery', 'tracking'],
  'event.alarms': ['gateway', 'delivery', 'tracking'],
  'event.console': ['gateway', 'delivery', 'console'],
  'event.restore': ['installer', 'gateway', 'delivery'],
  '$JS.SNAPSHOT.RESTORE.MESSAGES.x': ['installer'],
  'delivery.a.b': ['gateway', 'delivery'],
  'registry.change': ['registry'],
  'registry.snapshot.piece': ['registry'],
  'registry.snapshot.whole': ['registry'],
  'type.a': ['registry'],
  '$JS.API.DIRECT.GET.TYPES': ['installer', 'registry', 'gateway', 'sandbox', 'console'],
  '$JS.API.STREAM.PURGE.TYPES': ['installer'],
  '$JS.API.CONSUMER.CREATE.TYPES.own': ['installer'],
  'anything.else': [],
  'answer.registry.console.x.1': ['registry'],
  'answer.delivery.console.x.1': ['delivery'],
  'answer.tracking.console.x.1': ['tracking'],
  'answer.alarms.console.x.1': ['tracking'],
  [REQUESTS.registryChange]: ['console', 'operator'],
  [REQUESTS.registryPending]: ['console', 'operator'],
  [REQUESTS.registryRoute]: ['gateway', 'console', 'operator'],
  [REQUESTS.registryExport]: ['operator'],
  [REQUESTS.trackingMessage]: ['gateway', 'console', 'operator'],
  [REQUESTS.trackingEvents]: ['gateway', 'delivery', 'operator'],
  'webhook.a': ['gateway', 'delivery'],
  'pause.a': ['delivery'],
  'progress.a': ['delivery'],
  [REQUESTS.pauseReader]: ['console', 'operator'],
  [REQUESTS.resumeReader]: ['console', 'operator'],
  '$JS.API.DIRECT.GET.WEBHOOKS': ['installer', 'gateway', 'delivery'],
  [REQUESTS.trackingDeliveries]: ['gateway', 'operator'],
  [REQUESTS.trackingFind]: ['console', 'operator'],
  [REQUESTS.trackingConversation]: ['gateway', 'console', 'operator'],
  [REQUESTS.trackingSummary]: ['console', 'operator'],
  [REQUESTS.trackingOpen]: ['gateway', 'operator'],
  [REQUESTS.trackingOverview]: ['console', 'operator'],
  [REQUESTS.trackingFailures]: ['console', 'operator'],
  [REQUESTS.trackingFailureMembers]: ['console', 'operator'],
  [REQUESTS.trackingFlows]: ['console', 'operator'],
  [REQUESTS.trackingDays]: ['console', 'operator'],
  [REQUESTS.trackingTypes]: ['console', 'operator'],
  [REQUESTS.trackingActions]: ['console', 'operator'],
  [REQUESTS.trackingRefusals]: ['console', 'operator'],
  [REQUESTS.trackingView]: ['console', 'operator'],
  [REQUESTS.trackingRebuild]: ['console', 'operator'],
  [REQUESTS.alarmsList]: ['console', 'operator'],
  [REQUESTS.alarmsAcknowledge]: ['console', 'operator'],
  [REQUESTS.deliveryCondition]: ['tracking', 'console', 'operator'],
  [REQUESTS.registryExpiring]: ['tracking', 'console', 'operator'],
  [REQUESTS.registryContact]: ['tracking', 'operator'],
  [REQUESTS.deadLetters]: ['console', 'operator'],
  [REQUESTS.replay]: ['console', 'operator'],
  '$JS.API.STREAM.CREATE.OTHER': ['installer'],
  '$JS.API.STREAM.UPDATE.MESSAGES': ['installer'],
  '$JS.API.STREAM.DELETE.OTHER': ['installer'],
  '$JS.API.STREAM.PURGE.MESSAGES': ['installer'],
  '$JS.API.STREAM.PURGE.EVENTS': ['installer'],
  '$JS.API.STREAM.PURGE.DELIVERIES': ['installer', 'delivery'],
  '$JS.API.STREAM.PURGE.REGISTRY': ['installer'],
  '$JS.API.STREAM.PURGE.REGISTRY_SNAPSHOT': ['installer', 'registry'],
  '$JS.API.STREAM.MSG.DELETE.MESSAGES': ['installer'],
  '$JS.API.STREAM.RESTORE.MESSAGES': ['installer'],
  '$JS.API.CONSUMER.MSG.NEXT.MESSAGES.delivery': ['installer', 'delivery'],
  '$JS.API.CONSUMER.DELETE.MESSAGES.delivery': ['installer', 'delivery'],
  '$JS.API.CONSUMER.DURABLE.CREATE.MESSAGES.delivery': ['installer', 'delivery'],
  '$JS.API.CONSUMER.CREATE.MESSAGES.delivery': ['installer', 'delivery'],
  // on the bare subject the server takes any name, also that of a durable consumer
  '$JS.API.CONSUMER.CREATE.MESSAGES': ['installer'],
  '$JS.API.CONSUMER.CREATE.MESSAGES.own': ['installer', 'gateway', 'delivery', 'tracking'],
  '$JS.API.CONSUMER.CREATE.EVENTS.own': ['installer', 'gateway', 'delivery', 'tracking', 'operator'],
  '$JS.API.CONSUMER.CREATE.DELIVERIES.own': ['installer', 'delivery'],
  '$JS.API.CONSUMER.CREATE.REGISTRY.own': [
    'installer',
    'registry',
    'gateway',
    'delivery',
    'sandbox',
    'console',
    'operator',
  ],
  '$JS.ACK.MESSAGES.delivery.1.1.1.1.0': ['delivery'],
  '$JS.API.DIRECT.GET.MESSAGES': ['installer', 'gateway', 'delivery', 'console'],
  '$JS.API.DIRECT.GET.MESSAGES.message.a': ['installer', 'gateway', 'delivery'],
  '$JS.API.STREAM.INFO.DELIVERIES': ['installer', 'delivery', 'tracking', 'console'],
  '$JS.API.DIRECT.GET.REGISTRY': ['installer', 'registry', 'gateway', 'delivery', 'sandbox', 'console', 'operator'],
  '$JS.API.DIRECT.GET.REGISTRY_SNAPSHOT': [
    'installer',
    'registry',
    'gateway',
    'delivery',
    'sandbox',
    'console',
    'operator',
  ],
  '$JS.API.DIRECT.GET.DELIVERIES': ['installer', 'gateway', 'delivery'],
};

const served = (user: BusUser, ...subjects: readonly string[]) =>
  Object.fromEntries(subjects.map((subject) => [subject, [user]]));
const ASKERS: readonly BusUser[] = ['gateway', 'delivery', 'tracking', 'console', 'operator'];
const SUBSCRIBERS: Readonly<Record<string, readonly BusUser[]>> = {
  '>': [],
  'message.>': [],
  'event.>': [],
  '_INBOX.>': [],
  ...Object.fromEntries(BUS_USERS.map((user) => [`${inboxOf(user)}.x`, [user]])),
  'answer.>': [],
  ...Object.fromEntries(
    BUS_USERS.map((user) => [`${answersFor(user)}.x.*`, ASKERS.some((asker) => asker === user) ? [user] : []]),
  ),
  ...served('registry', REQUESTS.registryChange, REQUESTS.registryRoute, REQUESTS.registryExport),
  ...served('registry', REQUESTS.registryPending, REQUESTS.registryExpiring, REQUESTS.registryContact),
  ...served('delivery', REQUESTS.deliveryCondition, REQUESTS.pauseReader, REQUESTS.resumeReader),
  ...served('delivery', REQUESTS.deadLetters, REQUESTS.replay, REQUESTS.clearing),
  ...served('delivery', REQUESTS.assign, REQUESTS.returned, REQUESTS.messageOfDelivery),
  ...served('tracking', REQUESTS.trackingMessage, REQUESTS.trackingEvents, REQUESTS.trackingDeliveries),
  ...served('tracking', REQUESTS.trackingFind, REQUESTS.trackingSummary, REQUESTS.trackingOpen),
  ...served('tracking', REQUESTS.trackingOverview, REQUESTS.trackingFailures, REQUESTS.trackingFailureMembers),
  ...served('tracking', REQUESTS.trackingFlows, REQUESTS.trackingDays, REQUESTS.trackingTypes),
  ...served('tracking', REQUESTS.trackingActions, REQUESTS.trackingRefusals, REQUESTS.trackingView),
  ...served('tracking', REQUESTS.trackingRebuild),
  ...served('tracking', REQUESTS.trackingConversation, REQUESTS.alarmsList, REQUESTS.alarmsAcknowledge),
};

/** Subjects of the table that the server lets the user use. It refuses before it answers a flush. */
const allowedTo = async (bus: Bus, subjects: readonly string[], use: (subject: string) => void) => {
  const refused = new Set<string>();
  const statuses = bus.nc.status();
  void (async () => {
    for await (const status of statuses) if (status.type === 'error') refused.add(status.error.message);
  })();
  for (const subject of subjects) use(subject);
  await bus.nc.flush();
  await bus.nc.flush();
  const isRefused = (subject: string): boolean => [...refused].some((text) => text.includes(`"${subject}"`));
  return subjects.filter((subject) => !isRefused(subject));
};

describe('every user of the bus', () => {
  let nats: TestNats;
  beforeAll(async () => {
    nats = await startNats({ users: true });
  });
  afterAll(async () => {
    await nats[Symbol.asyncDispose]();
  });

  test.each(BUS_USERS)('%s can do exactly what it is for', async (user) => {
    await using bus = await connectTestBus(nats, { user, withUsers: true });
    const of = (table: Readonly<Record<string, readonly BusUser[]>>): readonly string[] =>
      Object.keys(table).filter((subject) => table[subject]?.includes(user));
    // Without a reply subject the JetStream API does nothing; whether the user may ask at all is decided before that.
    const mayPublish = await allowedTo(bus, Object.keys(PUBLISHERS), (subject) => bus.nc.publish(subject, '?'));
    expect(mayPublish).toEqual(of(PUBLISHERS));
    const maySubscribe = await allowedTo(bus, Object.keys(SUBSCRIBERS), (subject) => {
      bus.nc.subscribe(subject, { callback: () => undefined });
    });
    expect(maySubscribe).toEqual(of(SUBSCRIBERS));
  });
});
