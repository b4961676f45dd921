import { expect, test } from '@jest/globals';
import { isPlainLine, isPlainText, visibleJson } from './plain-text.ts';

test.each([
  ['an end of line', 'a\nb'],
  ['an escape', 'a\u001b[2Jb'],
  ['a control of the upper half', 'a\u009bb'],
  ['a turn of direction', 'a\u202eb'],
  ['a mark without width', 'a\ufeffb'],
  ['half a character', 'a\ud800b'],
  ['what is no character', 'a\ufffeb'],
  ['what is no character, elsewhere', 'a\u{1ffff}b'],
  ['a separator of lines', 'a\u2028b'],
])('%s is not in a plain line, and JSON shows it', (_, text) => {
  expect(isPlainLine(text)).toBe(false);
  const json = visibleJson(JSON.stringify({ text }));
  expect(json).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(json)).toEqual({ text });
});

test('names of people and places are plain, in whatever script', () => {
  for (const text of ['Bürgeramt Łódź – Śródmieście', 'Δήμος', 'şehir', 'O’Brien & Søn', '東京', 'a\u0301'])
    expect([isPlainLine(text), visibleJson(JSON.stringify(text))]).toEqual([true, JSON.stringify(text)]);
  expect([isPlainText('one\n\ttwo\r\n'), isPlainText('one\u0000')]).toEqual([true, false]);
});
