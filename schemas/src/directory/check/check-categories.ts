/** Where categories are registered, nothing refers to one that is not; and prefixes of directory keys are known ones. */
import type { AfterChange, ChangedEntry } from '../change/after-change.ts';
import type { PartyPattern, RegistryEntry } from '../change/changes.ts';
import { cover } from '../day.ts';
import type { ChangeFinding } from './check-texts.ts';

/** Categories that an entry of the change refers to, and the prefix of an authority's key. */
export const checkCategories = (after: AfterChange, { entry, at, closed }: ChangedEntry): readonly ChangeFinding[] => [
  ...(keepsCategories(after) ? dangling(after, entry, at) : []),
  ...(entry.kind === 'authority' && !closed ? checkPrefix(after, entry.authority, at) : []),
];

/** References of entries the change leaves alone: to categories it shortens, or to any when it puts the first one. */
export const checkCategoryUses = (after: AfterChange): readonly ChangeFinding[] => {
  const changed = after.changed.filter(({ entry, before }) => entry.kind === 'category' || before?.kind === 'category');
  const [first] = changed;
  if (first === undefined || !keepsCategories(after)) return [];
  const isFirst = after.both((dir) => dir.categories.keys().next().done === true)[0];
  const shortened = changed.some(({ before }) => before?.kind === 'category');
  if (!isFirst && !shortened) return [];
  return [
    ...after.leftAlone((dir) => dir.authorities),
    ...after.leftAlone((dir) => dir.categories),
    ...after.leftAlone((dir) => dir.permissions),
    ...after.leftAlone((dir) => dir.activations),
  ].flatMap((entry) => dangling(after, entry, first.at));
};

const keepsCategories = (after: AfterChange): boolean =>
  after.both((dir) => dir.categories.keys().next().done !== true).includes(true);

const dangling = (after: AfterChange, entry: RegistryEntry, at: string): readonly ChangeFinding[] =>
  categoriesOf(entry)
    .filter(
      (category) =>
        !cover(
          after.known((dir) => dir.categories, category),
          entry,
        ),
    )
    .map((category): ChangeFinding => ({ text: 'dangling-category', at, values: { id: entry.id, category } }));

const categoriesOf = (entry: RegistryEntry): readonly string[] => {
  switch (entry.kind) {
    case 'authority':
      return [entry.category];
    case 'category':
      return entry.category.includes('/') ? [entry.category.slice(0, entry.category.lastIndexOf('/'))] : [];
    case 'permission':
      return [...categoryIn(entry.from), ...categoryIn(entry.to)];
    case 'activation':
      return categoryIn(entry.who);
    default:
      return [];
  }
};

const categoryIn = (pattern: PartyPattern): readonly string[] => ('category' in pattern ? [pattern.category] : []);

const DVDV = 'dvdv:';

/** Only where any category states its prefix: prefixes are not all three lower-case letters, only a list tells them. */
const checkPrefix = (after: AfterChange, authority: string, at: string): readonly ChangeFinding[] => {
  const keepsPrefixes = after.both((dir) => dir.byOtherKeys.categories.keys().next().done !== true).includes(true);
  if (!keepsPrefixes || !authority.startsWith(DVDV)) return [];
  const prefix = authority.slice(DVDV.length, authority.indexOf(':', DVDV.length));
  return after.known((dir) => dir.byOtherKeys.categories, prefix).length > 0
    ? []
    : [{ text: 'prefix-unknown', at, values: { prefix, authority }, confirm: 'prefix' }];
};
