/** What the message server has counted: stores and octets of every stream, by its own account. */
import { readFileSync } from 'node:fs';
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { seedFileOf } from '@dienstweg/infra/home.ts';
import { createLog } from '@dienstweg/infra/log.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { round } from './latency.ts';
import { patiently } from './patiently.ts';

/** Of one stream so far. */
export interface StreamCount {
  readonly stores: number;
  readonly bytes: number;
}
export type StreamCounts = Readonly<Record<string, StreamCount>>;

/** Per accepted message. */
export interface Stores {
  readonly perMessage: number;
  /** Octets that the streams grew by, headers and the server's own included. */
  readonly bytesPerMessage: number;
  readonly byStream: Readonly<Record<string, { readonly perMessage: number; readonly bytesPerMessage: number }>>;
}

/** Streams that carry messages. */
const COUNTED = [STREAMS.messages, STREAMS.events, STREAMS.deliveries] as const;

/** Reads the counters, with the rights of the installer. */
export const readCounters =
  ({ home, natsUrl }: Pick<CommonSettings, 'home' | 'natsUrl'>) =>
  async (): Promise<StreamCounts> => {
    await using bus = await connectBus({
      url: natsUrl,
      user: 'installer',
      seed: readFileSync(seedFileOf(home, 'installer'), 'utf8'),
      name: 'bench',
      log: createLog('bench', undefined, 'silent'),
    });
    const counts = COUNTED.map(async (name) => {
      const { state } = await patiently(() => bus.jsm.streams.info(name));
      return [name, { stores: state.last_seq, bytes: state.bytes }] as const;
    });
    return Object.fromEntries(await Promise.all(counts));
  };

/** What one message came to between two readings. */
export const storesBetween = (before: StreamCounts, after: StreamCounts, messages: number): Stores => {
  const by = Math.max(1, messages);
  const grown = Object.entries(after).map(([name, { stores, bytes }]) => {
    const { stores: storesBefore, bytes: bytesBefore } = before[name] ?? { stores: 0, bytes: 0 };
    return [name, { perMessage: (stores - storesBefore) / by, bytesPerMessage: (bytes - bytesBefore) / by }] as const;
  });
  const sum = (of: 'perMessage' | 'bytesPerMessage'): number => grown.reduce((total, [, one]) => total + one[of], 0);
  return {
    perMessage: round(sum('perMessage'), 3),
    bytesPerMessage: Math.round(sum('bytesPerMessage')),
    byStream: Object.fromEntries(
      grown.map(([name, one]) => [
        name,
        { perMessage: round(one.perMessage, 3), bytesPerMessage: Math.round(one.bytesPerMessage) },
      ]),
    ),
  };
};
