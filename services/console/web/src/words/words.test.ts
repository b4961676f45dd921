import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { STATES_WORDS } from './states.ts';
import { LANGUAGES, WORDS, wordsOf } from './words.ts';

const SOURCES = fileURLToPath(new URL('..', import.meta.url));
const source = globSync('**/*.{ts,tsx}', { cwd: SOURCES, exclude: ['words/**', '**/*.test.ts'] })
  .map((file) => readFileSync(`${SOURCES}/${file}`, 'utf8'))
  .join('\n');
const all = Object.entries(WORDS).flatMap(([area, texts]) =>
  Object.entries(texts).map(([key, text]) => ({ key: `${area}.${key}`, text })),
);
const withoutPlural = (key: string): string => key.replace(/_(?:one|other)$/, '');

describe('the words of the pages', () => {
  test('stand in all three languages, with the same places for values', () => {
    const places = (text: string): readonly string[] => (text.match(/\{\{\w+/g) ?? []).toSorted();
    for (const { key, text } of all) {
      expect({ key, empty: text.filter((one: string) => one.trim() === '') }).toEqual({ key, empty: [] });
      for (const one of text) expect({ key, places: places(one) }).toEqual({ key, places: places(text[0]) });
    }
    const keys = LANGUAGES.map((language) => JSON.stringify(Object.keys(wordsOf(language).overview)));
    expect(new Set(keys).size).toBe(1);
  });

  test('are all used, and all that are used are there', () => {
    // t('area.key') by name; t(`area.${…}`) and t(`area.start_${…}`) by what stands before the value
    const named = new Set([...source.matchAll(/'([a-zA-Z]+\.[\w-]+)'/g)].map(([, key = '']) => key));
    // what the server names has words of its own; what a page names stands in its source
    const isNamed = (key: string): boolean =>
      (key.split('.')[0] ?? '') in STATES_WORDS ||
      new RegExp(`['"]${key.split('.')[1]}['"]|\\b${key.split('.')[1]}:`).test(source);
    const begun = [...source.matchAll(/`([a-zA-Z]+\.[\w-]*)\$\{/g)].map(([, start = '']) => start);
    const unused = all
      .map(({ key }) => withoutPlural(key))
      .filter(
        (key) =>
          !named.has(key) &&
          !(
            begun.some((start) => key.startsWith(start)) &&
            (isNamed(key) || begun.some((start) => key.startsWith(start) && !start.endsWith('.')))
          ),
      );
    expect(unused).toEqual([]);
    const known = new Set(all.flatMap(({ key }) => [key, withoutPlural(key)]));
    const called = [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key);
    expect(called.filter((key) => !known.has(key))).toEqual([]);
  });
});
