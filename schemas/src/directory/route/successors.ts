/** Who stands for an authority: its successor, that one's successor, and so on. */
import type { AuthorityId } from '../../identifiers.ts';
import type { SuccessionEntry } from '../change/changes.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';

/** Who stands for an authority on a day, and the entries that say so, in the order followed; none: it stands for itself. */
export interface Standing {
  readonly authority: AuthorityId;
  readonly successions: readonly SuccessionEntry[];
}

/**
 * Follows successions in force on a day, whether or not the predecessor is still in force itself. A cycle, which
 * recording refuses, is followed once.
 */
export const standingFor = (dir: Directory, authority: AuthorityId, when: When): Standing => {
  const successions: SuccessionEntry[] = [];
  const passed = new Set([authority]);
  let current = authority;
  for (;;) {
    const next = dir.successions.inForce(current, when).at(-1);
    if (next === undefined || passed.has(next.successor)) return { authority: current, successions };
    successions.push(next);
    passed.add(next.successor);
    current = next.successor;
  }
};
