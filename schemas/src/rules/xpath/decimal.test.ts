import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addExact,
  ceilingExact,
  compareDecimals,
  type Decimal,
  decimal,
  decimalOfDouble,
  divideExact,
  divideToInteger,
  doubleOfExact,
  floorExact,
  multiplyExact,
  parseDecimal,
  remainder,
  roundExact,
  roundHalfToEven,
  subtractExact,
  textOfExact,
} from './decimal.ts';

const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }))
  .map(([mantissa, scale]) => decimal(mantissa, scale));
const PLACES = 60;
const UNIT = 10n ** BigInt(PLACES);
/** The number in units of the last of so many places, exactly. */
const units = (value: Decimal | bigint): bigint =>
  typeof value === 'bigint' ? value * UNIT : value.mantissa * 10n ** BigInt(PLACES - value.scale);

describe('decimals', () => {
  test('are added, subtracted, multiplied and compared without loss', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        expect(units(addExact(a, b))).toBe(units(a) + units(b));
        expect(units(subtractExact(a, b))).toBe(units(a) - units(b));
        expect(units(multiplyExact(a, b)) * UNIT).toBe(units(a) * units(b));
        expect(Math.sign(compareDecimals(a, b))).toBe(units(a) < units(b) ? -1 : units(a) > units(b) ? 1 : 0);
      }),
    );
  });

  test('divided and multiplied back differ by no more than half a unit of the last digit', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        fc.pre(b.mantissa !== 0n);
        const quotient = divideExact(a, b);
        expect(quotient.scale).toBeGreaterThanOrEqual(18);
        const off = units(subtractExact(multiplyExact(quotient, b), a) as Decimal);
        // |q·b − a| ≤ |b| / 2 · 10^-scale
        const bound = (units(b) < 0n ? -units(b) : units(b)) / 2n / 10n ** BigInt(quotient.scale) + 1n;
        expect(off <= bound && off >= -bound).toBe(true);
      }),
    );
  });

  test('a = (a idiv b) · b + a mod b, and the remainder has the sign of a', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, (a, b) => {
        fc.pre(b.mantissa !== 0n);
        const rest = remainder(a, b);
        expect(compareDecimals(addExact(multiplyExact(divideToInteger(a, b), b), rest), a)).toBe(0);
        expect(units(rest as Decimal) === 0n || units(rest as Decimal) < 0n === a.mantissa < 0n).toBe(true);
      }),
    );
  });

  test('are rounded to the nearest, half way upwards or to even', () => {
    fc.assert(
      fc.property(anyDecimal, (a) => {
        const [down, up, near] = [floorExact(a), ceilingExact(a), roundExact(a)];
        expect(compareDecimals(down, a)).toBeLessThanOrEqual(0);
        expect(compareDecimals(up, a)).toBeGreaterThanOrEqual(0);
        expect(compareDecimals(subtractExact(up, down), 1n)).toBeLessThanOrEqual(0);
        const twice = units(subtractExact(near, a) as Decimal) * 2n;
        expect(twice <= UNIT && twice > -UNIT).toBe(true);
      }),
    );
    expect(['0.5', '1.5', '2.5', '-0.5', '-1.5'].map((text) => textOfExact(roundHalfToEven(parse(text), 0)))).toEqual([
      '0',
      '2',
      '2',
      '0',
      '-2',
    ]);
    expect(textOfExact(roundHalfToEven(parse('1234.565'), 2))).toBe('1234.56');
    expect(textOfExact(roundHalfToEven(1250n, -2))).toBe('1200');
  });

  test('survive being written and read', () => {
    fc.assert(fc.property(anyDecimal, (a) => expect(compareDecimals(parse(textOfExact(a)), a)).toBe(0)));
  });

  test('of a double are exactly that double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
        expect(doubleOfExact(decimalOfDouble(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  test('that are none are not read', () => {
    for (const text of ['', '.', '-', '1e2', '1.2.3', 'INF', '１', '9'.repeat(1001)])
      expect(parseDecimal(text)).toBeUndefined();
  });

  test('of too many digits end the rule, not the processor', () => {
    const large = decimal(10n ** 999n, 0);
    expect(() => multiplyExact(large, large)).toThrow('FOAR0002');
  });
});

function parse(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === undefined) throw new Error(text);
  return value;
}
