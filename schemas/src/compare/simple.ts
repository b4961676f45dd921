/** Simple types compared: values that are no longer allowed, and values that are new. Pure. */
import type { SimpleType } from '../xsd/model/components.ts';
import { builtInBase, type EffectiveFacets, facetsOf } from '../xsd/model/facets.ts';
import type { Changes } from './finding.ts';

const SHOWN = 10;
const listed = (values: readonly string[]): string =>
  values
    .slice(0, SHOWN)
    .map((value) => `"${value}"`)
    .join(', ') + (values.length > SHOWN ? ` and ${values.length - SHOWN} more` : '');

/** Facets of which a larger figure allows more, and those of which it allows less. */
const ALLOW_MORE = ['maxLength', 'totalDigits', 'fractionDigits', 'maxInclusive', 'maxExclusive'] as const;
const ALLOW_LESS = ['minLength', 'minInclusive', 'minExclusive'] as const;

const bound = (
  facet: string,
  was: number | string | undefined,
  is: number | string | undefined,
  allowsMore: boolean,
  path: string,
  to: Changes,
): void => {
  if (String(was) === String(is)) return;
  const text = `${facet} was ${was ?? 'not limited'}, is ${is ?? 'not limited'}`;
  const [before, after] = [Number(was), Number(is)];
  if (was === undefined) to.writers(path, text);
  else if (is === undefined) to.readers(path, text);
  else if (Number.isNaN(before) || Number.isNaN(after)) to.both(path, text);
  else if (after > before === allowsMore) to.readers(path, text);
  else to.writers(path, text);
};

const enumerations = (was: EffectiveFacets, is: EffectiveFacets, path: string, to: Changes): void => {
  const before = was.enumeration?.map(({ value }) => value);
  const after = is.enumeration?.map(({ value }) => value);
  if (before === undefined && after === undefined) return;
  if (before === undefined) to.writers(path, `only listed values are allowed now: ${listed(after ?? [])}`);
  else if (after === undefined) to.readers(path, 'values are no longer listed: any may come');
  else {
    const gone = before.filter((value) => !after.includes(value));
    const fresh = after.filter((value) => !before.includes(value));
    if (gone.length > 0) to.writers(path, `values no longer allowed: ${listed(gone)}`);
    if (fresh.length > 0) to.readers(path, `new values: ${listed(fresh)}`);
  }
};

/** Compares the types of a text at a path. */
export const compareSimple = (was: SimpleType, is: SimpleType, path: string, to: Changes): void => {
  if (was.variety !== is.variety) {
    to.both(path, `was ${was.variety}, is ${is.variety}`);
    return;
  }
  if (was.variety === 'list' && was.itemType !== undefined && is.itemType !== undefined)
    compareSimple(was.itemType, is.itemType, path, to);
  const [before, after] = [facetsOf(was), facetsOf(is)];
  if (was.variety === 'union') {
    const text = (type: SimpleType): string =>
      type.memberTypes
        .map(
          (each) =>
            `${builtInBase(each)} ${JSON.stringify(facetsOf(each), (key, value) => (['place', 'documentation', 'appinfo'].includes(key) ? undefined : value))}`,
        )
        .join(' | ');
    if (text(was) !== text(is)) to.both(path, 'the types it is a union of differ');
  }
  const [oldBase, newBase] = [builtInBase(was), builtInBase(is)];
  if (was.variety === 'atomic' && oldBase !== newBase) to.both(path, `was xs:${oldBase}, is xs:${newBase}`);
  enumerations(before, after, path, to);
  for (const facet of ALLOW_MORE) bound(facet, before[facet], after[facet], true, path, to);
  for (const facet of ALLOW_LESS) bound(facet, before[facet], after[facet], false, path, to);
  if (before.length !== after.length) {
    const text = `length was ${before.length ?? 'free'}, is ${after.length ?? 'free'}`;
    if (after.length !== undefined) to.writers(path, text);
    if (before.length !== undefined) to.readers(path, text);
  }
  const [oldPatterns, newPatterns] = [before, after].map(({ patterns }) => patterns.map((any) => any.join('|')));
  const gone = (oldPatterns ?? []).filter((pattern) => !newPatterns?.includes(pattern));
  const fresh = (newPatterns ?? []).filter((pattern) => !oldPatterns?.includes(pattern));
  const shown = (patterns: readonly string[]): string =>
    patterns.map((each) => (each.length > 80 ? `${each.slice(0, 80)}…` : each)).join(' and ');
  if (fresh.length > 0) to.writers(path, `a pattern is new, and what it takes cannot be compared: ${shown(fresh)}`);
  if (gone.length > 0) to.readers(path, `a pattern is gone, and what it took cannot be compared: ${shown(gone)}`);
  if (before.whiteSpace !== after.whiteSpace)
    to.readers(path, `white space was ${before.whiteSpace ?? 'preserve'}, is ${after.whiteSpace ?? 'preserve'}`);
};
