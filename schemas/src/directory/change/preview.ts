/**
 * What would be routed differently: between two days, or by a change on the days on which it makes a difference. Only
 * what is touched is looked at: the areas of the entries concerned, not every region below them. Where a narrower area
 * has an entry of its own, that one goes on deciding, and is listed only if it is touched itself.
 */
import type { AuthorityId, RegionId, ServiceId } from '../../identifiers.ts';
import { holdsOn } from '../day.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { areasAt, digitsOf, surroundingsOf } from '../keys/regions.ts';
import { standingFor } from '../route/successors.ts';
import type { RegistryChange, RegistryEntry } from './changes.ts';

/** Readers of one role in one area before and after; none: nobody is responsible. */
export interface PreviewedRoute {
  readonly service: ServiceId;
  readonly role: string;
  readonly region: RegionId;
  /** Leading digits of an ARS that count; 12 for a municipality and for every other scheme. */
  readonly digits: number;
  /** First day of the difference among the days that were looked at. */
  readonly on: string;
  readonly before: readonly AuthorityId[];
  readonly after: readonly AuthorityId[];
}

/** How an authority is reached. */
export interface Reach {
  readonly inForce: boolean;
  /** Who stands for it. */
  readonly successor?: AuthorityId;
  /** `mailbox`, or the URL to which is pushed. */
  readonly endpoints: readonly string[];
}

/** An authority that begins, ends, is succeeded or is reached otherwise. */
export interface PreviewedReader {
  readonly authority: AuthorityId;
  readonly on: string;
  readonly before: Reach;
  readonly after: Reach;
}

