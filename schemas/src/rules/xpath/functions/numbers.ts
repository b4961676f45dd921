/** Functions on numbers (XQuery and XPath functions, 6.4 and 15.4). */
import { calculate } from '../arithmetic.ts';
import { castTo } from '../cast.ts';
import { order } from '../compare.ts';
import {
  absExact,
  ceilingExact,
  decimalOfDouble,
  doubleOfExact,
  type Exact,
  floorExact,
  roundExact,
  roundHalfToEven,
} from '../decimal.ts';
import { XPathDynamicError } from '../errors.ts';
import { type Context, spend } from '../evaluate.ts';
import { type Atomic, doubleOf, EMPTY, isNumeric, type Sequence, typeOfAtom } from '../values.ts';
import { define, type LibraryFunction } from './define.ts';

const each = (ofDouble: (value: number) => number, ofExact: (value: Exact) => Exact): LibraryFunction =>
  define(['number?'], ([value]) =>
    value === undefined ? EMPTY : [typeof value === 'number' ? ofDouble(value) : ofExact(value)],
  );

/** Untyped values are doubles to all of these. */
const summands = (values: readonly Atomic[], context: Context): readonly Atomic[] => {
  spend(context, values.length);
  return values.map((value) =>
    typeof value === 'object' && value.kind === 'untyped' ? castTo(value, 'double') : value,
  );
};

const isSummable = (value: Atomic): boolean =>
  isNumeric(value) || (typeof value === 'object' && value.kind === 'duration');

const sum = (values: readonly Atomic[]): Atomic | undefined => {
  let total: Atomic | undefined;
  for (const value of values) {
    if (!isSummable(value)) throw new XPathDynamicError('FORG0006', `${typeOfAtom(value)} cannot be added up`);
    total = total === undefined ? value : calculate('+', total, value);
  }
  return total;
};

const extreme = (values: readonly Atomic[], sign: number): Sequence => {
  let found: Atomic | undefined;
  const doubles = values.some((value) => typeof value === 'number');
  for (const raw of values) {
    const value = doubles && isNumeric(raw) ? doubleOf(raw) : raw;
    if (typeof value === 'number' && Number.isNaN(value)) return [value];
    if (found === undefined || order(value, found) * sign > 0) found = value;
  }
  return found === undefined ? EMPTY : [found];
};

const halfToEven = (value: number | Exact, digits: number): Atomic => {
  if (typeof value !== 'number') return roundHalfToEven(value, digits);
  if (!Number.isFinite(value) || value === 0) return value;
  return doubleOfExact(roundHalfToEven(decimalOfDouble(value), digits));
};

export const NUMBER_FUNCTIONS: Readonly<Record<string, LibraryFunction>> = {
  abs: each(Math.abs, absExact),
  floor: each(Math.floor, floorExact),
  ceiling: each(Math.ceil, ceilingExact),
  round: each(Math.round, roundExact),
  'round-half-to-even': define(
    ['number?', 'integer'],
    ([value, digits]) => (value === undefined ? EMPTY : [halfToEven(value, digits ?? 0)]),
    1,
  ),
  sum: define(
    ['atoms', 'atom?'],
    ([values, zero], context) => {
      const total = sum(summands(values, context));
      return total === undefined ? [zero ?? 0n] : [total];
    },
    1,
  ),
  avg: define(['atoms'], ([values], context) => {
    const total = sum(summands(values, context));
    return total === undefined ? EMPTY : [calculate('div', total, BigInt(values.length))];
  }),
  min: define(['atoms'], ([values], context) => extreme(summands(values, context), -1)),
  max: define(['atoms'], ([values], context) => extreme(summands(values, context), 1)),
};
