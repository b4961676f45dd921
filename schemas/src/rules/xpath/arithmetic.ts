/** Arithmetic on numbers, moments and durations (XPath 2.0, 3.4). Untyped operands are doubles, as the standard says. */
import type { Arithmetic } from './ast.ts';
import { castTo, parseDouble } from './cast.ts';
import {
  addExact,
  decimalOfDouble,
  divideExact,
  divideToInteger,
  doubleOfExact,
  type Exact,
  multiplyExact,
  negateExact,
  remainder,
  subtractExact,
  truncate,
} from './decimal.ts';
import { XPathDynamicError } from './errors.ts';
import { addSpan, difference, type Moment } from './moments.ts';
import type { Span } from './spans.ts';
import { type Atomic, doubleOf, isNumeric, textOfAtom, typeOfAtom } from './values.ts';

const EXACT: Readonly<Record<Arithmetic, (left: Exact, right: Exact) => Exact>> = {
  '+': addExact,
  '-': subtractExact,
  '*': multiplyExact,
  div: divideExact,
  idiv: divideToInteger,
  mod: remainder,
};

const ofDoubles = (operator: Arithmetic, left: number, right: number): number | bigint => {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case 'div':
      return left / right;
    case 'mod':
      return left % right;
    case 'idiv': {
      if (right === 0) throw new XPathDynamicError('FOAR0001', 'division by zero');
      const quotient = left / right;
      if (!Number.isFinite(quotient)) throw new XPathDynamicError('FOAR0002', `${quotient} is no integer`);
      return truncate(decimalOfDouble(quotient));
    }
  }
};

const isSpan = (value: Atomic): value is Span => typeof value === 'object' && value.kind === 'duration';
const isMoment = (value: Atomic): value is Moment =>
  typeof value === 'object' && (value.kind === 'date' || value.kind === 'dateTime' || value.kind === 'time');

const scaled = (span: Span, by: number): Span => {
  if (!Number.isFinite(by)) throw new XPathDynamicError('FODT0002', `a duration cannot be multiplied by ${by}`);
  return { ...span, amount: Math.round(span.amount * by) };
};

const ofTimes = (operator: Arithmetic, left: Atomic, right: Atomic): Atomic | undefined => {
  if (isMoment(left) && isMoment(right) && left.kind === right.kind && operator === '-') return difference(left, right);
  if (isMoment(left) && isSpan(right)) {
    if (operator === '+') return addSpan(left, right);
    if (operator === '-') return addSpan(left, { ...right, amount: -right.amount });
  }
  if (isSpan(left) && isMoment(right) && operator === '+') return addSpan(right, left);
  if (isSpan(left) && isSpan(right) && left.type === right.type) {
    if (operator === '+') return { ...left, amount: left.amount + right.amount };
    if (operator === '-') return { ...left, amount: left.amount - right.amount };
    if (operator === 'div') return divideExact(BigInt(left.amount), BigInt(right.amount));
  }
  if (isSpan(left) && isNumeric(right)) {
    if (operator === '*') return scaled(left, doubleOf(right));
    if (operator === 'div') return scaled(left, 1 / doubleOf(right));
  }
  if (isNumeric(left) && isSpan(right) && operator === '*') return scaled(right, doubleOf(left));
  return undefined;
};

const isUntyped = (value: Atomic): boolean => typeof value === 'object' && value.kind === 'untyped';

/** One operation on two values. */
export const calculate = (operator: Arithmetic, left: Atomic, right: Atomic): Atomic => {
  const a = isUntyped(left) ? castTo(left, 'double') : left;
  const b = isUntyped(right) ? castTo(right, 'double') : right;
  if (isNumeric(a) && isNumeric(b)) {
    if (typeof a !== 'number' && typeof b !== 'number') return EXACT[operator](a, b);
    return ofDoubles(operator, doubleOf(a), doubleOf(b));
  }
  const timed = ofTimes(operator, a, b);
  if (timed !== undefined) return timed;
  throw new XPathDynamicError('XPTY0004', `${typeOfAtom(left)} ${operator} ${typeOfAtom(right)} is not defined`);
};

/** As in XPath 1.0: everything is a double, what is no number is NaN. */
export const calculateAsBefore = (operator: Arithmetic, left: Atomic | undefined, right: Atomic | undefined): Atomic =>
  ofDoubles(operator, numberOf(left), numberOf(right));

/** `number()`: NaN for what is none. */
export const numberOf = (value: Atomic | undefined): number => {
  if (value === undefined) return Number.NaN;
  if (typeof value === 'number') return value;
  if (isNumeric(value)) return doubleOfExact(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' || isUntyped(value)) return parseDouble(textOfAtom(value)) ?? Number.NaN;
  return Number.NaN;
};

/** The number with the other sign. */
export const negate = (value: Atomic): Atomic => {
  const number = isUntyped(value) ? castTo(value, 'double') : value;
  if (typeof number === 'number') return -number;
  if (isNumeric(number)) return negateExact(number);
  throw new XPathDynamicError('XPTY0004', `${typeOfAtom(value)} has no sign`);
};
