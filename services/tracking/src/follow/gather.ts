/** Gathers what comes from the streams into batches: one is written at a time, and nothing more is taken than is written. */
import type { StreamName } from '@dienstweg/schemas/bus/streams.ts';
import type { Batch, SeenEvents, SeenMessage } from '../project/project.ts';

/** What writes batches. */
export interface GatherNeeds {
  /** Resolves when the batch is in the view. Rejects for good: nothing is written any more. */
  readonly write: (batch: Batch) => Promise<void>;
  /** Rows that go into one write, at least, where there are so many. */
  readonly batchRows: number;
}

/** What was read from a stream; nothing where there was nothing in it. */
export interface Seen {
  readonly message?: SeenMessage;
  readonly events?: SeenEvents;
}

/** Batches being gathered. */
export interface Gathering {
  /** Resolves when there is room again. */
  take(stream: StreamName, sequence: number, seen: Seen): Promise<void> | undefined;
  /** Rows not yet in the view. */
  waiting(): number;
  /** Resolves when everything taken is in the view. Rejects where it cannot be written. */
  flush(): Promise<void>;
}

/**
 * How long rows wait for others: hardly where little happens, and under load at most what people still take as "at
 * once". A transaction costs more than the rows in it.
 */
const GATHER_MS = { quiet: 20, busy: 100 } as const;

/** Begins to gather. */
export const gatherInto = ({ write, batchRows }: GatherNeeds): Gathering => {
  let messages: SeenMessage[] = [];
  let events: SeenEvents[] = [];
  let positions: Partial<Record<StreamName, number>> = {};
  let rows = 0;
  let taken = false;
  let timer: NodeJS.Timeout | undefined;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let writing: Promise<void> | undefined;
  let failure: { readonly cause: unknown } | undefined;

  const writeOne = async (): Promise<void> => {
    const batch = { messages, events, positions };
    messages = [];
    events = [];
    positions = {};
    rows = 0;
    taken = false;
    await write(batch);
    writtenAt = performance.now();
  };
  const begin = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeOne()
      .catch((cause: unknown) => {
        failure = { cause };
        throw cause;
      })
      .finally(() => {
        writing = undefined;
        if (taken && failure === undefined) soon();
      });
    writing.catch(() => undefined);
    return writing;
  };
  const soon = (): void => {
    if (rows >= batchRows) void begin().catch(() => undefined);
    else
      timer ??= setTimeout(
        () => void begin().catch(() => undefined),
        Math.max(writtenAt + GATHER_MS.busy - performance.now(), GATHER_MS.quiet),
      );
  };
  return {
    take: (stream, sequence, seen) => {
      if (failure !== undefined) return undefined;
      positions[stream] = sequence;
      taken = true;
      rows += 1;
      if (seen.message !== undefined) messages.push(seen.message);
      if (seen.events !== undefined) {
        events.push(seen.events);
        rows += seen.events.events.length;
      }
      if (rows < batchRows) {
        soon();
        return undefined;
      }
      if (writing === undefined) void begin().catch(() => undefined);
      // what is gathered while a batch is written is the next one: then it is enough
      return rows < batchRows ? undefined : writing?.catch(() => undefined);
    },
    waiting: () => rows,
    flush: async () => {
      while (taken || writing !== undefined) {
        if (failure !== undefined) throw failure.cause;
        await (writing ?? begin());
      }
      if (failure !== undefined) throw failure.cause;
    },
  };
};
