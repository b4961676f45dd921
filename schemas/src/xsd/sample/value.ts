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

/** Names for `xs:ID` that are all different, and those given so far. */
export interface Ids {
  next(): string;
  any(): string | undefined;
}

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

/** A value for a type; the validator has the last word on it. */
export const valueFor = (type: SimpleType, ids: Ids): string => {
  const facets = facetsOf(type);
  const [first] = facets.enumeration ?? [];
  if (first !== undefined) return first.value;
  const [member] = type.memberTypes;
  if (type.variety === 'union' && member !== undefined) return valueFor(member, ids);
  if (type.variety === 'list' && type.itemType !== undefined) {
    const { itemType } = type;
    return Array.from({ length: Math.max(1, leastLength(facets)) }, () => valueFor(itemType, ids)).join(' ');
  }
  const base = builtInBase(type);
  if (base === 'ID') return ids.next();
  if (base === 'IDREF') return ids.any() ?? ids.next();
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
