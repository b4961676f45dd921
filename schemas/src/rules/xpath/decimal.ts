/**
 * xs:decimal without loss: a mantissa of any length and a scale. Amounts of money are compared and added exactly, which
 * doubles cannot do. Division keeps at least 18 digits after the point, as Saxon does (a quotient half way goes towards zero).
 */
import { XPathDynamicError } from './errors.ts';

/** mantissa / 10^scale; `scale` ≥ 0. Several pairs say the same number: compare with {@link compareDecimals}. */
export interface Decimal {
  readonly kind: 'decimal';
  readonly mantissa: bigint;
  readonly scale: number;
}

/** An xs:integer (bigint) is an xs:decimal too. */
export type Exact = bigint | Decimal;

const DIVISION_DIGITS = 18;
/** More digits than any register needs; fewer than it takes to keep a processor busy. */
const MOST_DIGITS = 1_000;
const TOO_LARGE = 10n ** BigInt(MOST_DIGITS);

const POWERS: readonly bigint[] = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent));
const tenTo = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent);
const mantissaOf = (value: Exact): bigint => (typeof value === 'bigint' ? value : value.mantissa);
const scaleOf = (value: Exact): number => (typeof value === 'bigint' ? 0 : value.scale);
const scaledTo = (value: Exact, scale: number): bigint => {
  const by = scale - scaleOf(value);
  return by === 0 ? mantissaOf(value) : mantissaOf(value) * tenTo(by);
};

/** Refuses what has too many digits (FOAR0002). */
export const inRange = (mantissa: bigint): bigint => {
  if (mantissa >= TOO_LARGE || mantissa <= -TOO_LARGE)
    throw new XPathDynamicError('FOAR0002', `a number of more than ${MOST_DIGITS} digits`);
  return mantissa;
};

/** A decimal from its two members. */
export const decimal = (mantissa: bigint, scale: number): Decimal => {
  if (scale > MOST_DIGITS * 2) throw new XPathDynamicError('FOAR0002', 'a number of too many digits after the point');
  return { kind: 'decimal', mantissa: inRange(mantissa), scale };
};

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** The lexical space of xs:decimal, white space collapsed; `undefined` for everything else. */
export const parseDecimal = (text: string): Decimal | undefined => {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const digits = whole + fraction;
  if (digits === '' || digits.length > MOST_DIGITS) return undefined;
  const mantissa = BigInt(digits);
  return decimal(sign === '-' ? -mantissa : mantissa, fraction.length);
};

/** The value of a finite double, exactly as it is in binary. */
export const decimalOfDouble = (value: number): Decimal => {
  if (!Number.isFinite(value)) throw new XPathDynamicError('FOCA0002', `${value} is not a decimal`);
  let scale = 0;
  let rest = value;
  // each halving step of the binary fraction takes one decimal digit: n·2^-k = n·5^k·10^-k
  while (!Number.isInteger(rest)) {
    rest *= 2;
    scale++;
  }
  return decimal(BigInt(rest) * 5n ** BigInt(scale), scale);
};

/** Canonical form of xs:decimal: no exponent, no zeros at the end, no point without digits after it. */
export const textOfExact = (value: Exact): string => {
  if (typeof value === 'bigint') return value.toString();
  const negative = value.mantissa < 0n;
  const digits = (negative ? -value.mantissa : value.mantissa).toString().padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits.slice(digits.length - value.scale).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && text !== '0' ? `-${text}` : text;
};

/** The nearest double. */
export const doubleOfExact = (value: Exact): number =>
  typeof value === 'bigint' ? Number(value) : value.scale === 0 ? Number(value.mantissa) : Number(textOfExact(value));

/** Below, at or above 0 as the first is less than, equal to or greater than the second. */
export const compareDecimals = (left: Exact, right: Exact): number => {
  const scale = Math.max(scaleOf(left), scaleOf(right));
  const a = scaledTo(left, scale);
  const b = scaledTo(right, scale);
  return a < b ? -1 : a > b ? 1 : 0;
};

