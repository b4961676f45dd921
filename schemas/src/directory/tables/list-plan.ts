/** What a code list means for the directory: entries as they would be, and entries that end. Pure. */
import type { RegionId } from '../../identifiers.ts';
import type { CategoryEntry, RegionEntry, RegistryChange, RegistryEntry } from '../change/changes.ts';
import { holdsOn } from '../day.ts';
import { hasKeyForm, type ListedKey, type ListSubject } from './list-columns.ts';
import { agsOfArs, levelsOf } from './region-level.ts';
import type { TableFinding } from './texts.ts';

/** What is known of the regions and categories. */
export interface KnownLists {
  /** All versions of a region. */
  regionsOf(region: RegionId): readonly RegionEntry[];
  /** Every region. */
  allRegions(): Iterable<RegionEntry>;
  allCategories(): Iterable<CategoryEntry>;
  isIdUsed(id: string): boolean;
}

/** The plan. Entries that need no change are among `entries`, as they are. */
export interface ListPlan {
  readonly entries: readonly { readonly entry: RegistryEntry; readonly line: number }[];
  readonly closes: RegistryChange['closes'];
  readonly findings: readonly TableFinding[];
  /** Keys that mean no region of the directory, or any of several. */
  readonly unmatched: readonly string[];
}

/** Plans a list that holds from a day on. */
export const planList = (
  subject: ListSubject,
  listed: readonly ListedKey[],
  validFrom: string,
  known: KnownLists,
): ListPlan => {
  const findings: TableFinding[] = [];
  const keys = listed.filter(({ key, name, line }) => {
    if (key === '') findings.push({ line, text: 'key-missing', values: { name } });
    else if (!hasKeyForm(subject, key)) findings.push({ line, text: 'key-form', values: { key } });
    else if (name === '') findings.push({ line, text: 'name-missing', values: { key } });
    else return true;
    return false;
  });
  const unique = new Map<string, ListedKey>();
  for (const each of keys) {
    const first = unique.get(each.key);
    if (first === undefined) unique.set(each.key, each);
    else if (first.name !== each.name)
      findings.push({ line: each.line, text: 'key-twice', values: { key: each.key, first: first.line } });
  }
  return { ...PLANS[subject]([...unique.values()], validFrom, known), findings };
};

type Plan = (keys: readonly ListedKey[], validFrom: string, known: KnownLists) => Omit<ListPlan, 'findings'>;

const freeId = (id: string, day: string, known: KnownLists): string => {
  for (let n = 0; ; n += 1) {
    const free = n === 0 ? id : `${id}#${day}${n === 1 ? '' : `.${n}`}`;
    if (!known.isIdUsed(free)) return free;
  }
};

/** A region that a list calls otherwise than before is, from the list's day on, a new version beside the old one. */
const planRegions: Plan = (keys, validFrom, known) => {
  const levels = levelsOf(keys.map(({ key }) => key));
  const entries: { entry: RegistryEntry; line: number }[] = [];
  const closes: { id: string; validUntil: string }[] = [];
  const byRegion = new Map<string, ListedKey>();
  // of a county and a town with one region, the town's name counts: it has the longer key
  for (const each of keys) {
    const region = each.key.padEnd(12, '0');
    if ((byRegion.get(region)?.key.length ?? 0) < each.key.length) byRegion.set(region, each);
  }
  for (const [digits, { name, line }] of byRegion) {
    const region = `ars:${digits}` as RegionId;
    const versions = known.regionsOf(region).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
    const old = versions.find((version) => holdsOn(version, validFrom));
    const level = levels.get(digits) ?? 'municipality';
    const now = { names: old?.names.de === name ? old.names : { de: name }, level };
    if (old === undefined) {
      const later = versions.find((version) => version.validFrom > validFrom)?.validFrom;
      const id = freeId(region, validFrom, known);
      const until = later === undefined ? {} : { validUntil: later };
      entries.push({ entry: { kind: 'region', id, validFrom, ...until, region, ...now }, line });
    } else if (old.names.de === name && old.level === level) entries.push({ entry: old, line });
    else if (old.validFrom === validFrom) entries.push({ entry: { ...old, ...now }, line });
    else {
      closes.push({ id: old.id, validUntil: validFrom });
      entries.push({ entry: { ...old, ...now, id: freeId(region, validFrom, known), validFrom }, line });
    }
  }
  return { entries, closes, unmatched: [] };
};

/** The AGS is filled in where it was missing: that it was not known before is no change of the law. */
const planAgs: Plan = (keys, validFrom, known) => {
  const byAgs = new Map<string, RegionEntry[]>();
  for (const region of known.allRegions()) {
    if (!region.region.startsWith('ars:') || region.level !== 'municipality' || !holdsOn(region, validFrom)) continue;
    const ags = agsOfArs(region.region.slice('ars:'.length));
    byAgs.set(ags, [...(byAgs.get(ags) ?? []), region]);
  }
  const entries: { entry: RegistryEntry; line: number }[] = [];
  const unmatched: string[] = [];
  for (const { key, line } of keys) {
    if (key.length !== 8) continue;
    const regions = byAgs.get(key) ?? [];
    const region = regions.find(({ ags }) => ags === key) ?? (regions.length === 1 ? regions[0] : undefined);
    if (region === undefined) unmatched.push(key);
    else entries.push({ entry: region.ags === key ? region : { ...region, ags: key }, line });
  }
  return { entries, closes: [], unmatched };
};

const TREE = 'dvdv';

const pathOf = (prefix: string): string => {
  const written = prefix
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss');
  const path = written.normalize('NFD').replaceAll(/[^a-z0-9]/g, '');
  return `${TREE}/${path === '' ? 'x' : path}`;
};

/** A prefix that a category has stays with it; any other gets a category of its own below `dvdv`. */
const planPrefixes: Plan = (keys, validFrom, known) => {
  const categories = [...known.allCategories()].filter((category) => holdsOn(category, validFrom));
  const byPrefix = new Map(categories.map((category) => [category.keyPrefix, category]));
  const paths = new Set(categories.map(({ category }) => category));
  const entries: { entry: RegistryEntry; line: number }[] = [];
  for (const { key, name, line } of keys) {
    const there = byPrefix.get(key);
    if (there !== undefined) {
      entries.push({ entry: there, line });
      continue;
    }
    if (!paths.has(TREE)) {
      paths.add(TREE);
      const id = freeId(`category/${TREE}`, validFrom, known);
      entries.push({ entry: { kind: 'category', id, validFrom, category: TREE, names: { de: 'DVDV' } }, line });
    }
    let category = pathOf(key);
    for (let n = 2; paths.has(category); n += 1) category = `${pathOf(key)}-${n}`;
    paths.add(category);
    const id = freeId(`category/${category}`, validFrom, known);
    entries.push({ entry: { kind: 'category', id, validFrom, category, names: { de: name }, keyPrefix: key }, line });
  }
  return { entries, closes: [], unmatched: [] };
};

const PLANS: Readonly<Record<ListSubject, Plan>> = { ars: planRegions, ags: planAgs, prefixes: planPrefixes };
