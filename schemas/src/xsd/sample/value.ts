/** A text that a simple type takes, as far as its facets tell. Pure. */
import { PatternError } from '../../rules/xpath/regex/characters.ts';
import { compilePattern } from '../../rules/xpath/regex/program.ts';
import { findPattern } from '../../rules/xpath/regex/run.ts';
import type { SimpleType } from '../model/components.ts';
import { builtInBase, type EffectiveFacets, facetsOf } from '../model/facets.ts';
import { textsMatching } from './pattern.ts';

const PLAIN: Readonly<Record<string, string>> = {
  boolean: 'true',
  duration: 'P1D',
  dateTime: '2026-01-31T12:00:00Z',
  time: '12:00:00',
  date: '2026-01-31',
  gYearMonth: '2026-01',
  gYear: '2026',
  gMonthDay: '--01-31',
  gDay: '---31',
  gMonth: '--01',
  hexBinary: '00',
  base64Binary: 'AAAA',
  anyURI: 'urn:example:1',
  language: 'de',
  QName: 'name',
  NOTATION: 'name',
};
const NUMBERS: ReadonlySet<string> = new Set([
  'decimal',
  'float',
  'double',
  'integer',
  'nonPositiveInteger',
  'negativeInteger',
  'long',
  'int',
  'short',
  'byte',
  'nonNegativeInteger',
  'unsignedLong',
  'unsignedInt',
  'unsignedShort',
  'unsignedByte',
  'positiveInteger',
]);
const OCTETS_PER: Readonly<Record<string, number>> = { hexBinary: 2, base64Binary: 4 };

/** The ids of a document, all different. */
export interface Ids {
  /** The next one where no form is demanded. */
  plain(): string;
  /** Gives the first of some that is not given yet and fits. */
  take(some: readonly string[], fits: (text: string) => boolean): string | undefined;
  /** One that is in the document, or the one that comes first where there is none yet. */
  any(): string;
}

/** The ids of a new document. */
export const newIds = (): Ids => {
  const given = new Set<string>();
  const plain = (): string => {
    let count = given.size + 1;
    while (given.has(`id${count}`)) count++;
    return `id${count}`;
  };
  return {
    plain,
    take: (some, fits) => {
      const id = some.find((each) => !given.has(each) && fits(each));
      if (id !== undefined) given.add(id);
      return id;
    },
    any: () => [...given][0] ?? plain(),
  };
};

const leastLength = ({ length, minLength }: EffectiveFacets): number => length ?? minLength ?? 0;