/** A service that begins, ends or declares other roles; roles are absent while it is not in force. */
export interface PreviewedService {
  readonly service: ServiceId;
  readonly on: string;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

/** Everything that would be otherwise, in an order that does not change. */
export interface Preview {
  readonly routes: readonly PreviewedRoute[];
  readonly readers: readonly PreviewedReader[];
  readonly services: readonly PreviewedService[];
}

/** What is compared: both states on the day that is named. */
interface Comparison {
  readonly on: string;
  readonly before: When;
  readonly after: When;
}

interface Area {
  readonly service: ServiceId;
  readonly role: string;
  readonly region: RegionId;
  readonly digits: number;
}

/** Things an entry bears on, and the days on which it may begin or cease to. */
interface Touched {
  readonly areas: Map<string, { readonly area: Area; readonly days: Set<string> }>;
  readonly authorities: Map<AuthorityId, Set<string>>;
  readonly predecessors: Map<AuthorityId, Set<string>>;
  readonly services: Map<ServiceId, Set<string>>;
}

/** What would be routed differently on a day compared with an earlier one, as it is known now. Looks at every entry. */
export const previewDays = (dir: Directory, from: string, on: string): Preview => {
  const touched = emptyTouched();
  for (const entry of dir.entries()) if (holdsOn(entry, from) !== holdsOn(entry, on)) touch(dir, touched, entry);
  touchPredecessors(dir, touched);
  return compare(dir, touched, () => [{ on, before: { day: from }, after: { day: on } }]);
};

/**
 * What a change would route differently, on `on`, or on every day from `today` on on which one of its entries begins
 * or ceases to hold. The change is taken into the directory, which must be the caller's own; it is not checked.
 */
export const previewChange = (
  dir: Directory,
  change: RegistryChange,
  { today, on }: { readonly today: string; readonly on?: string },
): Preview => {
  const known = dir.edition;
  const ids = [...change.puts, ...change.closes].map(({ id }) => id);
  const before = ids.flatMap((id) => dir.entry(id) ?? []);
  dir.apply(change, known + 1, new Date(0));
  const touched = emptyTouched();
  for (const entry of [...before, ...ids.flatMap((id) => dir.entry(id) ?? [])]) touch(dir, touched, entry);
  touchPredecessors(dir, touched);
  const at = (day: string): Comparison => ({
    on: day,
    before: { day, edition: known },
    after: { day, edition: known + 1 },
  });
  return compare(dir, touched, (days) =>
    on === undefined ? [...new Set([today, ...[...days].filter((day) => day > today)])].sort().map(at) : [at(on)],
  );
};

/** Authorities that lose something, or are reached otherwise: what is on its way to them is concerned. */
export const readersConcerned = ({ routes, readers }: Preview): readonly AuthorityId[] =>
  [
    ...new Set([
      ...routes.flatMap(({ before, after }) => before.filter((reader) => !after.includes(reader))),
      ...readers.filter(({ before }) => before.inForce).map(({ authority }) => authority),
    ]),
  ].sort();

const emptyTouched = (): Touched => ({
  areas: new Map(),
  authorities: new Map(),
  predecessors: new Map(),
  services: new Map(),
});

const daysOf = ({ validFrom, validUntil }: RegistryEntry): readonly string[] =>
  validUntil === undefined ? [validFrom] : [validFrom, validUntil];

const addDays = <K>(map: Map<K, Set<string>>, key: K, entry: RegistryEntry): void => {
  const days = map.get(key) ?? new Set();
  map.set(key, days);
  for (const day of daysOf(entry)) days.add(day);
};

const touchArea = ({ areas }: Touched, area: Area, days: Iterable<string>): void => {
  const key = `${area.service} ${area.role} ${area.region} ${area.digits}`;
  const there = areas.get(key) ?? { area, days: new Set() };
  areas.set(key, there);
  for (const day of days) there.days.add(day);
};

const touch = (dir: Directory, touched: Touched, entry: RegistryEntry): void => {
  switch (entry.kind) {
    case 'responsibility': {
      const { service, role, region, significantDigits: digits = 12 } = entry;
      touchArea(touched, { service, role, region, digits }, daysOf(entry));
      break;
    }
    case 'region':
      for (const use of dir.byOtherKeys.usesOf(entry.region))
        for (const region of entry.members ?? [])
          touchArea(
            touched,
            { ...use, region, digits: digitsOf(dir, region, { day: entry.validFrom }) },
            daysOf(entry),
          );
      break;
    case 'succession':
      addDays(touched.authorities, entry.predecessor, entry);
      addDays(touched.predecessors, entry.predecessor, entry);
      break;
    case 'authority':
    case 'endpoint':
      addDays(touched.authorities, entry.authority, entry);
      break;
    case 'service':
      addDays(touched.services, entry.service, entry);
      break;
    case 'category':
    case 'certificate':
    case 'permission':
    case 'activation':
    case 'mandate':
    case 'approval-rule':
    case 'holiday':
    case 'message-type':
      break;
    default:
      entry satisfies never;
  }
};

/**
 * Areas of those for whom somebody else begins or ceases to stand, over as many steps as there are: their entries need
 * not be touched themselves. Looks at every responsibility, if there is any such authority.
 */
const touchPredecessors = (dir: Directory, touched: Touched): void => {
  const { predecessors } = touched;
  if (predecessors.size === 0) return;
  for (let before = 0; before !== predecessors.size; ) {
    before = predecessors.size;
    for (const key of dir.successions.keys())
      for (const { predecessor, successor } of dir.successions.known(key)) {
        const days = predecessors.get(successor);
        if (days !== undefined && !predecessors.has(predecessor)) predecessors.set(predecessor, days);
      }
  }
  for (const entry of dir.entries())
    if (entry.kind === 'responsibility') {
      const { service, role, region, significantDigits: digits = 12, authority } = entry;
      const days = predecessors.get(authority);
      if (days !== undefined) touchArea(touched, { service, role, region, digits }, days);
    }
};

const compare = (
  dir: Directory,
  { areas, authorities, services }: Touched,
  comparisons: (days: ReadonlySet<string>) => readonly Comparison[],
): Preview => ({
  routes: [...areas.values()]
    .flatMap(({ area, days }) =>
      differences(comparisons(days), (when) => readersIn(dir, area, when)).map((each) => ({ ...area, ...each })),
    )
    .sort(byText(({ service, role, region, digits, on }) => `${service} ${role} ${region} ${digits} ${on}`)),
  readers: [...authorities]
    .flatMap(([authority, days]) =>
      differences(comparisons(days), (when) => reachOf(dir, authority, when)).map((each) => ({ authority, ...each })),
    )
    .sort(byText(({ authority, on }) => `${authority} ${on}`)),
  services: [...services]
    .flatMap(([service, days]) =>
      differences(comparisons(days), (when) => rolesIn(dir, service, when)).map(({ on, before, after }) => ({
        service,
        on,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      })),
    )
    .sort(byText(({ service, on }) => `${service} ${on}`)),
});

const byText =
  <T>(textOf: (each: T) => string) =>
  (a: T, b: T): number => {
    const [left, right] = [textOf(a), textOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };

/** The days on which the answers differ; a day that only goes on with the difference before it is left out. */
const differences = <T>(
  comparisons: readonly Comparison[],
  answer: (when: When) => T,
): readonly { readonly on: string; readonly before: T; readonly after: T }[] => {
  let last: string | undefined;
  return comparisons.flatMap(({ on, before, after }) => {
    const pair = { before: answer(before), after: answer(after) };
    const [left, right] = [JSON.stringify(pair.before), JSON.stringify(pair.after)];
    const same = left === right ? '' : `${left} ${right}`;
    const isNew = same !== '' && same !== last;
    last = same;
    return isNew ? [{ on, ...pair }] : [];
  });
};

/** Who reads in an area, from its own level outwards, successors in their places. */
const readersIn = (dir: Directory, area: Area, when: When): readonly AuthorityId[] => {
  const filed = dir.responsibilities.of(area.service, area.role);
  for (const surrounding of surroundingsOf(area.region).filter(({ digits }) => digits <= area.digits)) {
    const named = filed.inForce(surrounding.key, when);
    const found =
      named.length > 0 ? named : areasAt(dir, surrounding, when).flatMap(({ region }) => filed.inForce(region, when));
    if (found.length > 0)
      return [...new Set(found.map(({ authority }) => standingFor(dir, authority, when).authority))].sort();
  }
  return [];
};

const reachOf = (dir: Directory, authority: AuthorityId, when: When): Reach => {
  const standing = standingFor(dir, authority, when).authority;
  return {
    inForce: dir.authorities.inForce(authority, when).length > 0,
    ...(standing === authority ? {} : { successor: standing }),
    endpoints: dir.endpoints
      .inForce(authority, when)
      .map(({ channel }) => (channel.type === 'push' ? channel.url : channel.type))
      .sort(),
  };
};

const rolesIn = (dir: Directory, service: ServiceId, when: When): readonly string[] | undefined =>
  dir.services.inForce(service, when).at(-1)?.roles;
