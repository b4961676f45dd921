/** A question as it is asked at a service desk: "Who is responsible for *building application* in *26121*?" */
import type { RouteAnswer } from '../../bus/requests.ts';
import type { Language } from '../../problems/texts.ts';
import type { Contact } from '../change/changes.ts';
import { dayOf } from '../day.ts';
import type { Directory } from '../directory.ts';
import { authorityOn } from '../parties.ts';
import { answerRoute } from '../route/answer-route.ts';
import type { DirectorySearch, RegionHit, ServiceHit } from './search.ts';
import { foldText } from './words.ts';

/** What is asked for, and where. */
export interface ReadQuestion {
  readonly service: string;
  readonly place: string;
}

/** Who is responsible for a service in a place, found by words. */
export interface WordsAnswer {
  readonly asked: ReadQuestion;
  readonly services: readonly ServiceHit[];
  readonly regions: readonly RegionHit[];
  /** One for each pair of service and region that may be meant, the likeliest first. */
  readonly answers: readonly {
    readonly service: ServiceHit;
    readonly region: RegionHit;
    readonly route: RouteAnswer;
    /** How people reach the authorities of the route. */
    readonly contacts: Readonly<Record<string, Contact>>;
  }[];
}

/** How a question is put. */
export interface WordsQuestion {
  readonly text: string;
  readonly language: Language;
  /** `YYYY-MM-DD`; default today. */
  readonly at?: string;
}

const BEGINNINGS =
  /^(who( i|')s (responsible|in charge) for|wer ist (zust[aä]e?ndig|verantwortlich) f[uü]e?r|wo beantrage ich|wo bekomme ich|wie is (er )?(bevoegd|verantwoordelijk) voor|waar vraag ik)\s+/iu;
const POSTAL_CODE = /(?<![\p{L}\p{N}])(\d{5}|\d{4} ?[A-Z]{2})(?![\p{L}\p{N}])/u;
/** Of the words that come before a place, so many are tried, the last ones first: each is a search of all regions. */
const MOST_DIVISIONS = 4;
const BEFORE_PLACE = /\s*,\s*|\s+(?:in|im|bei|near|te|bij|at)\s+/giu;
/** A place at the end without a word before it must answer at least this well. */
const SURE = 85;

/** Takes a question apart. A place cannot be told from a service without looking: `isPlace` says whether words name one. */
export const readQuestion = (text: string, isPlace: (words: string) => boolean): ReadQuestion => {
  const asked = text
    .trim()
    .replace(/[?!.\s]+$/u, '')
    .replace(BEGINNINGS, '')
    .trim();
  const code = POSTAL_CODE.exec(asked);
  if (code !== null) {
    const rest = `${asked.slice(0, code.index)} ${asked.slice(code.index + code[0].length)}`.trim();
    return { service: rest.replace(/(^|\s+)(in|im|bei|near|te|bij|at|,)\s*$/iu, '').trim(), place: code[0] };
  }
  const divisions = [...divisionsOf(asked).slice(0, MOST_DIVISIONS), ...endingsOf(asked)];
  return divisions.find(({ place }) => isPlace(place)) ?? divisionsOf(asked)[0] ?? { service: asked, place: '' };
};

/** At each word that comes before a place, the last one first. */
const divisionsOf = (text: string): readonly ReadQuestion[] =>
  [...text.matchAll(BEFORE_PLACE)].reverse().map((between) => ({
    service: text.slice(0, between.index).trim(),
    place: text.slice(between.index + between[0].length).trim(),
  }));

/** The last words as the place, as many as names of places have. */
const endingsOf = (text: string): readonly ReadQuestion[] => {
  const words = text.split(/\s+/u);
  return [4, 3, 2, 1]
    .filter((count) => count < words.length)
    .map((count) => ({ service: words.slice(0, -count).join(' '), place: words.slice(-count).join(' ') }));
};

const MOST = 3;
/** What answers this much worse than the best is not meant. */
const NEARLY_AS_GOOD = 15;

const meant = <H extends { readonly score: number }>(hits: readonly H[]): readonly H[] =>
  hits.filter(({ score }) => score >= (hits[0]?.score ?? 0) - NEARLY_AS_GOOD).slice(0, MOST);

/** Where people live and where a district is found by the same name, the place is meant: its districts follow from it. */
const placesAmong = (regions: readonly RegionHit[]): readonly RegionHit[] => {
  const places = regions.filter(({ level }) => level !== 'area');
  return places.length > 0 ? places : regions;
};

/** Answers a question in words; empty `services` or `regions` say what was not understood. */
export const answerInWords = (
  dir: Directory,
  search: DirectorySearch,
  { text, language, at }: WordsQuestion,
  now: Date,
): WordsAnswer => {
  const day = at ?? dayOf(now);
  const lookUp = (words: string, limit: number) => ({ text: words, language, day, limit });
  const asked = readQuestion(text, (words) => (search.regions(lookUp(words, 1))[0]?.score ?? 0) >= SURE);
  const services = search.services(lookUp(asked.service, 10));
  const regions = foldText(asked.place) === '' ? [] : search.regions(lookUp(asked.place, 10));
  return {
    asked,
    services,
    regions,
    answers: meant(services).flatMap((service) =>
      meant(placesAmong(regions)).map((region) => {
        const route = answerRoute(
          dir,
          { service: service.service, region: region.region, at: day, explain: true },
          now,
          { language },
        );
        return { service, region, route, contacts: contactsOf(dir, route, day) };
      }),
    ),
  };
};

const contactsOf = (dir: Directory, { readers }: RouteAnswer, day: string): Readonly<Record<string, Contact>> =>
  Object.fromEntries(
    readers.flatMap(({ authority }) => {
      const contact = authorityOn(dir, authority, { day })?.contact;
      return contact === undefined ? [] : [[authority, contact]];
    }),
  );
