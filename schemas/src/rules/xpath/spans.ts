/** The two durations that can be compared and added: months, or time. */

/** `months` counts for yearMonthDuration, `micros` (microseconds) for dayTimeDuration. */
export interface Span {
  readonly kind: 'duration';
  readonly type: 'yearMonthDuration' | 'dayTimeDuration';
  readonly amount: number;
}

export const MICROS_PER_DAY = 86_400_000_000;
const YEAR_MONTH = /^(-?)P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?$/;
const DAY_TIME = /^(-?)P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d+))?S)?)?$/;

/** Microseconds of a fraction of a second. */
export const microsOfFraction = (digits: string): number => Number(digits.slice(0, 6).padEnd(6, '0'));

/** A duration of one of the two types; `undefined` for everything else. */
export const parseSpan = (text: string, type: Span['type']): Span | undefined => {
  if (/[PT]$/.test(text)) return undefined;
  if (type === 'yearMonthDuration') {
    const match = YEAR_MONTH.exec(text);
    if (match === null) return undefined;
    const months = Number(match[2] ?? 0) * 12 + Number(match[3] ?? 0);
    return { kind: 'duration', type, amount: match[1] === '-' ? -months : months };
  }
  const match = DAY_TIME.exec(text);
  if (match === null) return undefined;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const whole = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const micros = whole * 1e6 + microsOfFraction(fraction);
  return { kind: 'duration', type, amount: sign === '-' ? -micros : micros };
};

/** Members of a dayTimeDuration, each with the sign of the whole; `seconds` in microseconds. */
export const membersOf = ({ amount }: Span) => {
  const seconds = Math.trunc(amount / 1e6);
  return {
    days: Math.trunc(seconds / 86_400),
    hours: Math.trunc(seconds / 3600) % 24,
    minutes: Math.trunc(seconds / 60) % 60,
    micros: amount % 60e6,
  };
};

/** Seconds of microseconds as text, without zeros at the end. */
export const textOfMicros = (micros: number): string => {
  const fraction = String(micros % 1e6)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const whole = String(Math.trunc(micros / 1e6));
  return fraction === '' ? whole : `${whole}.${fraction}`;
};

/** Canonical form. */
export const textOfSpan = (span: Span): string => {
  const sign = span.amount < 0 ? '-' : '';
  const positive = { ...span, amount: Math.abs(span.amount) };
  if (span.type === 'yearMonthDuration') {
    const years = Math.trunc(positive.amount / 12);
    const months = positive.amount % 12;
    return `${sign}P${years > 0 ? `${years}Y` : ''}${months > 0 || years === 0 ? `${months}M` : ''}`;
  }
  const { days, hours, minutes, micros } = membersOf(positive);
  const time = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${micros > 0 ? `${textOfMicros(micros)}S` : ''}`;
  if (positive.amount === 0) return 'PT0S';
  return `${sign}P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`;
};
