/** Casting between atomic types (XQuery and XPath functions, 17). */
import type { CastType } from './ast.ts';
import { decimalOfDouble, parseDecimal, truncate } from './decimal.ts';
import { XPathDynamicError } from './errors.ts';
import { type Moment, parseMoment } from './moments.ts';
import { parseSpan, type Span } from './spans.ts';
import { type Atomic, isNumeric, textOfAtom, typeOfAtom } from './values.ts';

const collapse = (text: string): string => text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');

/** Bounds of the integer types, `undefined` where there is none. */
const BOUNDS: Readonly<Partial<Record<CastType, readonly [bigint | undefined, bigint | undefined]>>> = {
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  short: [-32_768n, 32_767n],
  byte: [-128n, 127n],
  nonNegativeInteger: [0n, undefined],
  positiveInteger: [1n, undefined],
  nonPositiveInteger: [undefined, 0n],
  negativeInteger: [undefined, -1n],
  unsignedLong: [0n, 2n ** 64n - 1n],
  unsignedInt: [0n, 2n ** 32n - 1n],
  unsignedShort: [0n, 65_535n],
  unsignedByte: [0n, 255n],
};

const wrong = (text: string, type: CastType): XPathDynamicError =>
  new XPathDynamicError('FORG0001', `"${text.slice(0, 100)}" is no xs:${type}`);
const impossible = (value: Atomic, type: CastType): XPathDynamicError =>
  new XPathDynamicError('XPTY0004', `${typeOfAtom(value)} cannot be cast to xs:${type}`);

const DOUBLE = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The lexical space of xs:double; `undefined` for everything else. */
export const parseDouble = (text: string): number | undefined => {
  const trimmed = collapse(text);
  if (DOUBLE.test(trimmed)) return Number(trimmed);
  if (trimmed === 'INF') return Number.POSITIVE_INFINITY;
  if (trimmed === '-INF') return Number.NEGATIVE_INFINITY;
  return trimmed === 'NaN' ? Number.NaN : undefined;
};

const integerOfText = (text: string, type: CastType): bigint => {
  if (!/^[+-]?\d{1,1000}$/.test(text)) throw wrong(text, type);
  return BigInt(text.startsWith('+') ? text.slice(1) : text);
};

const ofText = (text: string, type: CastType): Atomic => {
  const trimmed = collapse(text);
  switch (type) {
    case 'boolean':
      if (trimmed === 'true' || trimmed === '1') return true;
      if (trimmed === 'false' || trimmed === '0') return false;
      throw wrong(text, type);
    case 'decimal': {
      const value = parseDecimal(trimmed);
      if (value === undefined) throw wrong(text, type);
      return value;
    }
    case 'double': {
      const value = parseDouble(trimmed);
      if (value === undefined) throw wrong(text, type);
      return value;
    }
    case 'date':
    case 'dateTime':
    case 'time': {
      const value = parseMoment(trimmed, type);
      if (value === undefined) throw wrong(text, type);
      return value;
    }
    case 'dayTimeDuration':
    case 'yearMonthDuration': {
      const value = parseSpan(trimmed, type);
      if (value === undefined) throw wrong(text, type);
      return value;
    }
    default:
      return integerOfText(trimmed, type);
  }
};

const ofNumber = (value: Atomic, type: CastType): Atomic => {
  if (typeof value === 'boolean') return ofNumber(value ? 1n : 0n, type);
  if (!isNumeric(value)) throw impossible(value, type);
  if (type === 'double') return typeof value === 'number' ? value : Number(textOfAtom(value));
  if (type === 'decimal')
    return typeof value === 'number'
      ? decimalOfDouble(value)
      : typeof value === 'bigint'
        ? { kind: 'decimal', mantissa: value, scale: 0 }
        : value;
  if (typeof value === 'bigint') return value;
  return truncate(typeof value === 'number' ? decimalOfDouble(value) : value);
};

const ofMoment = (value: Moment, type: CastType): Atomic => {
  if (value.kind === type) return value;
  if (value.kind === 'dateTime' && type === 'date') return { ...value, kind: 'date', micros: 0 };
  if (value.kind === 'dateTime' && type === 'time') return { ...value, kind: 'time', day: 0 };
  if (value.kind === 'date' && type === 'dateTime') return { ...value, kind: 'dateTime' };
  throw impossible(value, type);
};

const ofSpan = (value: Span, type: CastType): Atomic => {
  if (value.type === type) return value;
  if (type === 'dayTimeDuration' || type === 'yearMonthDuration') return { kind: 'duration', type, amount: 0 };
  throw impossible(value, type);
};

const isNumberType = (type: CastType): boolean =>
  type === 'decimal' || type === 'double' || type === 'integer' || BOUNDS[type] !== undefined;

const toBoolean = (value: Atomic): boolean => {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
  if (typeof value === 'bigint') return value !== 0n;
  if (isNumeric(value)) return value.mantissa !== 0n;
  throw impossible(value, 'boolean');
};

const convert = (value: Atomic, type: CastType): Atomic => {
  if (typeof value === 'string') return ofText(value, type);
  if (typeof value === 'object' && value.kind === 'untyped') return ofText(value.value, type);
  if (type === 'boolean') return toBoolean(value);
  if (isNumberType(type)) return ofNumber(value, type);
  if (typeof value === 'object' && value.kind === 'duration') return ofSpan(value, type);
  if (typeof value === 'object' && value.kind !== 'decimal') return ofMoment(value, type);
  throw impossible(value, type);
};

/** Casts a value; XPathDynamicError FORG0001 where its text is not of the type, XPTY0004 where no cast exists. */
export const castTo = (value: Atomic, type: CastType): Atomic => {
  switch (type) {
    case 'string':
      return textOfAtom(value);
    case 'untypedAtomic':
      return { kind: 'untyped', value: textOfAtom(value) };
    case 'anyURI':
    case 'token':
      return collapse(textOfAtom(value));
    case 'normalizedString':
      return textOfAtom(value).replace(/[\t\r\n]/g, ' ');
    case 'anyAtomicType':
      return value;
  }
  const cast = convert(value, type);
  const bounds = BOUNDS[type];
  if (bounds === undefined || typeof cast !== 'bigint') return cast;
  const [least, most] = bounds;
  if ((least !== undefined && cast < least) || (most !== undefined && cast > most)) throw wrong(String(cast), type);
  return cast;
};
