/**
 * The repertoire behind the data types A–E of DIN 91379 (Unicode characters for names in Europe), as this project
 * understands it: Latin letters of all European languages, sequences of base letter and combining marks that have no
 * precomposed form, and groups of other characters. Own work, checked against the published examples; the standard's
 * own definitions are not copied. All letters stand in normal form C. Pure data.
 */
import type { Din91379Type } from '../message-types/manifest.ts';

/** First and last code point of a range. */
export type CodePoints = readonly [number, number];

const single = (characters: string): readonly CodePoints[] =>
  [...characters].map((character) => [character.codePointAt(0) ?? 0, character.codePointAt(0) ?? 0]);

/** Latin letters that stand by themselves. */
const LATIN: readonly CodePoints[] = [
  [0x41, 0x5a],
  [0x61, 0x7a],
  [0xaa, 0xaa],
  [0xba, 0xba],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x131],
  [0x134, 0x148],
  [0x14a, 0x17e],
  [0x187, 0x188],
  [0x18f, 0x18f],
  [0x197, 0x197],
  [0x1a0, 0x1a1],
  [0x1af, 0x1b0],
  [0x1b7, 0x1b7],
  [0x1cd, 0x1dc],
  [0x1de, 0x1df],
  [0x1e2, 0x1f0],
  [0x1f4, 0x1f5],
  [0x1f8, 0x1ff],
  [0x200, 0x21b],
  [0x21e, 0x21f],
  [0x227, 0x233],
  [0x259, 0x259],
  [0x268, 0x268],
  [0x292, 0x292],
  [0x1e02, 0x1e03],
  [0x1e06, 0x1e99],
  [0x1e9e, 0x1e9e],
  [0x1ea0, 0x1ef9],
];

/** What stands in names of people besides letters. */
const IN_NAMES = single(" ',-.`~¨´·ʹʺʻʼʾʿˈˌ’‡");

/** What stands in names of streets, places and firms besides. */
const IN_TITLES = single('!"#$%&()*+/0123456789:;<=>?@[\\]^_{|}¡¢£¥§©«¬®¯°±²³µ¶¹»¿×÷€–—‘‚“”„†…‰′″‹›™');

/** What may stand in free text besides. */
const IN_TEXT = single('¤¦¸¼½¾');

/** White space of free text: tabulator, line ends, no-break space. */
const LAYOUT: readonly CodePoints[] = [
  [0x09, 0x0a],
  [0x0d, 0x0d],
  [0xa0, 0xa0],
];

/** Greek in its modern, monotonic spelling. */
const GREEK: readonly CodePoints[] = [
  [0x386, 0x386],
  [0x388, 0x38a],
  [0x38c, 0x38c],
  [0x38e, 0x3a1],
  [0x3a3, 0x3ce],
];

/** Cyrillic as Bulgarian writes it. */
const CYRILLIC: readonly CodePoints[] = [
  [0x40d, 0x40d],
  [0x410, 0x42a],
  [0x42c, 0x42c],
  [0x42e, 0x44a],
  [0x44c, 0x44c],
  [0x44e, 0x44f],
  [0x45d, 0x45d],
];

/** Base letter, in lower case, → combining marks that may follow it: the sequences without a precomposed form. */
export const MARKS_OF: Readonly<Record<string, readonly string[]>> = {
  a: ['\u030b'],
  c: ['\u0300', '\u0304', '\u0306', '\u0308', '\u0315', '\u0323', '\u0326', '\u0328\u0306'],
  d: ['\u0302'],
  f: ['\u0300', '\u0304'],
  g: ['\u0300'],
  h: ['\u0304', '\u0326', '\u0331'],
  j: ['\u0301', '\u030c'],
  k: ['\u0300', '\u0302', '\u0304', '\u0307', '\u0315', '\u031b', '\u0326'],
  l: ['\u0302', '\u0325', '\u0325\u0304', '\u0326'],
  m: ['\u0300', '\u0302', '\u0306', '\u0310'],
  n: ['\u0302', '\u0304', '\u0306', '\u0326'],
  p: ['\u0300', '\u0304', '\u0315', '\u0323'],
  r: ['\u0306', '\u0325', '\u0325\u0304'],
  s: ['\u0300', '\u0304', '\u031b\u0304'],
  t: ['\u0300', '\u0304', '\u0308', '\u0315', '\u031b'],
  u: ['\u0307'],
  z: ['\u0300', '\u0304', '\u0306', '\u0308'],
};

const A = [...LATIN, ...IN_NAMES];
const B = [...A, ...IN_TITLES];
const C = [...B, ...IN_TEXT, ...LAYOUT];
const D = [...B, ...IN_TEXT, ...GREEK];

/**
 * Characters that stand by themselves in each type: A names of people, B other names, C free text, D names of firms
 * and products, also Greek, E any of them, also Cyrillic.
 */
export const CHARACTERS: Readonly<Record<Din91379Type, readonly CodePoints[]>> = {
  A,
  B,
  C,
  D,
  E: [...D, ...LAYOUT, ...CYRILLIC],
};
