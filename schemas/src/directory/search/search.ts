/**
 * Finding services and regions by the words of people: names and synonyms in three languages, keys, postal codes.
 * Pure; what it prepares is kept for one edition of the directory.
 */
import type { RegionId, ServiceId } from '../../identifiers.ts';
import type { Language } from '../../problems/texts.ts';
import type { RegionEntry, ServiceEntry } from '../change/changes.ts';
import { holdsOn } from '../day.ts';
import type { Directory } from '../directory.ts';
import { ARS_LEVELS } from '../keys/region-keys.ts';
import { nameIn } from '../parties.ts';
import { likeness, wordsLookedFor, wordsOf } from './words.ts';

/** How something is looked for. `limit`: most hits, best first. */
export interface Search {
  readonly text: string;
  readonly language: Language;
  /** `YYYY-MM-DD`: only what is in force on that day. */
  readonly day: string;
  readonly limit: number;
}

/** A service that was found. */
export interface ServiceHit {
  readonly service: ServiceId;
  readonly name: string;
  readonly roles: readonly string[];
  /** The name, synonym or key that answered. */
  readonly matched: string;
  /** 0 to 100; 100: exactly what was looked for. */
  readonly score: number;
}

/** A region that was found. */
export interface RegionHit {
  readonly region: RegionId;
  readonly name: string;
  readonly level: RegionEntry['level'];
  /** Names of the regions around it, narrowest first. */
  readonly within: readonly string[];
  readonly matched: string;
  readonly score: number;
}

interface Phrase {
  readonly text: string;
  readonly words: readonly string[];
  readonly language?: Language;
  /** A key or postal code answers only whole, or by its beginning. */
  readonly key?: true;
  readonly synonym?: true;
}

interface Findable<E> {
  readonly entry: E;
  readonly phrases: readonly Phrase[];
}

/** Looks things up in one directory. */
export interface DirectorySearch {
  services(search: Search): readonly ServiceHit[];
  regions(search: Search): readonly RegionHit[];
}

/** Searches a directory; follows its editions. */
export const searchIn = (dir: Directory): DirectorySearch => {
  const services = ofEdition(dir, () => findables(dir.services, phrasesOfService));
  const regions = ofEdition(dir, () => findables(dir.regions, phrasesOfRegion));
  return {
    services: (search) =>
      best(services(), search).map(({ entry, matched, score }) => ({
        service: entry.service,
        name: nameIn(entry.names, search.language),
        roles: entry.roles,
        matched,
        score,
      })),
    regions: (search) =>
      best(regions(), search, (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)).map(
        ({ entry, matched, score }) => ({
          region: entry.region,
          name: nameIn(entry.names, search.language),
          level: entry.level,
          within: around(dir, entry.region, search),
          matched,
          score,
        }),
      ),
  };
};

/** Where two answer equally well, the place people live in comes first. */
const LEVELS: readonly RegionEntry['level'][] = [
  'municipality',
  'association',
  'county',
  'district-government',
  'state',
  'area',
  'country',
];

const ofEdition = <T>(dir: Directory, make: () => T): (() => T) => {
  let made: { readonly edition: number; readonly value: T } | undefined;
  return () => {
    if (made?.edition !== dir.edition) made = { edition: dir.edition, value: make() };
    return made.value;
  };
};

const findables = <E extends ServiceEntry | RegionEntry>(
  index: { keys(): IterableIterator<string>; known(key: string): readonly E[] },
  phrases: (entry: E) => readonly Phrase[],
): readonly Findable<E>[] =>
  [...index.keys()].flatMap((key) => index.known(key)).map((entry) => ({ entry, phrases: phrases(entry) }));

const phrase = (text: string, rest: Omit<Phrase, 'text' | 'words'> = {}): Phrase => ({
  text,
  words: wordsOf(text),
  ...rest,
});
const key = (text: string): Phrase => phrase(text, { key: true });

const LANGUAGES_OF_NAMES = ['de', 'en', 'nl'] as const;

const namesAndSynonyms = ({ names, synonyms = {} }: ServiceEntry | RegionEntry): readonly Phrase[] =>
  LANGUAGES_OF_NAMES.flatMap((language) => [
    ...(names[language] === undefined ? [] : [phrase(names[language], { language })]),
    ...(synonyms[language] ?? []).map((text) => phrase(text, { language, synonym: true })),
  ]);

const withoutScheme = (id: string): string => id.slice(id.indexOf(':') + 1);

const phrasesOfService = (entry: ServiceEntry): readonly Phrase[] => [
  ...namesAndSynonyms(entry),
  key(entry.service),
  key(withoutScheme(entry.service)),
];

const phrasesOfRegion = (entry: RegionEntry): readonly Phrase[] => [
  ...namesAndSynonyms(entry),
  key(entry.region),
  key(withoutScheme(entry.region)),
  ...(entry.ags === undefined ? [] : [key(entry.ags)]),
  ...(entry.postalCodes ?? []).map(key),
];

interface Hit<E> {
  readonly entry: E;
  readonly matched: string;
  readonly score: number;
}

const best = <E extends ServiceEntry | RegionEntry>(
  all: readonly Findable<E>[],
  search: Search,
  then: (a: E, b: E) => number = () => 0,
): readonly Hit<E>[] => {
  const wanted = wordsLookedFor(search.text);
  if (wanted.length === 0) return [];
  return all
    .filter(({ entry }) => holdsOn(entry, search.day))
    .flatMap(({ entry, phrases }): readonly Hit<E>[] => {
      const answers = phrases.map((each) => ({ each, score: scoreOf(each, wanted, search.language) }));
      const top = answers.reduce((a, b) => (b.score > a.score ? b : a));
      return top.score === 0 ? [] : [{ entry, matched: top.each.text, score: top.score }];
    })
    .sort((a, b) => b.score - a.score || then(a.entry, b.entry) || (a.entry.id < b.entry.id ? -1 : 1))
    .slice(0, search.limit);
};

/** Every word looked for must be answered; what the phrase says beyond that makes it a worse answer. */
const scoreOf = (
  { words, language, key: isKey, synonym }: Phrase,
  wanted: readonly string[],
  asked: Language,
): number => {
  const [joined, joinedWanted] = [words.join(''), wanted.join('')];
  if (isKey)
    return joined === joinedWanted ? 100 : joinedWanted.length >= 4 && joined.startsWith(joinedWanted) ? 70 : 0;
  const malus = (language === asked ? 0 : 2) + (synonym ? 1 : 0);
  if (joined === joinedWanted) return 100 - malus;
  const likenesses = wanted.map((word) => Math.max(0, ...words.map((each) => likeness(each, word))));
  if (likenesses.includes(0)) return joinedWanted.length >= 5 && joined.startsWith(joinedWanted) ? 80 - malus : 0;
  const alike = likenesses.reduce((sum, each) => sum + each, 0) / likenesses.length;
  const covered = Math.min(1, wanted.length / words.length);
  return Math.max(1, Math.round(95 * alike * (0.85 + 0.15 * covered)) - malus);
};

const ARS = 'ars:';

const around = (dir: Directory, region: RegionId, { day, language }: Search): readonly string[] => {
  if (!region.startsWith(ARS)) return [];
  const digits = region.slice(ARS.length);
  const wider = ARS_LEVELS.filter((length) => length > 0 && length < 12).map(
    (length) => `${ARS}${digits.slice(0, length).padEnd(12, '0')}`,
  );
  return [...new Set(wider)]
    .filter((id) => id !== region)
    .flatMap((id) => dir.regions.inForce(id, { day }).slice(-1))
    .map(({ names }) => nameIn(names, language));
};
