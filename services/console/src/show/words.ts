/** Identifiers in words. */
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { authorityOn, nameIn } from '@dienstweg/schemas/directory/parties.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

/** Names by identifier, of those that have one; of one that is no more the last known. */
export const namesOf = (
  directory: Directory,
  ids: Iterable<AuthorityId | undefined>,
  language: Language,
  now: Date,
): Readonly<Record<string, string>> => {
  const day = dayOf(now);
  const names: Record<string, string> = {};
  for (const id of new Set(ids)) {
    if (id === undefined) continue;
    const entry = authorityOn(directory, id, { day }) ?? directory.authorities.known(id).at(-1);
    if (entry !== undefined) names[id] = nameIn(entry.names, language);
  }
  return names;
};
