import { describe, expect, test } from '@jest/globals';
import { isProblemCode, PROBLEMS } from './codes.ts';
import { problem, violation } from './problem.ts';
import { chooseLanguage, LANGUAGES, titleAndRemedy } from './texts.ts';

const CODES = Object.keys(PROBLEMS).filter(isProblemCode);

describe('texts of problems', () => {
  test.each(LANGUAGES)('every code has a title and a remedy of its own in %s', (language) => {
    const titles = CODES.map((code) => titleAndRemedy(code, language).title);
    expect(new Set(titles).size).toBe(CODES.length);
    for (const code of CODES) {
      const { title, remedy } = titleAndRemedy(code, language);
      expect([code, title.length > 3 && title.length < 80]).toEqual([code, true]);
      expect([code, /^\p{L}.{10,}\.$/su.test(remedy)]).toEqual([code, true]);
    }
  });

  test('no text was left in another language', () => {
    for (const code of CODES) {
      const remedies = LANGUAGES.map((language) => titleAndRemedy(code, language).remedy);
      expect([code, new Set(remedies).size]).toEqual([code, LANGUAGES.length]);
    }
  });

  test.each([
    ['fr-FR, nl;q=0.8, de;q=0.5', 'nl'],
    ['nl;q=0.5, de;q=0.9', 'de'],
    ['nl ; Q=0.5,\tDE-at', 'de'],
    ['nl, de', 'nl'],
    ['nl;q=0, de;q=0.001', 'de'],
    ['nl;q=0', 'en'],
    ['nl;q=much', 'en'],
    ['nld, deu, den', 'en'],
    ['de_DE.UTF-8', 'de'],
    ['nl@euro', 'nl'],
    ['fr', 'en'],
    [undefined, 'en'],
  ])('who prefers %s is spoken to in %s', (preference, language) => {
    expect(chooseLanguage(preference)).toBe(language);
  });
});

describe('problem documents', () => {
  test('carry the facts of the code and the words of the language', () => {
    const found = violation('schema-violation', 'Falsch.', { language: 'de', line: 7, xpath: '/a' });
    expect(problem('schema-violation', { language: 'de', violations: [found] })).toMatchObject({
      type: 'urn:dienstweg:problem:schema-violation',
      status: 422,
      fault: 'sender',
      retryable: false,
      xoevReason: 'X001',
      title: 'Der Inhalt verletzt das Schema des Nachrichtentyps',
      detail: 'Falsch.',
      violations: [{ line: 7, xpath: '/a' }],
    });
  });
});
