/** Whether a change fits the directory: pure, before it is recorded. */
import type { Violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import { type AfterChange, afterChange, type ChangedEntry } from './after-change.ts';
import type { RegistryChange } from './changes.ts';
import { checkCertificate, checkEndpoint } from './check-keys.ts';
import { checkOverlap } from './check-overlap.ts';
import { checkReferences, checkReferencesTo } from './check-references.ts';
import type { ChangeFinding } from './check-texts.ts';
import { isEmpty } from './day.ts';
import type { Directory } from './directory.ts';
import { changeViolation } from './read-change.ts';

/**
 * Everything that stands against recording a change of the right shape: ids, days, references that would dangle (also
 * of entries the change does not touch), overlaps, certificates and endpoints. Empty: it may be recorded.
 */
export const checkChange = (
  dir: Directory,
  change: RegistryChange,
  { language = 'en' }: { readonly language?: Language } = {},
): Violation[] => {
  const after = afterChange(dir, change);
  return [
    ...checkIds(dir, change),
    ...after.changed.flatMap((changed) => checkEntry(after, changed)),
    ...checkReferencesTo(after),
  ].map((finding) => changeViolation(finding, language));
};

const checkIds = (dir: Directory, change: RegistryChange): readonly ChangeFinding[] => {
  const ids = [
    ...change.puts.map(({ id }, n) => ({ id, at: `/puts/${n}` })),
    ...change.closes.map(({ id }, n) => ({ id, at: `/closes/${n}` })),
  ];
  const seen = new Set<string>();
  const twice = ids.filter(({ id }) => seen.has(id) || !seen.add(id));
  return [
    ...twice.map(({ id, at }): ChangeFinding => ({ text: 'id-twice', at, values: { id } })),
    ...ids
      .slice(change.puts.length)
      .filter(({ id }) => dir.entry(id) === undefined)
      .map(({ id, at }): ChangeFinding => ({ text: 'close-unknown', at, values: { id } })),
  ];
};

const checkEntry = (after: AfterChange, changed: ChangedEntry): readonly ChangeFinding[] => {
  const { entry } = changed;
  return [
    ...checkKind(changed),
    ...checkDays(changed),
    ...checkReferences(after, changed),
    ...checkOverlap(after, changed),
    ...(entry.kind === 'certificate' ? checkCertificate(after, entry, changed.at) : []),
    ...(entry.kind === 'endpoint' ? checkEndpoint(after, entry, changed.at) : []),
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
