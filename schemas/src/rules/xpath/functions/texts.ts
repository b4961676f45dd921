/** Functions on text (XQuery and XPath functions, 7). Positions count code points. */
import { compareTexts } from '../compare.ts';
import { XPathDynamicError } from '../errors.ts';
import { spend } from '../evaluate.ts';
import { doubleOf, EMPTY, textOfAtom, truth } from '../values.ts';
import { define, type LibraryFunction } from './define.ts';

/** Longer than any document that is let in. */
const LONGEST_TEXT = 16_000_000;
const SURROGATE = /[\ud800-\udfff]/;

const collapsed = (text: string): string =>
  /^[ \t\r\n]|[\t\r\n]| {2}| $/.test(text) ? text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : text;

/** `round` of a number given as any of the three. */
const rounded = (value: number): number => Math.round(value);

const substring = (text: string, start: number, length: number): string => {
  const from = rounded(start);
  const to = length === Number.POSITIVE_INFINITY ? length : from + rounded(length);
  if (Number.isNaN(from) || Number.isNaN(to)) return '';
  if (!SURROGATE.test(text)) return text.slice(Math.max(0, from - 1), Math.max(0, to - 1));
  return [...text].filter((_, index) => index + 1 >= from && index + 1 < to).join('');
};

const translate = (text: string, from: string, to: string): string => {
  const targets = [...to];
  const map = new Map<string, string>();
  [...from].forEach((character, index) => {
    if (!map.has(character)) map.set(character, targets[index] ?? '');
  });
  let result = '';
  for (const character of text) result += map.get(character) ?? character;
  return result;
};

const fromCodepoints = (codes: readonly number[]): string => {
  for (const code of codes)
    if (
      !(
        code === 9 ||
        code === 10 ||
        code === 13 ||
        (code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff))
      )
    )
      throw new XPathDynamicError('FOCH0001', `${code} is no character of XML`);
  return codes.map((code) => String.fromCodePoint(code)).join('');
};

export const TEXT_FUNCTIONS: Readonly<Record<string, LibraryFunction>> = {
  'string-join': define(
    ['texts', 'text'],
    ([texts, separator], context) => {
      const length = texts.reduce((sum, text) => sum + text.length, texts.length * (separator ?? '').length);
      if (length > LONGEST_TEXT) throw new XPathDynamicError('FOAR0002', 'a text that is too long');
      spend(context, texts.length + (length >> 6));
      return [texts.join(separator ?? '')];
    },
    1,
  ),
  contains: define(['text', 'text'], ([text, part]) => truth(text.includes(part))),
  'starts-with': define(['text', 'text'], ([text, part]) => truth(text.startsWith(part))),
  'ends-with': define(['text', 'text'], ([text, part]) => truth(text.endsWith(part))),
  'substring-before': define(['text', 'text'], ([text, part]) => [text.slice(0, Math.max(0, text.indexOf(part)))]),
  'substring-after': define(['text', 'text'], ([text, part]) => {
    const at = text.indexOf(part);
    return [at < 0 ? '' : text.slice(at + part.length)];
  }),
  substring: define(
    ['text', 'number?', 'number?'],
    ([text, start, length]) => [
      substring(
        text,
        start === undefined ? Number.NaN : doubleOf(start),
        length === undefined ? Number.POSITIVE_INFINITY : doubleOf(length),
      ),
    ],
    2,
  ),
  'upper-case': define(['text'], ([text]) => [text.toUpperCase()]),
  'lower-case': define(['text'], ([text]) => [text.toLowerCase()]),
  translate: define(['text', 'text', 'text'], ([text, from, to], context) => {
    spend(context, 1 + (text.length >> 6));
    return [translate(text, from, to)];
  }),
  'normalize-space': define(['text'], ([text], context) => {
    spend(context, 1 + (text.length >> 6));
    return [collapsed(text)];
  }),
  'string-length': define(['text'], ([text]) => [BigInt(SURROGATE.test(text) ? [...text].length : text.length)]),
  compare: define(['text?', 'text?'], ([a, b]) =>
    a === undefined || b === undefined ? EMPTY : [BigInt(Math.sign(compareTexts(a, b)))],
  ),
  'codepoint-equal': define(['text?', 'text?'], ([a, b]) =>
    a === undefined || b === undefined ? EMPTY : truth(a === b),
  ),
  'string-to-codepoints': define(['text'], ([text], context) => {
    spend(context, text.length);
    return [...text].map((character) => BigInt(character.codePointAt(0) ?? 0));
  }),
  'codepoints-to-string': define(['atoms'], ([codes]) => [
    fromCodepoints(codes.map((code) => Number(textOfAtom(code)))),
  ]),
  'normalize-unicode': define(
    ['text', 'text'],
    ([text, form]) => {
      const wanted = (form ?? 'NFC').trim().toUpperCase();
      if (wanted === '') return [text];
      if (wanted === 'NFC' || wanted === 'NFD' || wanted === 'NFKC' || wanted === 'NFKD')
        return [text.normalize(wanted)];
      throw new XPathDynamicError('FOCH0003', `the form ${wanted} is not supported`);
    },
    1,
  ),
  'encode-for-uri': define(['text'], ([text]) => [
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  ]),
};
