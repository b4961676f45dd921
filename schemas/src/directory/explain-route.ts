/** The reasoning behind an answer, in sentences, in the order in which it is made. */
import type { RouteQuestion } from '../bus/requests.ts';
import type { AuthorityId } from '../identifiers.ts';
import type { Language } from '../problems/texts.ts';
import type { Directory } from './directory.ts';
import { everResponsible, firstDayAfter } from './later.ts';
import { authorityName, isKnownRegion, nameIn } from './parties.ts';
import { regionKeysToTry } from './responsibilities.ts';
import { type Say, sayIn } from './route-texts.ts';
import type { When } from './version.ts';

/** Explains who is responsible by telling every area that was looked at, and what was found there. */
export const explainRoute = (
  dir: Directory,
  { service, region }: RouteQuestion,
  roles: readonly string[],
  when: When,
  edition: number,
  language: Language,
  now: Date,
): readonly string[] => {
  const say = sayIn(language);
  const entry = dir.services.inForce(service, when).at(-1);
  const named = (authority: AuthorityId) => {
    const name = authorityName(dir, authority, language, now);
    return name === undefined ? authority : `${name} (${authority})`;
  };
  return [
    say('explain-basis', { service, region, day: when.day, edition }),
    entry === undefined
      ? say('service-unknown', { service, day: when.day })
      : say('explain-roles', {
          name: nameIn(entry.names, language),
          roles: entry.roles.join(', '),
        }),
    ...(isKnownRegion(dir, region, when) ? [] : [say('region-unknown', { region, day: when.day })]),
    ...roles.flatMap((role) => explainRole({ dir, when, say, named }, { service, region }, role)),
  ];
};

interface Telling {
  readonly dir: Directory;
  readonly when: When;
  readonly say: Say;
  readonly named: (authority: AuthorityId) => string;
}

const explainRole = (
  { dir, when, say, named }: Telling,
  { service, region }: Pick<RouteQuestion, 'service' | 'region'>,
  role: string,
): readonly string[] => {
  const areas = dir.responsibilities.of(service, role);
  const lines: string[] = [];
  for (const key of regionKeysToTry(region)) {
    const area = areaInWords(key, say);
    const found = areas.inForce(key, when);
    if (found.length === 0) {
      lines.push(say('explain-area-empty', { role, area }));
      continue;
    }
    for (const { id, authority, validFrom, validUntil, disclosure } of found) {
      const until = validUntil === undefined ? '' : say('explain-until', { until: validUntil });
      lines.push(
        say('explain-area-found', {
          role,
          area,
          entry: id,
          authority: named(authority),
          from: validFrom,
          until,
        }),
        ...(disclosure === undefined ? [] : [say('explain-disclosure', { role, parts: disclosure.join(', ') })]),
      );
    }
    return [...lines, say('explain-narrowest', { role })];
  }
  const ever = everResponsible(dir, service, role, region, when);
  const last = ever
    .filter(({ validUntil }) => validUntil !== undefined && validUntil <= when.day)
    .toSorted((a, b) => ((a.validUntil ?? '') < (b.validUntil ?? '') ? 1 : -1))[0];
  if (last?.validUntil !== undefined) {
    const { id, authority, validUntil } = last;
    lines.push(
      say('explain-ended', {
        role,
        until: validUntil,
        entry: id,
        authority: named(authority),
      }),
    );
  }
  const from = firstDayAfter(ever, when.day);
  if (from === undefined) return [...lines, say('nobody-responsible', { service, region, role, day: when.day })];
  const authorities = dir.responsibilities
    .find(service, role, region, { ...when, day: from })
    .map(({ authority }) => named(authority))
    .join(', ');
  return [...lines, say('responsible-later', { service, region, role, from, authorities })];
};

const areaInWords = (key: string, say: Say): string => {
  if (key === '') return say('area-country');
  return key.includes(':') ? key : say('area-digits', { digits: key.length, key });
};
