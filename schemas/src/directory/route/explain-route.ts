/** The reasoning behind an answer, in sentences, in the order in which it is made. */
import type { RouteQuestion } from '../../bus/requests.ts';
import type { AuthorityId, RegionId, ServiceId } from '../../identifiers.ts';
import type { Language } from '../../problems/texts.ts';
import type { ResponsibilityEntry } from '../change/changes.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { areasAt, digitsOf, regionMeant, type Surrounding, surroundingsOf } from '../keys/regions.ts';
import { authorityName, isKnownRegion, nameIn } from '../parties.ts';
import { explainEntry, type Telling } from './explain-entry.ts';
import { everResponsible, firstDayAfter } from './later.ts';
import { serviceOn } from './responsibility-day.ts';
import { findResponsible } from './responsible.ts';
import { sayIn } from './route-texts.ts';

/** Explains who is responsible by telling every region and area that was looked at, and what was found there. */
export const explainRoute = (
  dir: Directory,
  question: RouteQuestion,
  roles: readonly string[],
  when: When,
  edition: number,
  language: Language,
  now: Date,
): readonly string[] => {
  const { service, region } = question;
  const say = sayIn(language);
  const named = (authority: AuthorityId) => {
    const name = authorityName(dir, authority, language, now);
    return name === undefined ? authority : `${name} (${authority})`;
  };
  const telling: Telling = { dir, when, say, named, language, question };
  const entry = serviceOn(dir, service, when);
  const meant = regionMeant(dir, region, when);
  return [
    say('explain-basis', { service, region, day: when.day, edition }),
    entry === undefined
      ? say('service-unknown', { service, day: when.day })
      : say('explain-roles', { name: nameIn(entry.names, language), roles: entry.roles.join(', ') }),
    ...(entry === undefined ? [] : [say(`explain-day-${entry.responsibilityOn ?? 'creation'}`)]),
    ...explainRegion(telling, region, meant),
    ...(meant === undefined ? [] : roles.flatMap((role) => explainRole(telling, service, meant, role))),
  ];
};

const explainRegion = (
  { dir, when, say }: Telling,
  region: RegionId,
  meant: RegionId | undefined,
): readonly string[] => {
  if (meant === undefined) return [say('ags-unknown', { region, day: when.day }), say('ags-remedy')];
  return [
    ...(meant === region ? [] : [say('explain-ags', { region, meant })]),
    ...(isKnownRegion(dir, meant, when) ? [] : [say('region-unknown', { region: meant, day: when.day })]),
  ];
};

const explainRole = (telling: Telling, service: ServiceId, region: RegionId, role: string): readonly string[] => {
  const { dir, when, say } = telling;
  const filed = dir.responsibilities.of(service, role);
  const lines: string[] = [];
  for (const surrounding of surroundingsOf(region)) {
    const area = areaInWords(telling, surrounding);
    const found = filed.inForce(surrounding.key, when);
    if (found.length > 0) return [...lines, ...decided(telling, service, region, role, found, area)];
    lines.push(say('explain-area-empty', { role, area }));
    if (!dir.byOtherKeys.usesAreas(service, role)) continue;
    const inAreas = areasAt(dir, surrounding, when).map((each) => ({
      area: say('area-with-member', { area: nameIn(each.names, telling.language), id: each.region, member: area }),
      found: filed.inForce(each.region, when),
    }));
    const hits = inAreas.filter((each) => each.found.length > 0);
    if (hits.length > 0) {
      return [
        ...lines,
        ...hits.flatMap((hit) => hit.found.flatMap((each) => explainEntry(telling, role, each, hit.area))),
        say('explain-narrowest', { role }),
        ...explainNext(telling, service, region, role),
      ];
    }
    lines.push(...inAreas.map((each) => say('explain-area-empty', { role, area: each.area })));
  }
  return [...lines, ...explainNobody(telling, service, region, role)];
};

const decided = (
  telling: Telling,
  service: ServiceId,
  region: RegionId,
  role: string,
  found: readonly ResponsibilityEntry[],
  area: string,
): readonly string[] => [
  ...found.flatMap((each) => explainEntry(telling, role, each, area)),
  telling.say('explain-narrowest', { role }),
  ...explainNext(telling, service, region, role),
];

/** From which day the answer will be another, and which. */
const explainNext = (
  { dir, when, say, named }: Telling,
  service: ServiceId,
  region: RegionId,
  role: string,
): readonly string[] => {
  const holders = (day: string) =>
    findResponsible(dir, service, role, region, { ...when, day })
      .map(({ authority }) => authority)
      .sort();
  const today = holders(when.day).join(' ');
  const days = everResponsible(dir, service, role, region, when)
    .flatMap(({ validFrom, validUntil }) => [validFrom, validUntil ?? ''])
    .filter((day) => day > when.day);
  const from = [...new Set(days)].sort().find((day) => holders(day).join(' ') !== today);
  if (from === undefined) return [];
  const authorities = holders(from).map(named).join(', ');
  return [say(authorities === '' ? 'explain-ends' : 'explain-next', { role, from, authorities })];
};

const explainNobody = (
  { dir, when, say, named }: Telling,
  service: ServiceId,
  region: RegionId,
  role: string,
): readonly string[] => {
  const ever = everResponsible(dir, service, role, region, when);
  const last = ever
    .filter(({ validUntil }) => validUntil !== undefined && validUntil <= when.day)
    .toSorted((a, b) => ((a.validUntil ?? '') < (b.validUntil ?? '') ? 1 : -1))[0];
  const ended =
    last?.validUntil === undefined
      ? []
      : [say('explain-ended', { role, until: last.validUntil, entry: last.id, authority: named(last.authority) })];
  const from = firstDayAfter(ever, when.day);
  const clear = serviceOn(dir, service, when)?.unresolvable === 'clear' ? [say('explain-clear', { role })] : [];
  if (from === undefined) {
    return [...ended, say('nobody-responsible', { service, region, role, day: when.day }), ...clear];
  }
  const authorities = findResponsible(dir, service, role, region, { ...when, day: from })
    .map(({ authority }) => named(authority))
    .join(', ');
  return [...ended, say('responsible-later', { service, region, role, from, authorities }), ...clear];
};

/** By its name in the table of regions where it has a row at this level. */
const areaInWords = ({ dir, when, say, language }: Telling, { key, region, digits }: Surrounding): string => {
  const row = dir.regions.inForce(region, when).at(-1);
  const name = row === undefined || digitsOf(dir, region, when) !== digits ? undefined : nameIn(row.names, language);
  if (key === '') return name ?? say('area-country');
  if (key.includes(':')) return name === undefined ? key : `${name} (${key})`;
  return name === undefined ? say('area-digits', { digits, key }) : say('area-named', { name, digits, key });
};