const fitsLength = (
  text: string,
  { length, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: EffectiveFacets,
): boolean => {
  const is = [...text].length;
  return length === undefined ? is >= minLength && is <= maxLength : is === length;
};

const numberFor = (base: string, facets: EffectiveFacets): string => {
  const { minInclusive, maxInclusive, minExclusive, maxExclusive, totalDigits } = facets;
  const above =
    minInclusive === undefined
      ? minExclusive === undefined
        ? undefined
        : Number(minExclusive) + 1
      : Number(minInclusive);
  const below =
    maxInclusive === undefined
      ? maxExclusive === undefined
        ? undefined
        : Number(maxExclusive) - 1
      : Number(maxInclusive);
  const digits = totalDigits === undefined ? 1 : 10 ** Math.min(0, totalDigits - 1);
  if (above !== undefined && (above > 1 || base === 'positiveInteger')) return minInclusive ?? String(above);
  if (below !== undefined && below < 1) return maxInclusive ?? String(below);
  return String(digits);
};

const textFor = (base: string, facets: EffectiveFacets): string => {
  const unit = OCTETS_PER[base];
  if (unit !== undefined) return (base === 'hexBinary' ? '00' : 'AAAA').repeat(Math.max(1, leastLength(facets)));
  const plain = PLAIN[base] ?? (base === 'string' || base === 'normalizedString' || base === 'token' ? 'Text' : 'x1');
  const { minInclusive, minExclusive, maxInclusive, length, maxLength } = facets;
  const bound = minInclusive ?? maxInclusive ?? (minExclusive === undefined ? undefined : plain);
  if (bound !== undefined && PLAIN[base] !== undefined) return bound;
  const most = length ?? maxLength ?? plain.length;
  return plain.slice(0, Math.max(0, most)).padEnd(leastLength(facets), 'x');
};

/** `^` and `$` mean themselves in a schema, outside of classes. */
const withoutAnchors = (pattern: string): string => {
  let depth = 0;
  return pattern.replace(/\\.|[[\]^$]/gsu, (found) => {
    if (found === '[') depth++;
    else if (found === ']') depth--;
    else if (depth === 0 && (found === '^' || found === '$')) return `\\${found}`;
    return found;
  });
};

/** Whether a text matches expressions, as far as they are understood here. */
const matches = (text: string, patterns: readonly (readonly string[])[]): boolean => {
  const points = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  return patterns.every((alternatives) =>
    alternatives.some((pattern) => {
      try {
        const program = compilePattern(`^(${withoutAnchors(pattern)})$`, '');
        return findPattern(program, points, 0, () => undefined) !== undefined;
      } catch (error) {
        if (!(error instanceof PatternError)) throw error;
        // blocks and the like: the validator will tell
        return true;
      }
    }),
  );
};

/** The same text with one digit or letter changed, the last place first: many things of one form are told apart so. */
const variantsOf = (text: string): readonly string[] =>
  Array.from(text, (_, place) => text.length - 1 - place).flatMap((place) => {
    const letter = text[place] ?? '';
    const others = /[0-9]/.test(letter) ? '123456789' : /[A-Za-z]/.test(letter) ? 'bcdefBCDEF' : '';
    return [...others].map((other) => text.slice(0, place) + other + text.slice(place + 1));
  });

/** Longest text of which variants are made. */
const MOST_VARIED = 200;

const idFor = (facets: EffectiveFacets, ids: Ids): string => {
  const { patterns } = facets;
  const fits = (text: string): boolean => fitsLength(text, facets) && matches(text, patterns);
  const plain = ids.plain();
  const usual = ids.take([plain], fits);
  if (usual !== undefined) return usual;
  // the first expressions are those of the schema; xs:ID has its own
  const made = (patterns[0] ?? []).flatMap(textsMatching).filter((text) => text.length <= MOST_VARIED);
  const first = made.find(fits) ?? plain;
  return ids.take(made, fits) ?? ids.take(variantsOf(first), fits) ?? first;
};

/**
 * A value for a type; the validator has the last word on it. `time`: how often the like stands before it, since what
 * has to be there twice often has to differ.
 */
export const valueFor = (type: SimpleType, ids: Ids, time = 0): string => {
  const facets = facetsOf(type);
  const { enumeration = [] } = facets;
  const chosen = enumeration[time % Math.max(1, enumeration.length)];
  if (chosen !== undefined) return chosen.value;
  const [member] = type.memberTypes;
  if (type.variety === 'union' && member !== undefined) return valueFor(member, ids, time);
  if (type.variety === 'list' && type.itemType !== undefined) {
    const { itemType } = type;
    return Array.from({ length: Math.max(1, leastLength(facets)) }, () => valueFor(itemType, ids)).join(' ');
  }
  const base = builtInBase(type);
  if (base === 'IDREF') return ids.any();
  if (base === 'ID') return idFor(facets, ids);
  const plain = NUMBERS.has(base) ? numberFor(base, facets) : textFor(base, facets);
  const { patterns } = facets;
  if (patterns.length === 0) return plain;
  // built-in expressions are satisfied by what is plain; those of the schema come first
  const made = (patterns[0] ?? []).flatMap(textsMatching);
  // whether a text is of a block is not known here: what was made for it comes first
  const candidates = patterns.flat().some((pattern) => pattern.includes('{Is')) ? [...made, plain] : [plain, ...made];
  const fitting = candidates.filter((text) => matches(text, patterns));
  return fitting.find((text) => NUMBERS.has(base) || fitsLength(text, facets)) ?? fitting[0] ?? plain;
};
