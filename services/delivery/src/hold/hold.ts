/** Writing entries of `DELIVERIES`, so that two workers can never both advance one. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readAs, readLast } from '@dienstweg/infra/bus/read.ts';
import { readStoredEntry } from '@dienstweg/schemas/bus/stored.ts';
import { STREAMS, subjectOfDelivery } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { Standings } from './standings.ts';

/** What holding needs. */
export interface HoldNeeds {
  readonly bus: Bus;
  readonly standings: Standings;
  /** When it fires, waiting for the bus ends with an error. */
  readonly stopping: AbortSignal;
}

const PAUSE_MS = 200;

/**
 * Records an entry in place of the one at `after` (0: there must be none). `false`: somebody else advanced the
 * delivery; what stands there now is in `standings`. While the bus is away it waits and tries again.
 * @throws when the process stops before the outcome is known, and when the stream is full.
 */
export const holdDelivery = async (needs: HoldNeeds, entry: DeliveryEntry, after: number): Promise<boolean> => {
  const { bus, standings, stopping } = needs;
  let predecessor = after;
  const subject = subjectOfDelivery(entry.reader, entry.deliveryId);
  const data = JSON.stringify(entry);
  for (;;) {
    const written = await publishDurably(bus, { subject, data, expectedLastSubjectSequence: predecessor });
    if (written.ok) {
      standings.take(entry, written.sequence);
      return true;
    }
    if (written.reason === 'full') throw new Error('DELIVERIES is full', { cause: written.cause });
    if (written.reason === 'wrong-sequence') {
      const last = await readLast(bus, STREAMS.deliveries, subject);
      if (last === undefined) return false;
      const there = readAs(last, readStoredEntry);
      if (there !== undefined) {
        standings.take(there, last.sequence);
        // A write whose answer got lost, repeated: what stands there is ours.
        return Buffer.from(last.data).equals(Buffer.from(data));
      }
      // What is no entry advances nothing; but an entry may have come before it.
      standings.passOver(entry.deliveryId, last.sequence);
      if (standings.wasAdvanced(entry.deliveryId, after)) return false;
      predecessor = last.sequence;
      continue;
    }
    stopping.throwIfAborted();
    await delay(PAUSE_MS, undefined, { signal: stopping });
  }
};
