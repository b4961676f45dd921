import { describe, expect, test } from '@jest/globals';
import { parseAuthorityId, parseRegionId, parseServiceId } from '../../identifiers.ts';
import type { RegionEntry, RegistryEntry, ServiceEntry } from '../change/changes.ts';
import { Directory } from '../directory.ts';
import { answerInWords, readQuestion } from './question.ts';
import { searchIn } from './search.ts';
import { foldText, isOneSlipApart, wordsLookedFor } from './words.ts';

const valid = { validFrom: '2024-01-01' };
const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('no identifier');
  return value;
};
const service = (key: string, names: ServiceEntry['names'], synonyms: ServiceEntry['synonyms']): ServiceEntry => ({
  kind: 'service',
  id: `service/${key}`,
  ...valid,
  service: must(parseServiceId(`leika:${key}`)),
  names,
  ...(synonyms === undefined ? {} : { synonyms }),
  roles: ['responsible'],
});
const region = (
  id: string,
  level: RegionEntry['level'],
  de: string,
  rest: Pick<RegionEntry, 'ags' | 'postalCodes' | 'synonyms'> = {},
): RegionEntry => ({
  kind: 'region',
  id: `region/${id}`,
  ...valid,
  region: must(parseRegionId(id)),
  level,
  names: { de },
  ...rest,
});

const BUILDING = service(
  '99999012001000',
  { de: 'Baugenehmigung', en: 'Building application', nl: 'Omgevingsvergunning' },
  { de: ['Bauantrag', 'Bauen'], en: ['planning permission'], nl: ['bouwvergunning'] },
);
const DOG = service('99999102001000', { de: 'Hundesteuer', en: 'Dog licence fee' }, undefined);
const OFFICE = must(parseAuthorityId('dvdv:bab:990100007007'));
const ENTRIES: readonly RegistryEntry[] = [
  BUILDING,
  DOG,
  region('ars:990000000000', 'state', 'Land Emsmark'),
  region('ars:990100000000', 'county', 'Landkreis Süderlüh'),
  region('ars:990100007007', 'municipality', 'Stadt Süderlüh', { ags: '99101007', postalCodes: ['99121', '99123'] }),
  region('ars:990100008008', 'municipality', 'Bad Ems in der Mark', { postalCodes: ['99188'] }),
  region('nl-gemeente:9901', 'municipality', 'Gemeente IJsselwold', { postalCodes: ['9901 AB', '9901'] }),
  {
    kind: 'authority',
    id: 'authority/bab',
    ...valid,
    authority: OFFICE,
    names: { de: 'Bauamt Süderlüh' },
    category: 'municipality/building',
    environment: 'test',
    contact: { phone: '+49 0000 115' },
  },
  {
    kind: 'responsibility',
    id: 'responsibility/bab',
    ...valid,
    service: BUILDING.service,
    role: 'responsible',
    region: must(parseRegionId('ars:990100000000')),
    significantDigits: 5,
    authority: OFFICE,
  },
];
const directory = (): Directory => {
  const dir = new Directory();
  dir.apply({ id: 'c', by: 'test', reason: 'test', puts: ENTRIES, closes: [] }, 1, new Date('2024-01-01T00:00:00Z'));
  return dir;
};
const NOW = new Date('2026-06-01T10:00:00Z');
const asked = (text: string, language: 'de' | 'en' | 'nl' = 'de') => ({ text, language, day: '2026-06-01', limit: 5 });

describe('words', () => {
  test('umlauts, their transcriptions, accents and case do not count', () => {
    expect(new Set(['Süderlüh', 'SUEDERLUEH', 'suderluh'].map(foldText)).size).toBe(1);
    expect(foldText('IJsselwold')).toBe(foldText('ijsselwold'));
    expect(foldText('Straße')).toBe(foldText('STRASSE'));
  });
  test('little words count only alone', () => {
    expect(wordsLookedFor('Antrag auf die Baugenehmigung')).toEqual(['antrag', 'baugenehmigung']);
    expect(wordsLookedFor('in')).toEqual(['in']);
  });
  test.each([
    ['bauantrag', 'bauantrga', true],
    ['bauantrag', 'bauantag', true],
    ['bauantrag', 'bauuantrag', true],
    ['bauantrag', 'bauxntrag', true],
    ['bauantrag', 'bauaxxrag', false],
    ['a', 'abc', false],
  ])('%s and %s are one slip apart: %s', (a, b, apart) => {
    expect(isOneSlipApart(a, b)).toBe(apart);
    expect(isOneSlipApart(b, a)).toBe(apart);
  });
});

