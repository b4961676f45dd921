/**
 * Lets what stands in several streams pass in the order in which it was stored, until the end of each was reached: what
 * happened to a message then comes soon after it, while it is still in memory. From then on everything passes as it comes.
 */

/** Several streams, by name; of two entries of the same moment that of the stream named first passes first. */
export interface InOrder<Name extends string> {
  /** Resolves when nothing stored earlier can come from another stream; nothing where that is so already. */
  turn(name: Name, storedAt: number): Promise<void> | undefined;
  /** The end of a stream was reached: nobody waits for it any more. */
  ended(name: Name): void;
  /** Nobody waits any more. */
  close(): void;
}

interface Lane {
  readonly place: number;
  /** When the entry was stored that came last. */
  front: number;
  ended: boolean;
  waiting: (() => void) | undefined;
}

/** Begins with the streams named. */
export const inOrder = <Name extends string>(names: readonly Name[]): InOrder<Name> => {
  const lanes = new Map<Name, Lane>(
    names.map((name, place) => [name, { place, front: Number.NEGATIVE_INFINITY, ended: false, waiting: undefined }]),
  );
  const all = [...lanes.values()];
  const laneOf = (name: Name): Lane => {
    const lane = lanes.get(name);
    if (lane === undefined) throw new Error(`no stream of the name ${name}`);
    return lane;
  };
  const isBefore = (one: Lane, other: Lane): boolean =>
    one.front < other.front || (one.front === other.front && one.place < other.place);
  const mayPass = (lane: Lane): boolean => all.every((other) => other === lane || other.ended || isBefore(lane, other));
  const letPass = (): void => {
    for (const lane of all)
      if (lane.waiting !== undefined && mayPass(lane)) {
        lane.waiting();
        lane.waiting = undefined;
      }
  };
  const end = (lane: Lane): void => {
    lane.ended = true;
    letPass();
  };
  return {
    turn: (name, storedAt) => {
      const lane = laneOf(name);
      lane.front = storedAt;
      letPass();
      if (mayPass(lane)) return undefined;
      const { promise, resolve } = Promise.withResolvers<void>();
      lane.waiting = resolve;
      return promise;
    },
    ended: (name) => end(laneOf(name)),
    close: () => {
      for (const lane of all) end(lane);
    },
  };
};
