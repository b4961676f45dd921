import { expect, test } from '@jest/globals';
import { table } from './table.ts';
import { visible, visibleInLine } from './visible.ts';

test('shows what would steer a terminal or turn the direction of writing', () => {
  expect(visible('a\u009b31mb\u001b[2Jc\r\u202ed\u2066e\u2028f\u0000')).toBe(
    'a\\u{9b}31mb\\u{1b}[2Jc\\u{d}\\u{202e}d\\u{2066}e\\u{2028}f\\u{0}',
  );
});

test('leaves text, lines and tabs as they are', () => {
  const text = 'Straße ✓ 🏛 …\n\tzweite Zeile';
  expect(visible(text)).toBe(text);
});

test('keeps a value from beginning a line of its own', () => {
  expect(visibleInLine('a\nvalid: b')).toBe('a\\u{a}valid: b');
  expect(table(['REFERENCE'], [['a\nb\u009b']]).split('\n')).toEqual(['REFERENCE', 'a\\u{a}b\\u{9b}']);
});
