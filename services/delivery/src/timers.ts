/** Timers in Redis by BullMQ: a job is a delivery id and nothing else. Losing them loses nothing but time. */

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
  /** Called when a timer is due; what it returns is when the same delivery is due again, if at all. */
  readonly due: (delivery: DeliveryId) => Promise<Date | undefined>;
  /** Called each time Redis can be reached (again): it may be empty. */
  readonly ready: () => void;
  readonly log: Log;
}

/** Timers of deliveries. */
export interface Timers extends AsyncDisposable {
  isReady(): boolean;
  /** Sets timers; those already set stay as they are. @throws while Redis is away. */
  arm(timers: readonly Timer[]): Promise<void>;
  /** Every delivery that has a timer. @throws while Redis is away. */
  armed(): Promise<ReadonlySet<string>>;
}

/** When a due delivery is tried again whose work failed for a reason of our own. */
const AFTER_FAILURE_MS = 5_000;
const CLOSING_MS = 5_000;
const AT_ONCE = 1_000;
/** How often the same complaint of Redis is logged. */
const COMPLAINT_EVERY_MS = 10_000;

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

  const queue = new Queue(TIMER_QUEUE, { connection: asking });
  queue.on('error', complain);
  const worker = new Worker(TIMER_QUEUE, (job, token) => run(needs, job, token), {
    connection: working,
    concurrency: needs.atOnce,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  worker.on('error', complain);
  asking.on('ready', needs.ready);

  return {
    isReady: () => asking.status === 'ready',
    arm: async (timers) => {
      const now = Date.now();
      for (let from = 0; from < timers.length; from += AT_ONCE) {
        await queue.addBulk(
          timers.slice(from, from + AT_ONCE).map(({ delivery, at }) => ({
            name: 'due',
            data: {},
            opts: {
              jobId: delivery,
              delay: Math.max(at.getTime() - now, 0),
              attempts: 1,
              removeOnComplete: true,
              removeOnFail: true,
            },
          })),
        );
      }
    },
    armed: async () => new Set(await queue.getRanges(['delayed', 'wait', 'active', 'prioritized'], 0, -1)),
    [Symbol.asyncDispose]: async () => {
      asking.off('ready', needs.ready);
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

/** The timer of a delivery that stays open is set anew while its job is active: a job of the same id could not be added. */
const run = async ({ due, log }: TimersNeeds, job: Job, token: string | undefined): Promise<void> => {
  const delivery = job.id as DeliveryId;
  let again: Date | undefined;
  try {
    again = await due(delivery);
  } catch (error) {
    log.error({ err: error, deliveryId: delivery }, 'delivery could not be attempted');
    again = new Date(Date.now() + AFTER_FAILURE_MS);
  }
  if (again === undefined) return;
  await job.moveToDelayed(again.getTime(), token);
  throw new DelayedError();
};
