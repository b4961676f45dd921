/** Areas that do not nest: their members are regions, and no region is given to two authorities by two areas. */
import type { AfterChange, ChangedEntry } from '../change/after-change.ts';
import type { RegionEntry, ResponsibilityEntry } from '../change/changes.ts';
import { shared } from '../day.ts';
import type { ChangeFinding } from './check-texts.ts';

const AREA = 'area:';
const schemeOf = (region: string): string => region.slice(0, region.indexOf(':'));

/** What is wrong with an area's members, and which regions it would give to a second authority. */
export const checkAreas = (after: AfterChange, { entry, at, closed }: ChangedEntry): readonly ChangeFinding[] => {
  if (entry.kind === 'region') {
    return [...(closed ? [] : checkMembers(after, entry, at)), ...checkGivenByMembers(after, entry, at)];
  }
  return entry.kind === 'responsibility' && entry.region.startsWith(AREA) ? checkGiven(after, entry, at) : [];
};

const checkMembers = (after: AfterChange, { id, region, members = [] }: RegionEntry, at: string): ChangeFinding[] => {
  if (members.length > 0 && !region.startsWith(AREA))
    return [{ text: 'members-of-region', at, values: { id, region } }];
  return members.flatMap((member, n): readonly ChangeFinding[] => {
    const place = { at: `${at}/members/${n}`, values: { id, region: member } };
    if (member.startsWith(AREA)) return [{ text: 'member-is-area', ...place }];
    return after.keepsRegionsOf(schemeOf(member)) && after.known((dir) => dir.regions, member).length === 0
      ? [{ text: 'dangling-region', ...place }]
      : [];
  });
};

/** A responsibility for an area, against those for other areas with a common member; the later of the change is told. */
const checkGiven = (after: AfterChange, entry: ResponsibilityEntry, at: string): readonly ChangeFinding[] => {
  const mine = after.placeOf(entry.id) ?? 0;
  return after
    .known((dir) => dir.regions, entry.region)
    .flatMap((area) => conflicts(after, entry, area))
    .filter(({ other }) => (after.placeOf(other.id) ?? -1) < mine)
    .map(({ other, member }) => given(entry, other, member, at));
};

/** An area whose members change: the responsibilities for it, unless they stand in the change themselves. */
const checkGivenByMembers = (after: AfterChange, area: RegionEntry, at: string): readonly ChangeFinding[] => {
  if (area.members === undefined) return [];
  return responsibilitiesFor(after, area)
    .filter(({ id }) => after.placeOf(id) === undefined)
    .flatMap((entry) =>
      conflicts(after, entry, area)
        .filter(({ other }) => after.placeOf(other.id) === undefined)
        .map(({ other, member }) => given(entry, other, member, at)),
    );
};

/** Every responsibility that names an area, each once. */
export const responsibilitiesFor = (
  after: AfterChange,
  { region }: Pick<RegionEntry, 'region'>,
): readonly ResponsibilityEntry[] =>
  after
    .both((dir) => dir.byOtherKeys.usesOf(region))
    .flat()
    .flatMap(({ service, role }) => after.known((dir) => dir.responsibilities.of(service, role), region))
    .filter(({ id }, n, all) => all.findIndex((each) => each.id === id) === n);

interface Conflict {
  readonly other: ResponsibilityEntry;
  readonly member: string;
}

/** Each other responsibility once, with the first member that both give on a day. */
const conflicts = (after: AfterChange, entry: ResponsibilityEntry, area: RegionEntry): readonly Conflict[] => {
  const days = shared(entry, area);
  if (days === undefined) return [];
  const found = new Map<string, Conflict>();
  for (const member of area.members ?? []) {
    for (const rival of after.known((dir) => dir.byOtherKeys.areas, member)) {
      const common = rival.region === area.region ? undefined : shared(days, rival);
      if (common === undefined) continue;
      for (const other of after.known((dir) => dir.responsibilities.of(entry.service, entry.role), rival.region)) {
        if (other.authority === entry.authority || shared(common, other) === undefined) continue;
        if (!found.has(other.id)) found.set(other.id, { other, member });
      }
    }
  }
  return [...found.values()];
};

const given = (entry: ResponsibilityEntry, other: ResponsibilityEntry, member: string, at: string): ChangeFinding => ({
  text: 'area-overlap',
  at,
  values: { id: entry.id, other: other.id, region: member, role: entry.role },
});