const result = (left: Exact, right: Exact, mantissa: bigint, scale: number): Exact =>
  typeof left === 'bigint' && typeof right === 'bigint' ? inRange(mantissa) : decimal(mantissa, scale);

export const addExact = (left: Exact, right: Exact): Exact => {
  const scale = Math.max(scaleOf(left), scaleOf(right));
  return result(left, right, scaledTo(left, scale) + scaledTo(right, scale), scale);
};

export const negateExact = (value: Exact): Exact =>
  typeof value === 'bigint' ? -value : decimal(-value.mantissa, value.scale);

export const subtractExact = (left: Exact, right: Exact): Exact => addExact(left, negateExact(right));

export const multiplyExact = (left: Exact, right: Exact): Exact =>
  result(left, right, mantissaOf(left) * mantissaOf(right), scaleOf(left) + scaleOf(right));

const notByZero = (divisor: Exact): void => {
  if (mantissaOf(divisor) === 0n) throw new XPathDynamicError('FOAR0001', 'division by zero');
};
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** `div`: always a decimal, of 18 digits after the point or as many as an operand has. */
export const divideExact = (left: Exact, right: Exact): Decimal => {
  notByZero(right);
  const scale = Math.max(DIVISION_DIGITS, scaleOf(left), scaleOf(right));
  const dividend = mantissaOf(left) * tenTo(scale + scaleOf(right));
  const divisor = mantissaOf(right) * tenTo(scaleOf(left));
  const quotient = dividend / divisor;
  const goesOn = magnitude(dividend % divisor) * 2n > magnitude(divisor);
  if (!goesOn) return decimal(quotient, scale);
  return decimal(quotient + (dividend < 0n === divisor < 0n ? 1n : -1n), scale);
};

/** `idiv`: towards zero. */
export const divideToInteger = (left: Exact, right: Exact): bigint => {
  notByZero(right);
  const scale = Math.max(scaleOf(left), scaleOf(right));
  return scaledTo(left, scale) / scaledTo(right, scale);
};

/** `mod`: has the sign of the dividend. */
export const remainder = (left: Exact, right: Exact): Exact => {
  notByZero(right);
  const scale = Math.max(scaleOf(left), scaleOf(right));
  return result(left, right, scaledTo(left, scale) % scaledTo(right, scale), scale);
};

const floorDivide = (value: bigint, by: bigint): bigint => {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
};

/** The integer part, towards zero. */
export const truncate = (value: Exact): bigint => mantissaOf(value) / tenTo(scaleOf(value));

export const floorExact = (value: Exact): Exact =>
  typeof value === 'bigint' ? value : decimal(floorDivide(value.mantissa, tenTo(value.scale)), 0);

export const ceilingExact = (value: Exact): Exact => negateExact(floorExact(negateExact(value)));

/** `round`: what lies half way goes towards positive infinity. */
export const roundExact = (value: Exact): Exact => {
  if (typeof value === 'bigint') return value;
  const unit = tenTo(value.scale);
  return decimal(floorDivide(value.mantissa * 2n + unit, unit * 2n), 0);
};

/** `round-half-to-even` at a number of digits after the point (before it, where negative). */
export const roundHalfToEven = (value: Exact, digits: number): Exact => {
  const drop = scaleOf(value) - digits;
  if (drop <= 0) return value;
  if (drop > MOST_DIGITS * 3) return typeof value === 'bigint' ? 0n : decimal(0n, 0);
  const unit = tenTo(drop);
  const down = floorDivide(mantissaOf(value), unit);
  const rest = (mantissaOf(value) - down * unit) * 2n;
  const rounded = rest > unit || (rest === unit && down % 2n !== 0n) ? down + 1n : down;
  if (typeof value === 'bigint') return rounded * tenTo(-digits);
  return digits >= 0 ? decimal(rounded, digits) : decimal(rounded * tenTo(-digits), 0);
};

export const absExact = (value: Exact): Exact => (mantissaOf(value) < 0n ? negateExact(value) : value);
