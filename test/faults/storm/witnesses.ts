/** Remembers messages of the streams in the middle of a run, so that they can be compared at its end. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { readMessage } from '@dienstweg/infra/bus/read.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { Witness } from '../checker/history.ts';
import type { Chance } from '../random.ts';
import { digestOfStored } from './gather.ts';

/** Watching the streams that only grow. */
export interface Witnesses {
  stop(): Promise<void>;
  /** Reads all of them once more. */
  compare(): Promise<readonly Witness[]>;
}

const EVERY_MS = 250;

/** Begins. */
export const startWitnesses = (bus: Bus, chance: Chance): Witnesses => {
  const seen: Omit<Witness, 'after'>[] = [];
  let stopped = false;
  const digest = async (stream: string, sequence: number): Promise<string | undefined> => {
    const stored = await readMessage(bus, stream, sequence);
    return stored === undefined ? undefined : digestOfStored(stored.subject, stored.data);
  };
  const look = async (): Promise<void> => {
    while (!stopped) {
      await delay(EVERY_MS);
      const stream = chance.pick([STREAMS.messages, STREAMS.events, STREAMS.registry]);
      try {
        const { last_seq: last } = (await bus.jsm.streams.info(stream)).state;
        if (last === 0) continue;
        const sequence = chance.between(1, last);
        const before = await digest(stream, sequence);
        if (before !== undefined) seen.push({ stream, sequence, before });
      } catch {
        // The server is away: there is nothing to be seen.
      }
    }
  };
  const looking = look();
  return {
    stop: async () => {
      stopped = true;
      await looking;
    },
    compare: () => Promise.all(seen.map(async (one) => ({ ...one, after: await digest(one.stream, one.sequence) }))),
  };
};
