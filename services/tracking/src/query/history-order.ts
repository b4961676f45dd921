/** What the order of a history is decided by. */
export interface Told {
  /** RFC 3339, by the clock of the node that tells it. */
  readonly at: string;
  readonly type: string;
  /** The delivery it is about. */
  readonly history: string;
  /** Order in which the stream took it in. */
  readonly position: number;
}

const TAKEN: readonly string[] = ['handed-over', 'laid-into-mailbox'];

/**
 * In order of time; what one clock says and another one contradicts is put right: a reader has decided on nothing
 * before it had it, although its decision may be stored, or dated, some milliseconds earlier.
 */
export const inOrderOfTime = <T extends Told>(events: readonly T[]): readonly T[] => {
  const takenAt = new Map<string, string>();
  for (const { type, history, at } of events) if (TAKEN.includes(type)) takenAt.set(history, at);
  const timeOf = ({ type, history, at }: T): string => {
    const taken = type.endsWith('-by-reader') ? takenAt.get(history) : undefined;
    return taken !== undefined && taken > at ? taken : at;
  };
  const rank = ({ type }: T): number => (type.endsWith('-by-reader') ? 1 : 0);
  return events
    .map((event) => ({ event, time: timeOf(event) }))
    .sort(
      (a, b) =>
        (a.time < b.time ? -1 : Number(a.time > b.time)) ||
        rank(a.event) - rank(b.event) ||
        a.event.position - b.event.position,
    )
    .map(({ event }) => event);
};
