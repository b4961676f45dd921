/** Numbers, sizes, times and spans as people of a language write them. */
import type { Language } from './words/words.ts';

const LOCALES: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB', nl: 'nl-NL' };

/** A number with the language's separators. */
export const formatNumber = (value: number, language: Language, digits = 0): string =>
  new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: digits }).format(value);

/** A share of one as percent; below one percent with a decimal, so that little is not nothing. */
export const formatShare = (share: number, language: Language): string =>
  new Intl.NumberFormat(LOCALES[language], {
    style: 'percent',
    maximumFractionDigits: share > 0 && share < 0.01 ? 1 : 0,
  }).format(share);

/** Day and time with seconds and the zone it is meant in. */
export const formatTime = (at: string | Date, language: Language, timeZone?: string): string =>
  new Intl.DateTimeFormat(LOCALES[language], {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(at));

/** The time of a day with its zone, for what happened on a day that is named beside it. */
export const formatClock = (at: string | Date, language: Language, timeZone?: string): string =>
  new Intl.DateTimeFormat(LOCALES[language], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(at));

/** A day. `YYYY-MM-DD` means that day wherever one is. */
export const formatDay = (at: string | Date, language: Language): string =>
  new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: 'medium',
    ...(typeof at === 'string' && at.length === 10 ? { timeZone: 'UTC' } : {}),
  }).format(new Date(at));

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Octets, to three figures at most. */
export const formatBytes = (bytes: number, language: Language): string => {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), SIZES.length - 1);
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(LOCALES[language], {
    style: 'unit',
    unit: SIZES[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1,
  }).format(value);
};

const unit = (value: number, name: string, language: Language, digits = 0): string =>
  new Intl.NumberFormat(LOCALES[language], {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(value);

/** A span by its two largest units: `3 Tg., 4 Std.`; below a minute seconds, below a second milliseconds. */
export const formatSpan = (ms: number, language: Language): string => {
  if (ms < 1_000) return unit(Math.max(0, Math.round(ms)), 'millisecond', language);
  if (ms < 60_000) return unit(ms / 1_000, 'second', language, ms < 10_000 ? 1 : 0);
  const minutes = Math.floor(ms / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts =
    days > 0
      ? [unit(days, 'day', language), ...(hours > 0 ? [unit(hours, 'hour', language)] : [])]
      : hours > 0
        ? [unit(hours, 'hour', language), ...(rest > 0 ? [unit(rest, 'minute', language)] : [])]
        : [unit(minutes, 'minute', language)];
  return parts.join(' ');
};
