/** Several versions of one list as one: each counts from its own first day until the next one does. Pure. */
import type { CodeDays, CodeIndex } from './code-index.ts';

/** A version with the day from which it holds. */
export interface DatedIndex {
  readonly index: CodeIndex;
  /** `YYYY-MM-DD`. */
  readonly from: string;
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

/** The days of a code within the days of its version; `undefined` where they do not meet. */
const within = ({ from, to }: CodeDays, version: CodeDays): CodeDays | undefined => {
  const first = from === undefined || (version.from ?? '') > from ? version.from : from;
  const last = to === undefined || (version.to !== undefined && version.to < to) ? version.to : to;
  if (first !== undefined && last !== undefined && last < first) return undefined;
  return { ...(first === undefined ? {} : { from: first }), ...(last === undefined ? {} : { to: last }) };
};

/**
 * The versions as one index: a code counts on the days on which a version that has it is the one that holds. Before the
 * first day of the first version nothing does.
 */
export const indexOfVersions = (versions: readonly DatedIndex[]): CodeIndex => {
  const sorted = versions.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const dated = sorted.map(({ index, from }, at) => {
    const next = sorted[at + 1]?.from;
    return { index, days: { from, ...(next === undefined ? {} : { to: dayBefore(next) }) } };
  });
  const newest = sorted.at(-1)?.index;
  return {
    list: newest?.list ?? '',
    version: sorted.map(({ index }) => index.version).join(', '),
    size: Math.max(0, ...sorted.map(({ index }) => index.size)),
    duplicates: [...new Set(sorted.flatMap(({ index }) => index.duplicates))],
    daysOf: (code) => {
      const found = dated.flatMap(({ index, days }) => {
        const own = index.daysOf(code);
        if (own === undefined) return [];
        return own === 'always' ? [days] : own.flatMap((each) => within(each, days) ?? []);
      });
      return found.length === 0 ? undefined : found;
    },
    near: (code) => newest?.near(code) ?? [],
  };
};
