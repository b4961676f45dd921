/** Group commit: what is gathered while one write is under way goes into the next. */
import { setTimeout as delay } from 'node:timers/promises';

/** Takes items from many callers and writes them together. */
export interface GroupCommit<T> extends AsyncDisposable {
  /** Resolves when these items are durable; rejects with the error of the write they were in. */
  add(items: readonly T[]): Promise<void>;
  /** Resolves when everything added before is durable or has failed. */
  flush(): Promise<void>;
}

interface Waiting<T> {
  readonly items: readonly T[];
  readonly settle: (error?: unknown) => void;
}

/** How much at once. */
export interface GroupLimits<T> {
  readonly maxItems: number;
  /** How much all items of a write may weigh together; what one `add` brings is never separated. */
  readonly maxWeight?: number;
  readonly weightOf?: (item: T) => number;
  /** Writes begin at least this far apart, as long as less than `maxItems` wait; default 0. The first never waits. */
  readonly everyMs?: number;
}

/** One write at a time, each of all that waits, up to its limits (the items of one `add` are never separated). */
export const groupCommit = <T>(
  write: (items: readonly T[]) => Promise<void>,
  { maxItems, maxWeight = Number.POSITIVE_INFINITY, weightOf = () => 0, everyMs = 0 }: GroupLimits<T>,
): GroupCommit<T> => {
  let begunAt = Number.NEGATIVE_INFINITY;
  let waiting: Waiting<T>[] = [];
  let running: Promise<void> | undefined;
  let closed = false;

  const takeGroup = (): readonly Waiting<T>[] => {
    let count = 0;
    let weight = 0;
    let length = 0;
    for (const { items } of waiting) {
      count += items.length;
      weight += items.reduce((sum, item) => sum + weightOf(item), 0);
      if (length > 0 && (count > maxItems || weight > maxWeight)) break;
      length += 1;
    }
    const group = waiting.slice(0, length);
    waiting = waiting.slice(length);
    return group;
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const restMs = begunAt + everyMs - performance.now();
      if (restMs > 0 && !closed && waiting.length < maxItems) {
        // timers come up to a millisecond early: looked at again
        await delay(Math.ceil(restMs));
        continue;
      }
      begunAt = performance.now();
      const group = takeGroup();
      try {
        await write(group.flatMap(({ items }) => items));
        for (const { settle } of group) settle();
      } catch (error) {
        for (const { settle } of group) settle(error);
      }
    }
    running = undefined;
  };

  return {
    add: (items) => {
      if (closed) return Promise.reject(new Error('nothing can be added any more: closed'));
      if (items.length === 0) return Promise.resolve();
      return new Promise((resolve, reject) => {
        waiting.push({
          items,
          settle: (error) => (error === undefined ? resolve() : reject(error)),
        });
        running ??= Promise.resolve().then(work);
      });
    },
    flush: async () => running,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      await running;
    },
  };
};
