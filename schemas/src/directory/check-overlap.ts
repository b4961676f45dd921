/** No two entries may say different things of the same on the same day. */
import type { AfterChange, ChangedEntry } from './after-change.ts';
import type { RegistryEntry } from './changes.ts';
import type { ChangeFinding } from './check-texts.ts';
import { overlap } from './day.ts';
import { regionKeyOf } from './responsibilities.ts';

/** Overlaps of one entry of the change with any other; of two in the same change the later one is named. */
export const checkOverlap = (after: AfterChange, { entry, at }: ChangedEntry): readonly ChangeFinding[] => {
  const mine = after.placeOf(entry.id) ?? 0;
  return rivalsOf(after, entry)
    .filter((other) => other.id !== entry.id && (after.placeOf(other.id) ?? -1) < mine && overlap(entry, other))
    .map(
      ({ id }): ChangeFinding => ({
        text: entry.kind === 'responsibility' ? 'responsibility-overlap' : 'entry-overlap',
        at,
        values: { id: entry.id, other: id },
      }),
    );
};

const rivalsOf = (after: AfterChange, entry: RegistryEntry): readonly RegistryEntry[] => {
  switch (entry.kind) {
    case 'authority':
      return after.known((dir) => dir.authorities, entry.authority);
    case 'service':
      return after.known((dir) => dir.services, entry.service);
    case 'region':
      return after.known((dir) => dir.regions, entry.region);
    case 'responsibility':
      return after.known((dir) => dir.responsibilities.of(entry.service, entry.role), regionKeyOf(entry));
    case 'category':
      return after.known((dir) => dir.categories, entry.category);
    case 'succession':
      return after.known((dir) => dir.successions, entry.predecessor);
    case 'holiday':
      return after
        .known((dir) => dir.holidays, entry.region)
        .filter((other) => 'day' in other && other.day === entry.day);
    case 'certificate':
    case 'endpoint':
    case 'permission':
    case 'activation':
    case 'mandate':
    case 'approval-rule':
      return [];
    default:
      return entry satisfies never;
  }
};
