/** The repertoire as patterns: of JavaScript for checking, of XSD for schemas. */
import { DIN91379_TYPES, type Din91379Type } from '../message-types/manifest.ts';
import { CHARACTERS, type CodePoints, MARKS_OF } from './repertoire.ts';

/** Adjacent and overlapping ranges made one. */
const merged = (ranges: readonly CodePoints[]): readonly CodePoints[] => {
  const found: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
};

const hex = (codePoint: number): string => codePoint.toString(16).toUpperCase();
const cased = (letter: string): string => `[${letter.toUpperCase()}${letter}]`;

const inClass = (ranges: readonly CodePoints[], of: (codePoint: number) => string): string =>
  ranges.map(([from, to]) => (from === to ? of(from) : `${of(from)}-${of(to)}`)).join('');

/** Matches as much of a text from its start as is of the type. */
export const prefixPattern = (type: Din91379Type): RegExp => {
  const of = (codePoint: number): string => `\\u{${hex(codePoint)}}`;
  const sequences = Object.entries(MARKS_OF).map(([letter, marks]) => {
    const longestFirst = [...marks].sort((a, b) => b.length - a.length);
    return `${cased(letter)}(?:${longestFirst.map((each) => [...each].map((mark) => of(mark.codePointAt(0) ?? 0)).join('')).join('|')})`;
  });
  return new RegExp(`(?:${sequences.join('|')}|[${inClass(merged(CHARACTERS[type]), of)}])*`, 'uy');
};

const xsdPattern = (type: Din91379Type): string => {
  const of = (codePoint: number): string => {
    const character = String.fromCodePoint(codePoint);
    return /[\\\-[\]^]/.test(character) ? `\\${character}` : `&#x${hex(codePoint)};`;
  };
  const letters = Object.keys(MARKS_OF);
  const lone = merged(CHARACTERS[type]).flatMap(([from, to]): CodePoints[] => {
    // letters that may carry marks have a branch of their own, so that no text is matched in two ways
    const cut: CodePoints[] = [];
    let start = from;
    for (let at = from; at <= to; at++) {
      if (!letters.includes(String.fromCodePoint(at).toLowerCase()) || at > 0x7a) continue;
      if (at > start) cut.push([start, at - 1]);
      start = at + 1;
    }
    if (start <= to) cut.push([start, to]);
    return cut;
  });
  const sequences = Object.entries(MARKS_OF).map(([letter, marks]) => {
    const branches = marks.map((each) => [...each].map((mark) => `&#x${hex(mark.codePointAt(0) ?? 0)};`).join(''));
    return `${cased(letter)}(${branches.join('|')})?`;
  });
  return `([${inClass(lone, of)}]|${sequences.join('|')})*`;
};

const MEANING: Readonly<Record<Din91379Type, string>> = {
  A: 'Names of natural persons.',
  B: 'Other names: streets, places, firms.',
  C: 'Free text, with line ends.',
  D: 'Names of legal persons and products, also in Greek.',
  E: 'Free text, also in Greek and Cyrillic.',
};

/** The namespace of the reusable types. */
export const DIN91379_NAMESPACE = 'urn:dienstweg:din91379:1';

/** The reusable types `A`–`E` as a schema, as `din91379.xsd` beside this file has it. */
export const din91379Schema = (): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!-- Data types in the spirit of DIN 91379, made from repertoire.ts. Own work, not the type definitions of the',
    '     standard. As there, the empty text is of every type: restrict it with xs:minLength where something must stand. -->',
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${DIN91379_NAMESPACE}">`,
    ...DIN91379_TYPES.flatMap((type) => [
      `  <xs:simpleType name="${type}">`,
      `    <xs:annotation><xs:documentation xml:lang="en">${MEANING[type]}</xs:documentation></xs:annotation>`,
      '    <xs:restriction base="xs:string">',
      `      <xs:pattern value="${xsdPattern(type)}"/>`,
      '    </xs:restriction>',
      '  </xs:simpleType>',
    ]),
    '</xs:schema>',
    '',
  ].join('\n');
