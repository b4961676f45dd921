/** Dead letters in groups: those with the same reader and cause are likely to be mended together. Pure. */
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';

/** Dead letters with the same reader and cause. */
export interface DeadLetterGroup {
  readonly reader: AuthorityId;
  readonly code: string;
  readonly count: number;
  /** How many of them were replayed before and failed again. */
  readonly again: number;
  /** When the first and the last of them ended. */
  readonly first: string;
  readonly last: string;
}

/** When a delivery ended as a dead letter; empty for others. */
export const sinceOf = ({ standing }: DeliveryEntry): string => ('since' in standing ? standing.since : '');

/** Why. */
export const codeOf = ({ standing, lastCode }: DeliveryEntry): string =>
  standing.state === 'dead-letter' ? standing.code : (lastCode ?? '');

/** The largest group first. */
export const grouped = (entries: readonly DeliveryEntry[]): readonly DeadLetterGroup[] =>
  [...Map.groupBy(entries, (entry) => `${entry.reader} ${codeOf(entry)}`).values()]
    .flatMap((group): readonly DeadLetterGroup[] => {
      const [one] = group;
      const times = group.map(sinceOf).sort();
      const [first] = times;
      const last = times.at(-1);
      if (one === undefined || first === undefined || last === undefined) return [];
      const again = group.filter(({ round }) => round > 0).length;
      return [{ reader: one.reader, code: codeOf(one), count: group.length, again, first, last }];
    })
    .sort((a, b) => b.count - a.count || (a.reader < b.reader ? -1 : 1));
