/** Value and general comparisons (XPath 2.0, 3.5). Text is compared by code points. */
import type { Comparison } from './ast.ts';
import { castTo, parseDouble } from './cast.ts';
import { compareDecimals } from './decimal.ts';
import { XPathDynamicError } from './errors.ts';
import { type Context, spend } from './evaluate.ts';
import { compareMoments } from './moments.ts';
import {
  type Atomic,
  atMostOne,
  doubleOf,
  isNumeric,
  type Sequence,
  textOfAtom,
  typeOfAtom,
  type Untyped,
} from './values.ts';

/** By code points; JavaScript's order is that of UTF-16 units, which differs beyond U+FFFF. */
export const compareTexts = (left: string, right: string): number => {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) {
      const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
      if (isSurrogate(a) !== isSurrogate(b)) return isSurrogate(a) ? 1 : -1;
      return a - b;
    }
  }
  return left.length - right.length;
};

const mismatch = (left: Atomic, right: Atomic): XPathDynamicError =>
  new XPathDynamicError('XPTY0004', `${typeOfAtom(left)} and ${typeOfAtom(right)} cannot be compared`);

/** Below, at or above 0; NaN where neither holds. Untyped values are texts here. */
export const order = (left: Atomic, right: Atomic): number => {
  const a = typeof left === 'object' && left.kind === 'untyped' ? left.value : left;
  const b = typeof right === 'object' && right.kind === 'untyped' ? right.value : right;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (isNumeric(a) && isNumeric(b)) {
    if (typeof a !== 'number' && typeof b !== 'number') return compareDecimals(a, b);
    const x = doubleOf(a);
    const y = doubleOf(b);
    return x < y ? -1 : x > y ? 1 : x === y ? 0 : Number.NaN;
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a === 'object' && typeof b === 'object') {
    if (a.kind === 'duration' && b.kind === 'duration' && (a.type === b.type || (a.amount === 0 && b.amount === 0)))
      return a.amount - b.amount;
    if ((a.kind === 'date' || a.kind === 'dateTime' || a.kind === 'time') && a.kind === b.kind)
      return compareMoments(a, b);
  }
  throw mismatch(left, right);
};

const HOLDS: Readonly<Record<Comparison, (ordered: number) => boolean>> = {
  '=': (ordered) => ordered === 0,
  '!=': (ordered) => ordered !== 0,
  '<': (ordered) => ordered < 0,
  '<=': (ordered) => ordered <= 0,
  '>': (ordered) => ordered > 0,
  '>=': (ordered) => ordered >= 0,
};

/** `eq`, `lt`, …: `undefined` where an operand is empty. */
export const compareValues = (
  operator: Comparison,
  left: readonly Atomic[],
  right: readonly Atomic[],
): boolean | undefined => {
  const a = atMostOne(left, 'a comparison of values');
  const b = atMostOne(right, 'a comparison of values');
  return a === undefined || b === undefined ? undefined : HOLDS[operator](order(a, b));
};

const isUntyped = (value: Atomic): value is Untyped => typeof value === 'object' && value.kind === 'untyped';

/** What an untyped operand becomes beside another. */
const beside = (value: Untyped, other: Atomic): Atomic => {
  if (isUntyped(other) || typeof other === 'string') return value.value;
  if (isNumeric(other)) return castTo(value, 'double');
  if (typeof other === 'boolean') return castTo(value, 'boolean');
  return castTo(value, other.kind === 'duration' ? other.type : (other as Exclude<typeof other, Untyped>).kind);
};

const comparePair = (operator: Comparison, left: Atomic, right: Atomic): boolean => {
  const a = isUntyped(left) ? beside(left, right) : left;
  const b = isUntyped(right) ? beside(right, left) : right;
  return HOLDS[operator](order(a, b));
};

const numberOf = (value: Atomic): number =>
  isNumeric(value) ? doubleOf(value) : (parseDouble(textOfAtom(value)) ?? Number.NaN);

/** As in XPath 1.0: a number on one side, or an order, makes numbers of both. */
const comparePairAsBefore = (operator: Comparison, left: Atomic, right: Atomic): boolean => {
  if (isNumeric(left) || isNumeric(right) || (operator !== '=' && operator !== '!=' && textual(left) && textual(right)))
    return HOLDS[operator](order(numberOf(left), numberOf(right)));
  return comparePair(operator, left, right);
};
const textual = (value: Atomic): boolean => typeof value === 'string' || isUntyped(value);

const isTruth = (items: readonly Atomic[]): boolean => items.length === 1 && typeof items[0] === 'boolean';

/** `=`, `<`, …: whether a pair of items satisfies it. */
export const compareGeneral = (
  operator: Comparison,
  left: readonly Atomic[],
  right: readonly Atomic[],
  context: Context,
  compatible: boolean,
  truthOf: (items: Sequence) => boolean,
): boolean => {
  if (compatible && (isTruth(left) || isTruth(right)))
    return HOLDS[operator](Number(truthOf(left)) - Number(truthOf(right)));
  if (left.length * right.length > 1) spend(context, left.length * right.length);
  const compare = compatible ? comparePairAsBefore : comparePair;
  for (const a of left) for (const b of right) if (compare(operator, a, b)) return true;
  return false;
};
