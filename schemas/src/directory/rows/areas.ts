/** Areas as two numbers: no text is built or compared to find who is responsible. */
import type { Interned } from './interned.ts';

const ARS = 'ars:';
const ARS_DIGITS = 12;
const HALF = 6;
/** Above the six digits in front (at most 999,999 < 2^20) stands how many digits count. */
const COUNT_SHIFT = 20;

/** `high` of an area that is no prefix of an ARS. */
const OTHER = -1;

const digitsOf = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let n = from; n < to; n += 1) {
    const digit = n < text.length ? text.charCodeAt(n) - 48 : 0;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
};

/** Six digits with those behind `digits` set to 0, by `digits` that count. */
const UNIT = [1e6, 1e5, 1e4, 1e3, 1e2, 10, 1] as const;
const cut = (value: number, digits: number): number => {
  if (digits >= HALF) return value;
  const unit = UNIT[Math.max(digits, 0)] ?? 1;
  return value - (value % unit);
};

/** An area: equal numbers, equal area. */
export interface Area {
  readonly high: number;
  readonly low: number;
}

/** An ARS of twelve digits, ready to be cut; `undefined` for every other region. */
export const arsOf = (region: string): Area | undefined => {
  if (region.length !== ARS.length + ARS_DIGITS || !region.startsWith(ARS)) return undefined;
  const high = digitsOf(region, ARS.length, ARS.length + HALF);
  const low = digitsOf(region, ARS.length + HALF, ARS.length + ARS_DIGITS);
  return high < 0 || low < 0 ? undefined : { high, low };
};

/** `high` of the area around an ARS of which so many leading digits count. */
export const highOf = (ars: Area, digits: number): number => (digits << COUNT_SHIFT) | cut(ars.high, digits);
/** How many leading digits count in an area that is a prefix of an ARS. */
export const digitsOfHigh = (high: number): number => high >> COUNT_SHIFT;
/** `low` of that area. */
export const lowOf = (ars: Area, digits: number): number => cut(ars.low, digits - HALF);

/** Numbers for areas of all kinds. */
export class Areas {
  readonly #others: Interned;

  /** `others` takes keys that are no digits. */
  constructor(others: Interned) {
    this.#others = others;
  }

  /** The area filed under a key (see `regionKeyOf`), which becomes known. */
  add(key: string): Area {
    return ofDigits(key) ?? { high: OTHER, low: this.#others.add(key) };
  }

  /** The area filed under a key; `undefined` where nothing ever was. */
  find(key: string): Area | undefined {
    const digits = ofDigits(key);
    if (digits !== undefined) return digits;
    const low = this.#others.find(key);
    return low < 0 ? undefined : { high: OTHER, low };
  }

  /** The key of an area. */
  key({ high, low }: Area): string {
    if (high === OTHER) return this.#others.text(low);
    const digits = high >>> COUNT_SHIFT;
    const front = high & ((1 << COUNT_SHIFT) - 1);
    return `${String(front).padStart(HALF, '0')}${String(low).padStart(HALF, '0')}`.slice(0, digits);
  }
}

const ofDigits = (key: string): Area | undefined => {
  if (key.length > ARS_DIGITS) return undefined;
  const high = digitsOf(key, 0, HALF);
  const low = digitsOf(key, HALF, ARS_DIGITS);
  return high < 0 || low < 0 ? undefined : { high: (key.length << COUNT_SHIFT) | high, low };
};
