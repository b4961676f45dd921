/** Gathers what alarms look at. What cannot be learned is left out; nothing here throws. */
import { statfs } from 'node:fs/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import type { ExpiringCertificate } from '@dienstweg/schemas/alarms/alarm.ts';
import { CONSUMERS, STREAMS, type StreamName } from '@dienstweg/schemas/bus/streams.ts';
import type { Facts, StreamFacts, ViewFacts } from './measure.ts';
import type { SeenProcess } from './processes.ts';

/** Where facts come from. */
export interface GatherNeeds {
  readonly bus: Bus;
  readonly view: () => Promise<ViewFacts>;
  /** Stored messages this process has still to take in. */
  readonly behind: () => number;
  readonly processes: () => Promise<readonly SeenProcess[]>;
  readonly diskFolder: string;
  /** Certificates that end later than this from now are of no interest. */
  readonly horizonMs: number;
  readonly now: () => Date;
  readonly log: Log;
}

/** Certificates seldom change: so often the registry is asked. */
const ASK_REGISTRY_EVERY_MS = 10 * 60_000;

/** What is asked of all streams, and of the work on `MESSAGES`. */
const streamsOf = async (bus: Bus, behind: number): Promise<readonly StreamFacts[]> => {
  const waiting = await bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery).then(
    ({ num_pending }) => num_pending,
    () => undefined,
  );
  const behindOf: Readonly<Partial<Record<StreamName, number | undefined>>> = {
    [STREAMS.messages]: waiting,
    [STREAMS.events]: behind,
  };
  return Promise.all(
    Object.values(STREAMS).map(async (stream) => {
      const { config, state } = await bus.jsm.streams.info(stream);
      const lag = behindOf[stream];
      return {
        stream,
        messages: state.messages,
        bytes: state.bytes,
        ...(config.max_bytes > 0 ? { limitBytes: config.max_bytes } : {}),
        ...(lag === undefined ? {} : { behind: lag }),
      };
    }),
  );
};

/** Everything known now. */
export const factGatherer = (needs: GatherNeeds): (() => Promise<Facts>) => {
  const { bus, log, now } = needs;
  let registered: { readonly at: number; readonly certificates: readonly ExpiringCertificate[] } | undefined;

  const known = async <K extends keyof Facts>(
    key: K,
    learn: () => Promise<Facts[K]>,
  ): Promise<Pick<Facts, K> | Record<string, never>> => {
    try {
      const value = await learn();
      return value === undefined ? {} : ({ [key]: value } as Pick<Facts, K>);
    } catch (error) {
      log.debug({ err: error, fact: key }, 'not known to alarms');
      return {};
    }
  };

  const expiring = async (): Promise<Facts['registered']> => {
    const at = now().getTime();
    if (registered !== undefined && at - registered.at < ASK_REGISTRY_EVERY_MS) return registered.certificates;
    const reply = await request(bus, 'registryExpiring', { before: new Date(at + needs.horizonMs).toISOString() });
    if (!reply.ok) return undefined;
    registered = { at, certificates: reply.value.certificates };
    return registered.certificates;
  };

  return async () => {
    const [processes, ...rest] = await Promise.all([
      needs.processes(),
      known('view', needs.view),
      known('streams', () => streamsOf(bus, needs.behind())),
      known('delivery', async () => {
        const reply = await request(bus, 'deliveryCondition', {});
        return reply.ok ? reply.value : undefined;
      }),
      known('registered', expiring),
      known('disk', async () => {
        const { bavail, blocks, bsize } = await statfs(needs.diskFolder);
        return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
      }),
    ]);
    return {
      ...Object.assign({}, ...rest),
      services: processes,
      own: processes.flatMap(({ name, certificates }) =>
        certificates.map(({ certificate, until }) => ({ owner: `${name} ${certificate}`, until })),
      ),
      revocationListsDueAt: processes.flatMap(({ name, revocationListsDueAt: dueAt }) =>
        dueAt === undefined ? [] : [{ issuer: name, dueAt }],
      ),
    };
  };
};