describe('services', () => {
  const search = searchIn(directory());
  test.each([
    ['Baugenehmigung', 'de'],
    ['bau genehmigung', 'de'],
    ['building application', 'en'],
    ['buildng aplication', 'en'],
    ['planning permission', 'en'],
    ['bouwvergunning', 'nl'],
    ['Bauantrag', 'nl'],
    ['99999012001000', 'de'],
    ['leika:99999012001000', 'de'],
  ] as const)('"%s" finds the building application', (text, language) => {
    const [hit] = search.services(asked(text, language));
    expect(hit?.service).toBe(BUILDING.service);
    expect(hit?.name).toBe(BUILDING.names[language]);
  });
  test('what answers exactly comes before what answers in part, and nothing comes for other words', () => {
    expect(search.services(asked('Hundesteuer'))[0]).toMatchObject({ service: DOG.service, score: 100 });
    expect(search.services(asked('Raumfahrt'))).toEqual([]);
    expect(search.services(asked('  '))).toEqual([]);
  });
  test('only what is in force on the day is found', () => {
    expect(search.services({ ...asked('Hundesteuer'), day: '2023-12-31' })).toEqual([]);
  });
  test('a later edition is searched at once', () => {
    const dir = directory();
    const growing = searchIn(dir);
    expect(growing.services(asked('Fischerei'))).toEqual([]);
    const fishing = service('99999103001000', { de: 'Fischereischein' }, undefined);
    dir.apply({ id: 'd', by: 'test', reason: 'test', puts: [fishing], closes: [] }, 2, NOW);
    expect(growing.services(asked('Fischerei'))[0]?.service).toBe(fishing.service);
  });
});

describe('regions', () => {
  const search = searchIn(directory());
  test('the town comes before the county of the same name, and says where it lies', () => {
    const [town, county] = search.regions(asked('suederlueh'));
    expect(town).toMatchObject({ level: 'municipality', within: ['Landkreis Süderlüh', 'Land Emsmark'] });
    expect(county?.level).toBe('county');
  });
  test.each(['99123', '99101007', '990100007007', 'ars:990100007007'])('%s finds the town by its key', (text) => {
    expect(search.regions(asked(text))[0]).toMatchObject({ region: 'ars:990100007007', score: 100, matched: text });
  });
  test('a Dutch postal code finds the municipality with or without its letters', () => {
    for (const text of ['9901 AB', '9901ab', '9901'])
      expect(search.regions(asked(text))[0]?.region).toBe('nl-gemeente:9901');
  });
});

describe('questions', () => {
  const isPlace = (words: string): boolean => ['Süderlüh', 'Bad Ems in der Mark'].includes(words);
  test.each([
    ['who is responsible for building application in 26121?', 'building application', '26121'],
    ['Wer ist zuständig für Bauantrag in Süderlüh?', 'Bauantrag', 'Süderlüh'],
    ['Bauantrag in Bad Ems in der Mark', 'Bauantrag', 'Bad Ems in der Mark'],
    ['Bauantrag Süderlüh', 'Bauantrag', 'Süderlüh'],
    ['Bauantrag, Süderlüh', 'Bauantrag', 'Süderlüh'],
    ['9901 AB bouwvergunning', 'bouwvergunning', '9901 AB'],
    ['Bauantrag in Nirgendwo', 'Bauantrag', 'Nirgendwo'],
    ['Bauantrag', 'Bauantrag', ''],
  ])('"%s" asks for "%s" in "%s"', (text, wanted, place) => {
    expect(readQuestion(text, isPlace)).toEqual({ service: wanted, place });
  });
  test('is answered with authority, reason and how to reach it', () => {
    const dir = directory();
    const answer = answerInWords(
      dir,
      searchIn(dir),
      { text: 'Who is responsible for building application in 99121?', language: 'en' },
      NOW,
    );
    expect(answer.answers[0]?.route).toMatchObject({ answer: 'one', readers: [{ authority: OFFICE }] });
    expect(answer.answers[0]?.contacts[OFFICE]?.phone).toBe('+49 0000 115');
    expect(answer.answers[0]?.route.explanation?.length).toBeGreaterThan(0);
  });
});

test('a question of many commas and of words that are many more once folded searches a few times only', () => {
  let searches = 0;
  const isPlace = (): boolean => {
    searches += 1;
    return false;
  };
  const endless = `${'\ufdfa,'.repeat(99)}b`;
  readQuestion(endless, isPlace);
  expect(searches).toBeLessThanOrEqual(8);
  expect(wordsLookedFor(endless)).toHaveLength(12);
});
