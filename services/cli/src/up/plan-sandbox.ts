/** What of the sandbox's definition is to be recorded, beside what others made of it since: pure. */
import { changeIdOf } from '@dienstweg/schemas/directory/change/change-id.ts';
import type { RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { canonicalText } from '@dienstweg/schemas/directory/tables/canonical.ts';

/** Nothing; a change; or nothing, because others changed the same entries otherwise. */
export type SandboxPlan =
  | { readonly is: 'there' }
  | { readonly is: 'change'; readonly change: RegistryChange }
  | { readonly is: 'changed-by-others'; readonly entries: readonly string[] };

/** The edition in which the sandbox was recorded last; `undefined` where it never was. */
const lastLoad = ({ editions }: Directory, { by, reason }: RegistryChange): number | undefined =>
  editions
    .all()
    .findLast((each) => each.by === by && each.reason === reason && ['change', 'approval'].includes(each.recorded))
    ?.edition;

/** Entries as they were known in an edition; none is looked for where none is asked for. */
const knownOnce = (directory: Directory, edition: number, ids: ReadonlySet<string>): Map<string, RegistryEntry> => {
  const known = new Map<string, RegistryEntry>();
  if (ids.size > 0) for (const entry of directory.entries(edition)) if (ids.has(entry.id)) known.set(entry.id, entry);
  return known;
};

/**
 * Compares the definition with what was recorded of it last, and that with what is known now. An entry whose definition
 * is the same is left to whoever changed it since; where both changed, the directory's is not overwritten.
 */
export const planSandbox = (directory: Directory, definition: RegistryChange): SandboxPlan => {
  const loaded = lastLoad(directory, definition);
  if (loaded === undefined) return { is: 'change', change: definition };
  const isTouched = ({ id }: RegistryEntry): boolean => (directory.editionOfEntry(id) ?? 0) > loaded;
  const before = knownOnce(directory, loaded, new Set(definition.puts.filter(isTouched).map(({ id }) => id)));
  const isSame = (entry: RegistryEntry, other: RegistryEntry | undefined): boolean =>
    other !== undefined && canonicalText(entry) === canonicalText(other);
  const changed = definition.puts.filter((entry) => {
    const now = directory.entry(entry.id);
    return !isSame(entry, now) && !isSame(entry, isTouched(entry) ? before.get(entry.id) : now);
  });
  if (changed.length === 0) return { is: 'there' };
  const others = changed.filter(isTouched).map(({ id }) => id);
  if (others.length > 0) return { is: 'changed-by-others', entries: others };
  const { by, reason } = definition;
  return { is: 'change', change: { ...definition, id: changeIdOf([by, reason, changed, loaded]), puts: changed } };
};
