/**
 * Whose octets are examined next. Threads are shared by time: whoever has had the least of it goes first, and whoever
 * hands in what takes long has no more than half of the threads, so that nobody's octets hold up another's. Pure.
 */

/** Work in the order of its asker. */
export interface Turn<W> {
  readonly asker: string;
  readonly work: W;
  /** It is from somebody whose work took long a short while ago: nothing is to wait behind it. */
  readonly isSlow: boolean;
}

/** Those who wait. */
export interface Turns<W> {
  /** False where this asker, or all together, have as much waiting as may. */
  add(asker: string, work: W): boolean;
  /** Who goes next, if anybody may now; `behind` another's work no slow one goes. */
  next(nowMs: number, behind: boolean): Turn<W> | undefined;
  /** What was given out is done. */
  ended(turn: Turn<W>, tookMs: number, nowMs: number): void;
  /** What was given out was never begun: it goes first of its asker's. */
  back(turn: Turn<W>): void;
  waiting(): number;
  /** Takes out all that wait. */
  clear(): readonly W[];
}

/** Of whom all there may be. */
export interface TurnLimits {
  readonly threads: number;
  /** Works that may wait, of all askers; of one alone half of it. */
  readonly queueLength: number;
}

/** What takes longer is some hundred times a usual message. */
export const SLOW_MS = 1_000;
/** For so long after it. */
const SLOW_FOR_MS = 60_000;
/** What is counted for work under way, until it is known. */
const USUAL_MS = 5;

interface Asker<W> {
  queue: W[];
  underWay: number;
  /** Time it has had, and that nobody gets back who was away meanwhile. */
  hadMs: number;
  slowUntilMs: number;
}

/** Starts with nobody waiting. */
export const keepTurns = <W>({ threads, queueLength }: TurnLimits): Turns<W> => {
  const askers = new Map<string, Asker<W>>();
  const slowAtMost = Math.max(1, Math.floor(threads / 2));
  let waiting = 0;
  let slowUnderWay = 0;
  let floorMs = 0;

  const askerOf = (id: string): Asker<W> => {
    const there = askers.get(id) ?? { queue: [], underWay: 0, hadMs: 0, slowUntilMs: 0 };
    askers.set(id, there);
    return there;
  };
  const countedMs = ({ hadMs, underWay }: Asker<W>): number => hadMs + underWay * USUAL_MS;
  const forgetIfIdle = (id: string, { queue, underWay, slowUntilMs }: Asker<W>, nowMs: number): void => {
    if (queue.length === 0 && underWay === 0 && slowUntilMs <= nowMs) askers.delete(id);
  };

  return {
    add: (id, work) => {
      if (waiting >= queueLength || (askers.get(id)?.queue.length ?? 0) >= Math.ceil(queueLength / 2)) return false;
      const asker = askerOf(id);
      // who comes back has no more to claim than those who stayed
      if (asker.queue.length === 0 && asker.underWay === 0) asker.hadMs = Math.max(asker.hadMs, floorMs);
      asker.queue.push(work);
      waiting += 1;
      return true;
    },
    next: (nowMs, behind) => {
      let best: readonly [string, Asker<W>] | undefined;
      const maySlow = !behind && slowUnderWay < slowAtMost;
      for (const [id, asker] of askers) {
        if (asker.queue.length === 0 || (asker.slowUntilMs > nowMs && !maySlow)) continue;
        if (best === undefined || countedMs(asker) < countedMs(best[1])) best = [id, asker];
      }
      const work = best?.[1].queue.shift();
      if (best === undefined || work === undefined) return undefined;
      const [id, asker] = best;
      const isSlow = asker.slowUntilMs > nowMs;
      waiting -= 1;
      asker.underWay += 1;
      if (isSlow) slowUnderWay += 1;
      floorMs = Math.max(floorMs, asker.hadMs);
      return { asker: id, work, isSlow };
    },
    ended: ({ asker: id, isSlow }, tookMs, nowMs) => {
      const asker = askerOf(id);
      asker.underWay -= 1;
      asker.hadMs += tookMs;
      if (isSlow) slowUnderWay -= 1;
      if (tookMs > SLOW_MS) asker.slowUntilMs = nowMs + SLOW_FOR_MS;
      forgetIfIdle(id, asker, nowMs);
    },
    back: ({ asker: id, work, isSlow }) => {
      const asker = askerOf(id);
      asker.underWay -= 1;
      asker.queue.unshift(work);
      waiting += 1;
      if (isSlow) slowUnderWay -= 1;
    },
    waiting: () => waiting,
    clear: () => {
      const works = [...askers.values()].flatMap(({ queue }) => queue);
      askers.clear();
      waiting = 0;
      return works;
    },
  };
};
