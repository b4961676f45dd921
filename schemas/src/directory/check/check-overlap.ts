/** No two entries may say different things of the same on the same day. */
import type { AfterChange, ChangedEntry } from '../change/after-change.ts';
import type { RegistryEntry } from '../change/changes.ts';
import { overlap } from '../day.ts';
import { regionKeyOf } from '../keys/region-keys.ts';
import type { ChangeFinding, CheckText } from './check-texts.ts';

/** Overlaps of one entry of the change with any other; of two in the same change the later one is named. */
export const checkOverlap = (after: AfterChange, { entry, at }: ChangedEntry): readonly ChangeFinding[] => {
  const against = (other: RegistryEntry): boolean =>
    other.id !== entry.id && overlap(entry, other) && (after.placeOf(other.id) ?? -1) < (after.placeOf(entry.id) ?? 0);
  return [
    ...rivalsOf(after, entry)
      .filter(against)
      .map((other) => ({ text: textOf(entry), at, values: { ...namesIn(entry), id: entry.id, other: other.id } })),
    ...sharedKeys(after, entry).flatMap(({ rivals, ...finding }) =>
      rivals
        .filter(against)
        .map(({ id }) => ({ ...finding, at, values: { ...finding.values, id: entry.id, other: id } })),
    ),
  ];
};

const textOf = ({ kind }: RegistryEntry): CheckText => {
  if (kind === 'responsibility') return 'responsibility-overlap';
  return kind === 'succession' ? 'succession-split' : 'entry-overlap';
};

const namesIn = (entry: RegistryEntry): Readonly<Record<string, string>> =>
  entry.kind === 'succession' ? { predecessor: entry.predecessor } : {};

interface SharedKey extends Omit<ChangeFinding, 'at'> {
  readonly rivals: readonly RegistryEntry[];
}

/** Keys beside the own one that may belong to one only: identifiers of authorities, AGS of regions. */
const sharedKeys = (after: AfterChange, entry: RegistryEntry): readonly SharedKey[] => {
  if (entry.kind === 'authority') {
    return [entry.authority, ...(entry.otherIds ?? [])].map((value) => ({
      text: 'id-shared',
      values: { value },
      rivals: [
        ...after.known((dir) => dir.authorities, value),
        ...after.known((dir) => dir.byOtherKeys.authorities, value),
      ].filter(({ authority }) => authority !== entry.authority),
    }));
  }
  if (entry.kind !== 'region' || entry.ags === undefined) return [];
  const { ags } = entry;
  return [
    {
      text: 'ags-shared',
      values: { ags },
      rivals: after.known((dir) => dir.byOtherKeys.regionsByAgs, ags).filter(({ region }) => region !== entry.region),
    },
  ];
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
    // one entry a version, by its id
    case 'message-type':
      return [];
    default:
      return entry satisfies never;
  }
};
