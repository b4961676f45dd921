/** Whether a change needs a second registrar's word: decided by the rules in force when it is recorded. */

import type { Directory } from '../directory.ts';
import type { EntryKind, RegistryChange } from './changes.ts';

/** The kinds of the entries a change puts, corrects or closes. */
export const kindsTouched = (dir: Directory, change: Pick<RegistryChange, 'puts' | 'closes'>): ReadonlySet<EntryKind> =>
  new Set(
    [
      ...change.puts.map(({ kind }) => kind),
      ...[...change.puts, ...change.closes].map(({ id }) => dir.entry(id)?.kind),
    ].filter((kind) => kind !== undefined),
  );

/**
 * The kinds for which the change needs approval on a day; empty where it needs none. While any rule is in force the
 * rules themselves are changed only with approval: whoever could drop one alone would not be bound by it.
 */
export const kindsToApprove = (
  dir: Directory,
  change: Pick<RegistryChange, 'puts' | 'closes'>,
  day: string,
): readonly EntryKind[] => {
  const ruled = new Set(
    [...dir.approvalRules.keys()].filter((kind) => dir.approvalRules.inForce(kind, { day }).length > 0),
  );
  if (ruled.size === 0) return [];
  ruled.add('approval-rule');
  return [...kindsTouched(dir, change)].filter((kind) => ruled.has(kind)).sort();
};
