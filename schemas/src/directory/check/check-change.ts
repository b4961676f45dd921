/** Whether a change fits the directory: pure, before it is recorded. */
import type { Violation } from '../../problems/problem.ts';
import type { Language } from '../../problems/texts.ts';
import { type AfterChange, afterChangeInSteps, type ChangedEntry, inSteps } from '../change/after-change.ts';
import type { RegistryChange } from '../change/changes.ts';
import { changeViolation } from '../change/read-change.ts';
import { isEmpty } from '../day.ts';
import type { Directory } from '../directory.ts';
import { checkAreas } from './check-areas.ts';
import { checkCategories, checkCategoryUses } from './check-categories.ts';
import { checkChains } from './check-chains.ts';
import { checkGaps } from './check-gaps.ts';
import { checkCertificate, checkEndpoint } from './check-keys.ts';
import { checkMessageTypeEntry } from './check-message-types.ts';
import { checkOverlap } from './check-overlap.ts';
import { checkReferences, checkReferencesTo } from './check-references.ts';
import type { ChangeFinding } from './check-texts.ts';

/** How a change is checked. */
export interface CheckHow {
  readonly language?: Language;
  /** `YYYY-MM-DD`: gaps before this day are none; absent: every day counts. */
  readonly today?: string;
}

/**
 * Everything that stands against recording a change of the right shape: ids, days, references that would dangle (also
 * of entries the change does not touch), overlaps, circles, certificates and endpoints, and warnings that the change
 * does not confirm. Empty: it may be recorded.
 */
export const checkChange = (dir: Directory, change: RegistryChange, how: CheckHow = {}): Violation[] =>
  inOneGo(checkChangeInSteps(dir, change, how));

/** The same as data, with the warnings the change confirms; cost is that of the change, not of the directory. */
export const changeFindings = (dir: Directory, change: RegistryChange, today = ''): readonly ChangeFinding[] =>
  inOneGo(findingsInSteps(dir, change, today));

/**
 * {@link checkChange} in steps of some milliseconds, between which others can have their turn. If the directory changes
 * meanwhile, what it comes to is worth nothing.
 */
export function* checkChangeInSteps(
  dir: Directory,
  change: RegistryChange,
  { language = 'en', today }: CheckHow = {},
): Generator<void, Violation[]> {
  const findings = yield* findingsInSteps(dir, change, today);
  return findings
    .filter(({ confirm }) => confirm === undefined || change.confirms?.includes(confirm) !== true)
    .map((finding) => changeViolation(finding, language));
}

const inOneGo = <T>(steps: Generator<void, T>): T => {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
};

function* findingsInSteps(
  dir: Directory,
  change: RegistryChange,
  today = '',
): Generator<void, readonly ChangeFinding[]> {
  const after = yield* afterChangeInSteps(dir, change);
  const ofIds = yield* checkIds(dir, change);
  const ofEntries: ChangeFinding[] = [];
  yield* inSteps(after.changed, (changed) => {
    for (const finding of checkEntry(after, changed, today)) ofEntries.push(finding);
  });
  const toOthers = yield* checkReferencesTo(after);
  const ofCategories = checkCategoryUses(after);
  yield;
  return [...ofIds, ...ofEntries, ...toOthers, ...ofCategories, ...(yield* checkGaps(after, today))];
}

function* checkIds(dir: Directory, { puts, closes }: RegistryChange): Generator<void, readonly ChangeFinding[]> {
  const seen = new Set<string>();
  const twice: ChangeFinding[] = [];
  const unknown: ChangeFinding[] = [];
  const look = (id: string, at: string): void => {
    if (seen.has(id)) twice.push({ text: 'id-twice', at, values: { id } });
    else seen.add(id);
  };
  yield* inSteps(puts, ({ id }, n) => look(id, `/puts/${n}`));
  yield* inSteps(closes, ({ id }, n) => {
    look(id, `/closes/${n}`);
    if (dir.entry(id) === undefined) unknown.push({ text: 'close-unknown', at: `/closes/${n}`, values: { id } });
  });
  return [...twice, ...unknown];
}

const checkEntry = (after: AfterChange, changed: ChangedEntry, today: string): readonly ChangeFinding[] => {
  const { entry } = changed;
  return [
    ...checkKind(changed),
    ...checkDays(changed),
    ...checkReferences(after, changed),
    ...checkCategories(after, changed),
    ...checkOverlap(after, changed),
    ...checkAreas(after, changed),
    ...checkChains(after, changed),
    ...(entry.kind === 'message-type' ? checkMessageTypeEntry(entry, changed, today) : []),
    ...(entry.kind === 'certificate' ? checkCertificate(after, entry, changed) : []),
    // one that was withdrawn is never pushed to
    ...(entry.kind === 'endpoint' && !isEmpty(entry) ? checkEndpoint(after, entry, changed.at) : []),
  ];
};

const checkKind = ({ entry, at, before }: ChangedEntry): readonly ChangeFinding[] =>
  before === undefined || before.kind === entry.kind
    ? []
    : [{ text: 'kind-changed', at, values: { id: entry.id, before: before.kind, after: entry.kind } }];

/** An entry that is put holds on some day; one that is closed on its first day never held, and is so withdrawn. */
const checkDays = ({ entry, at, closed }: ChangedEntry): readonly ChangeFinding[] => {
  const { id, validFrom, validUntil } = entry;
  const wrong = closed ? validUntil !== undefined && validUntil < validFrom : isEmpty(entry);
  return wrong ? [{ text: 'ends-before', at, values: { id, from: validFrom, until: validUntil ?? '' } }] : [];
};
