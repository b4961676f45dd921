/** No entry may refer to an authority, service, role or region that is not there on all of its days. */
import { type AfterChange, type ChangedEntry, inSteps } from '../change/after-change.ts';
import type { PartyPattern, RegionEntry, RegistryEntry } from '../change/changes.ts';
import { cover, firstGap, shared } from '../day.ts';
import type { ChangeFinding } from './check-texts.ts';

/** References of the entries a change puts or closes. */
export const checkReferences = (after: AfterChange, { entry, at, closed }: ChangedEntry): readonly ChangeFinding[] => [
  ...dangling(after, entry, at),
  ...(entry.kind === 'responsibility' && !closed ? checkRegion(after, entry, at) : []),
];

/** References to what a change shortens: those of entries that the change leaves alone. */
export function* checkReferencesTo(after: AfterChange): Generator<void, readonly ChangeFinding[]> {
  const shortened = new Map<string, string>();
  yield* inSteps(after.changed, ({ before, at }) => {
    const target = before && shortenedTarget(after, before);
    if (target !== undefined) shortened.set(target, at);
  });
  const found: ChangeFinding[] = yield* checkRegionsTo(after);
  if (shortened.size === 0) return found;
  yield* inSteps(after.unchanged(), (entry) => {
    const target = [...authoritiesOf(entry), ...(entry.kind === 'responsibility' ? [entry.service] : [])].find((id) =>
      shortened.has(id),
    );
    if (target !== undefined) found.push(...dangling(after, entry, shortened.get(target) ?? ''));
  });
  return found;
}

/** Responsibilities of regions whose rows a change takes away: of the days on which there was one. */
function* checkRegionsTo(after: AfterChange): Generator<void, ChangeFinding[]> {
  const rows = (region: string) => after.known((dir) => dir.regions, region);
  const lost = new Map<string, { readonly before: RegionEntry; readonly at: string }>();
  yield* inSteps(after.changed, ({ before, at }) => {
    // what an area gives up is looked at as a gap
    if (before?.kind === 'region' && before.level !== 'area' && !cover(rows(before.region), before))
      lost.set(before.region, { before, at });
  });
  const found: ChangeFinding[] = [];
  if (lost.size === 0) return found;
  const look = (entry: RegistryEntry): void => {
    if (entry.kind !== 'responsibility') return;
    const row = (entry.significantDigits ?? 12) === 12 ? lost.get(entry.region) : undefined;
    const days = row && shared(entry, row.before);
    if (row === undefined || days === undefined || firstGap(rows(entry.region), days) === undefined) return;
    found.push({ text: 'region-in-use', at: row.at, values: { region: entry.region, id: entry.id } });
  };
  yield* inSteps(after.unchanged(), look);
  yield* inSteps(after.changed, ({ entry }) => look(entry));
  return found;
}

/** What `before` said that would no longer be said on all its days; looking for who relies on it costs the directory. */
const shortenedTarget = (after: AfterChange, before: RegistryEntry): string | undefined => {
  if (before.kind === 'authority') {
    const still = after.known((dir) => dir.authorities, before.authority);
    return cover(still, before) ? undefined : before.authority;
  }
  if (before.kind !== 'service') return undefined;
  const still = after
    .known((dir) => dir.services, before.service)
    .filter(({ roles }) => before.roles.every((role) => roles.includes(role)));
  return cover(still, before) ? undefined : before.service;
};

const authoritiesOf = (entry: RegistryEntry): readonly string[] => {
  switch (entry.kind) {
    case 'certificate':
    case 'endpoint':
    case 'responsibility':
      return [entry.authority];
    case 'permission':
      return [...authorityOf(entry.from), ...authorityOf(entry.to)];
    case 'mandate':
      return [entry.provider, entry.author];
    case 'activation':
      return authorityOf(entry.who);
    // a predecessor has ended by the time its successor stands for it
    case 'succession':
      return [entry.successor];
    case 'authority':
      return entry.partOf === undefined ? [] : [entry.partOf];
    case 'category':
    case 'service':
    case 'region':
    case 'approval-rule':
    case 'holiday':
    case 'message-type':
      return [];
    default:
      return entry satisfies never;
  }
};

const authorityOf = (pattern: PartyPattern): readonly string[] => ('authority' in pattern ? [pattern.authority] : []);

const dangling = (after: AfterChange, entry: RegistryEntry, at: string): readonly ChangeFinding[] => [
  ...authoritiesOf(entry)
    .filter(
      (authority) =>
        !cover(
          after.known((dir) => dir.authorities, authority),
          entry,
        ),
    )
    .map((authority): ChangeFinding => ({ text: 'dangling-authority', at, values: { id: entry.id, authority } })),
  ...(entry.kind === 'responsibility' && !isServed(after, entry)
    ? [{ text: 'dangling-service' as const, at, values: { id: entry.id, service: entry.service, role: entry.role } }]
    : []),
];

const isServed = (after: AfterChange, entry: RegistryEntry & { readonly kind: 'responsibility' }): boolean =>
  cover(
    after.known((dir) => dir.services, entry.service).filter(({ roles }) => roles.includes(entry.role)),
    entry,
  );

/**
 * A single region is in the table, where one is kept of its scheme (of wider areas it need not hold each); of an ARS
 * only the digits that count are not 0.
 */
const checkRegion = (
  after: AfterChange,
  { region, significantDigits }: RegistryEntry & { readonly kind: 'responsibility' },
  at: string,
): readonly ChangeFinding[] => {
  const colon = region.indexOf(':');
  const scheme = region.slice(0, colon);
  if (significantDigits !== undefined && scheme !== 'ars') return [{ text: 'digits-of-other-scheme', at }];
  const digits = significantDigits ?? 12;
  if (scheme === 'ars' && !/^0*$/.test(region.slice(colon + 1 + digits))) {
    return [{ text: 'digits-not-zero', at, values: { region, digits } }];
  }
  return digits === 12 && after.keepsRegionsOf(scheme) && after.known((dir) => dir.regions, region).length === 0
    ? [{ text: 'dangling-region', at, values: { region } }]
    : [];
};
