/** An authority has several identifiers; the registry's entries name it by one of them. */
import type { AuthorityId } from '../../identifiers.ts';
import type { AuthorityEntry } from '../change/changes.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';

/** The entry of an authority on a day, by its own or any other of its identifiers; with overlapping ones the later recorded. */
export const authorityOn = (dir: Directory, id: AuthorityId, when: When): AuthorityEntry | undefined =>
  dir.authorities.inForce(id, when).at(-1) ?? dir.byOtherKeys.authorities.inForce(id, when).at(-1);

/**
 * The identifier under which the registry's entries name whoever is meant by `id` on a day. Of one that is not in
 * force: what it was known as last; an identifier nobody ever had stays as it is.
 */
export const authorityMeant = (dir: Directory, id: AuthorityId, when: When): AuthorityId => {
  const inForce = authorityOn(dir, id, when);
  if (inForce !== undefined) return inForce.authority;
  if (dir.authorities.known(id, when.edition).length > 0) return id;
  return dir.byOtherKeys.authorities.known(id, when.edition).at(-1)?.authority ?? id;
};

/** Whether two identifiers mean one authority on a day. */
export const isSameAuthority = (dir: Directory, a: AuthorityId, b: AuthorityId, when: When): boolean =>
  a === b || authorityMeant(dir, a, when) === authorityMeant(dir, b, when);

/** An authority and all it is a department of, from itself upwards; a cycle, which recording refuses, ends the list. */
export const withSuperiors = (dir: Directory, entry: AuthorityEntry, when: When): readonly AuthorityEntry[] => {
  const found = [entry];
  for (let next = entry.partOf; next !== undefined; ) {
    const superior = authorityOn(dir, next, when);
    if (superior === undefined || found.some(({ authority }) => authority === superior.authority)) break;
    found.push(superior);
    next = superior.partOf;
  }
  return found;
};
