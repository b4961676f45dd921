/** Chains of entries end: no authority succeeds itself, none is a department of its own department. */
import type { AuthorityId } from '../../identifiers.ts';
import type { AfterChange, ChangedEntry } from '../change/after-change.ts';
import type { AuthorityEntry, SuccessionEntry } from '../change/changes.ts';
import { type Period, shared } from '../day.ts';
import type { ChangeFinding } from './check-texts.ts';

/** A succession, or a membership, that leads back to where it began on some day. */
export const checkChains = (after: AfterChange, { entry, at }: ChangedEntry): readonly ChangeFinding[] => {
  if (entry.kind === 'succession') {
    const steps = (id: string) =>
      after.known((dir) => dir.successions, id).map((each) => ({ ...each, to: each.successor }));
    const way = wayBack(entry, entry.predecessor, entry.successor, steps);
    return way === undefined ? [] : [finding('succession-cycle', entry, at, [entry.predecessor, ...way])];
  }
  if (entry.kind === 'authority' && entry.partOf !== undefined) {
    const steps = (id: string) =>
      after.known((dir) => dir.authorities, id).flatMap((each) => (each.partOf ? [{ ...each, to: each.partOf }] : []));
    const way = wayBack(entry, entry.authority, entry.partOf, steps);
    return way === undefined ? [] : [finding('part-of-cycle', entry, at, [entry.authority, ...way])];
  }
  return [];
};

const finding = (
  text: 'succession-cycle' | 'part-of-cycle',
  { id }: SuccessionEntry | AuthorityEntry,
  at: string,
  way: readonly string[],
): ChangeFinding => ({ text, at, values: { id, way: way.join(' → ') } });

/** The way from `next` to `start` on days they all share; `undefined` if none leads there. */
const wayBack = (
  days: Period,
  start: AuthorityId,
  next: AuthorityId,
  steps: (id: string) => readonly (Period & { readonly to: AuthorityId })[],
  passed: readonly AuthorityId[] = [],
): readonly AuthorityId[] | undefined => {
  if (next === start) return [next];
  if (passed.includes(next)) return undefined;
  for (const step of steps(next)) {
    const common = shared(days, step);
    const rest = common && wayBack(common, start, step.to, steps, [...passed, next]);
    if (rest !== undefined) return [next, ...rest];
  }
  return undefined;
};
