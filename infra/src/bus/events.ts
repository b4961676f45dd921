/** Events written to the stream `EVENTS`, many to a store. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { subjectOfEvents } from '@dienstweg/schemas/bus/streams.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { Bus } from './connect.ts';
import { groupCommit } from './group-commit.ts';
import { publishDurably } from './publish.ts';

/** Writes the events of one node. */
export interface EventWriter extends AsyncDisposable {
  /**
   * Resolves when the events are durable. While the bus is away it waits and tries again; what comes when too much waits
   * already rejects at once.
   */
  record(events: readonly DienstwegEvent[]): Promise<void>;
}

const MAX_EVENTS_PER_STORE = 500;
/** In characters: three octets each at most, and the server takes eight megabytes. */
const MAX_LENGTH_PER_STORE = 2_000_000;
/** What may wait while the bus is away, in characters. */
const MAX_WAITING = 64_000_000;
/** Every store costs the server a sync and every reader a message: under load events wait this long for company. */
const STORE_EVERY_MS = 20;
const PAUSE_MS = { first: 50, longest: 2_000 };
/** How long a writer that is put down still waits for the bus. */
const CLOSING_MS = 5_000;

/** The writer of a node. After it was put down, what could not be written within seconds rejects. */
export const eventWriter = (bus: Bus, node: string): EventWriter => {
  let givesUpAt = Number.POSITIVE_INFINITY;
  let waiting = 0;
  const group = groupCommit<string>(
    async (events) => {
      const messageId = randomUUID();
      const data = `[${events.join(',')}]`;
      for (let pauseMs = PAUSE_MS.first; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS.longest)) {
        const published = await publishDurably(bus, {
          subject: subjectOfEvents(node),
          data,
          messageId,
        });
        if (published.ok) return;
        if (performance.now() > givesUpAt)
          throw new Error(`events could not be recorded: ${published.reason}`, {
            cause: published.cause,
          });
        bus.log.warn({ reason: published.reason, events: events.length }, 'events wait for the bus');
        await delay(pauseMs);
      }
    },
    {
      maxItems: MAX_EVENTS_PER_STORE,
      maxWeight: MAX_LENGTH_PER_STORE,
      weightOf: ({ length }) => length,
      everyMs: STORE_EVERY_MS,
    },
  );
  return {
    record: async (events) => {
      if (waiting > MAX_WAITING) throw new Error('events could not be recorded: too many wait for the bus');
      const written = events.map((event) => JSON.stringify(event));
      const length = written.reduce((sum, each) => sum + each.length, 0);
      waiting += length;
      await group.add(written).finally(() => {
        waiting -= length;
      });
    },
    [Symbol.asyncDispose]: async () => {
      givesUpAt = performance.now() + CLOSING_MS;
      await group[Symbol.asyncDispose]();
    },
  };
};
