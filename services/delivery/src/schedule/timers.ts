/** Timers in Redis by BullMQ: a job is a delivery id and nothing else. Losing them loses nothing but time. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Log } from '@dienstweg/infra/log.ts';
import { TIMER_QUEUE } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { DelayedError, type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

/** A delivery and when it is due. */
export interface Timer {
  readonly delivery: DeliveryId;
  readonly at: Date;
}

/** What timers need. */
export interface TimersNeeds {
  /** May hold a password: never log it. */
  readonly redisUrl: string;
  readonly atOnce: number;
  /** A timer has come: when it is to come again, if at all. */
  readonly due: (delivery: DeliveryId) => Date | undefined;
  /** A timer has come and is gone. */
  readonly fired: (delivery: DeliveryId) => void;
  /** Called each time Redis can be reached (again), and when it has forgotten everything. */
  readonly lost: () => void;
  readonly log: Log;
}

/** Timers of deliveries. */
export interface Timers extends AsyncDisposable {
  isReady(): boolean;
  /** Redis may drop timers when its memory is full: somebody has set it so. */
  mayEvict(): boolean;
  /** Timers this process knows to stand in Redis. */
  count(): number;
  /** Sets a timer in place of the one there may be. @throws while Redis is away. */
  set(timer: Timer): Promise<void>;
  /** Sets timers; those already set stay as they are. @throws while Redis is away. */
  arm(timers: readonly Timer[]): Promise<void>;
  /** Removes timers. @throws while Redis is away. */
  disarm(deliveries: readonly string[]): Promise<void>;
  /** Every delivery that has a timer. @throws while Redis is away. */
  armed(): Promise<ReadonlySet<string>>;
}

const CLOSING_MS = 5_000;
/** So many timers go to Redis at once; between two such helpings other work has its turn. */
const HELPING = 250;
const PAGE = 5_000;
/** How often the same complaint of Redis is logged. */
const COMPLAINT_EVERY_MS = 10_000;
/** How often Redis is asked whether it still knows us, and how its memory is set. */
const LOOK_EVERY_MS = 1_000;
/** Stands in Redis as long as it has not forgotten: whoever wipes it wipes this too. */
const EPOCH_KEY = `bull:${TIMER_QUEUE}:epoch`;
const STATES = ['delayed', 'wait', 'active', 'prioritized'] as const;

/** Starts the timers. Does not wait for Redis to be there. */
export const startTimers = (needs: TimersNeeds): Timers => {
  const { log } = needs;
  let complainedAt = Number.NEGATIVE_INFINITY;
  const complain = (error: Error): void => {
    if (performance.now() - complainedAt < COMPLAINT_EVERY_MS) return;
    complainedAt = performance.now();
    log.warn({ code: 'code' in error ? error.code : error.name }, 'timers: Redis cannot be reached');
  };
  const retryStrategy = (times: number): number => Math.min(100 * times, 1_000);
  const asking = new Redis(needs.redisUrl, { maxRetriesPerRequest: null, enableOfflineQueue: false, retryStrategy });
  const working = new Redis(needs.redisUrl, { maxRetriesPerRequest: null, retryStrategy });
  asking.on('error', complain);
  working.on('error', complain);

  const queue = new Queue(TIMER_QUEUE, { connection: asking, skipMetasUpdate: true });
  queue.on('error', complain);
  const worker = new Worker(TIMER_QUEUE, (job, token) => run(needs, job, token), {
    connection: working,
    concurrency: needs.atOnce,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  worker.on('error', complain);
  // not before: while the job is there none of the same id can be added
  worker.on('completed', (job) => {
    if (job.id === undefined) return;
    known.delete(job.id);
    needs.fired(job.id as DeliveryId);
  });

  /** Timers this process knows to stand in Redis: only these must be removed before they can be set anew. */
  let known = new Set<string>();
  let policy = 'noeviction';
  const look = async (): Promise<void> => {
    const [[, first] = [], [, memory] = []] =
      (await asking.pipeline().set(EPOCH_KEY, new Date().toISOString(), 'NX').info('memory').exec()) ?? [];
    policy = /maxmemory_policy:(\S+)/.exec(String(memory))?.[1] ?? policy;
    if (first !== 'OK') return;
    known = new Set();
    log.info('timers: Redis knows none of them');
    needs.lost();
  };
  const onReady = (): void => {
    look().catch(() => undefined);
    needs.lost();
  };
  asking.on('ready', onReady);
  const looking = setInterval(() => {
    if (asking.status === 'ready') look().catch(() => undefined);
  }, LOOK_EVERY_MS);

  const jobOf = ({ delivery, at }: Timer) => ({
    name: 'due',
    data: {},
    opts: {
      jobId: delivery,
      delay: Math.max(at.getTime() - Date.now(), 0),
      attempts: 1,
      removeOnComplete: true,
      removeOnFail: true,
    },
  });

  return {
    isReady: () => asking.status === 'ready',
    mayEvict: () => policy !== 'noeviction',
    count: () => known.size,
    set: async (timer) => {
      const { name, data, opts } = jobOf(timer);
      if (known.has(timer.delivery)) await queue.remove(timer.delivery);
      known.add(timer.delivery);
      await queue.add(name, data, opts);
    },
    arm: async (timers) => {
      for (let from = 0; from < timers.length; from += HELPING) {
        const helping = timers.slice(from, from + HELPING);
        await queue.addBulk(helping.map(jobOf));
        for (const { delivery } of helping) known.add(delivery);
        await nextTurn();
      }
    },
    disarm: async (deliveries) => {
      for (const delivery of deliveries) {
        await queue.remove(delivery);
        known.delete(delivery);
      }
    },
    armed: async () => {
      const armed = new Set<string>();
      for (const state of STATES)
        for (let from = 0; ; from += PAGE) {
          const page = await queue.getRanges([state], from, from + PAGE - 1);
          for (const id of page) armed.add(id);
          if (page.length < PAGE) break;
        }
      known = new Set(armed);
      return armed;
    },
    [Symbol.asyncDispose]: async () => {
      asking.off('ready', onReady);
      clearInterval(looking);
      const closing = Promise.allSettled([worker.close(), queue.close()]);
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, asking.status === 'ready' ? CLOSING_MS : 500);
      await Promise.race([closing, late.promise]);
      clearTimeout(timer);
      asking.disconnect();
      working.disconnect();
    },
  };
};

/** A timer of a delivery that waits for something else than its time is set anew while its job is active. */
const run = async ({ due, log }: TimersNeeds, job: Job, token: string | undefined): Promise<void> => {
  const delivery = job.id as DeliveryId;
  const again = due(delivery);
  if (again === undefined) return;
  log.trace({ deliveryId: delivery, at: again }, 'timer set anew');
  await job.moveToDelayed(again.getTime(), token);
  throw new DelayedError();
};

/** Failing to set a timer costs time only: the reconciler sets it. */
export const armSoon = (timers: Timers, delivery: DeliveryId, at: Date): void => {
  if (timers.isReady()) timers.set({ delivery, at }).catch(() => undefined);
};
