/** Streams, lag, timers, workers, limits: what the machinery says of itself. */
import { statfs } from 'node:fs/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import { statusOf } from '@dienstweg/infra/launcher/control.ts';
import { CONSUMERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { Operations } from '../api/shapes/operations.ts';
import type { Handler } from '../receive/server.ts';
import type { MetricReader } from './metrics.ts';
import type { ViewNeeds } from './needs.ts';
import type { Readiness } from './readiness.ts';

/** What the page needs beside. */
export interface OperationsNeeds extends ViewNeeds {
  readonly bus: Bus;
  readonly home: Home;
  readonly readiness: () => Promise<readonly Readiness[]>;
  readonly metrics: MetricReader;
  readonly live: () => { readonly connections: number; readonly atMost: number };
  /** Records of the directory that are not known here yet. */
  readonly directoryBehind: () => number;
}

const streamsOf = async (bus: Bus): Promise<Operations['streams']> => {
  const asked = Object.values(STREAMS).map(async (name) => {
    const { state, config } = await bus.jsm.streams.info(name);
    const isFilled = state.messages > 0;
    return {
      name,
      messages: state.messages,
      bytes: state.bytes,
      ...(config.max_bytes > 0 ? { limitBytes: config.max_bytes } : {}),
      ...(isFilled ? { firstAt: state.first_ts, lastAt: state.last_ts } : {}),
      lastSequence: state.last_seq,
    };
  });
  // one that is not there yet is no reason to show none
  return (await Promise.allSettled(asked)).flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
};

const followersOf = async ({ bus, ask, directoryBehind }: OperationsNeeds): Promise<Operations['followers']> => {
  const [consumer, view] = await Promise.all([
    bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery).catch(() => undefined),
    ask('trackingView', {}).catch(() => undefined),
  ]);
  return [
    ...(consumer === undefined
      ? []
      : [
          {
            name: 'delivery',
            stream: STREAMS.messages,
            behind: consumer.num_pending + consumer.num_ack_pending,
          },
        ]),
    ...(view === undefined ? [] : [{ name: 'tracking', stream: STREAMS.events, behind: view.behind }]),
    { name: 'console', stream: STREAMS.registry, behind: directoryBehind() },
  ];
};

const diskOf = async (home: Home): Promise<{ readonly disk?: NonNullable<Operations['disk']> }> => {
  try {
    const { bavail, blocks, bsize } = await statfs(home.root);
    return { disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize } };
  } catch {
    return {};
  }
};

/** `GET /api/operations` */
export const showOperations =
  (needs: OperationsNeeds): Handler =>
  async (): Promise<Operations> => {
    const { bus, home, now } = needs;
    const [ready, status, streams, followers, disk, figures] = await Promise.all([
      needs.readiness(),
      statusOf(home),
      streamsOf(bus),
      followersOf(needs),
      diskOf(home),
      needs.metrics(),
    ]);
    const known = new Map(status.services.map((service) => [service.name, service]));
    return {
      at: now().toISOString(),
      services: [
        ...status.services,
        ...ready.filter(({ name }) => !known.has(name)).map(({ name, ready: isReady }) => ({ name, ready: isReady })),
      ],
      findings: ready.flatMap(({ findings }) => findings),
      streams,
      followers,
      ...figures,
      ...disk,
      live: needs.live(),
    };
  };
