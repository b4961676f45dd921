/** What the texts in a registry change look like: days, identifiers of known schemes, URLs. */

import {
  parseAuthorityId,
  parseFingerprint,
  parseMessageId,
  parseRegionId,
  parseServiceId,
} from '../../identifiers.ts';
import { isPlainText } from '../../plain-text.ts';

/** Schemes the registry takes for each kind of identifier. */
export const SCHEMES = {
  authority: ['dvdv', 'oin', 'iso6523'],
  service: ['leika', 'dvdv', 'urn', 'nl-upl'],
  region: ['ars', 'nl-gemeente', 'nuts', 'area'],
} as const;

const hasScheme = (id: string | undefined, schemes: readonly string[]): boolean =>
  id !== undefined && schemes.includes(id.slice(0, id.indexOf(':')));

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. A million entries ask this two million times: no Date is made. */
export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [month, day] = [Number(text.slice(5, 7)), Number(text.slice(8))];
  const days = month === 2 && isLeap(Number(text.slice(0, 4))) ? 29 : DAYS_OF_MONTH[month - 1];
  return days !== undefined && day >= 1 && day <= days;
};

const isPushUrl = (text: string): boolean => {
  const url = /^[\x21-\x7e]+$/.test(text) ? URL.parse(text) : null;
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === '';
};

/** Format → check and what is expected, in words every language shares. */
export const CHANGE_FORMATS: Readonly<
  Record<string, { readonly validate: (text: string) => boolean; readonly expected: string }>
> = {
  text: { validate: isPlainText, expected: 'text without control characters' },
  day: { validate: isDay, expected: 'YYYY-MM-DD' },
  instant: {
    validate: (text) =>
      /^\d{4}-\d{2}-\d{2}T[\d:.]{5,15}(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)),
    expected: 'RFC 3339, e.g. 2027-01-01T22:00:00+01:00',
  },
  authority: {
    validate: (text) => hasScheme(parseAuthorityId(text), SCHEMES.authority),
    expected: 'dvdv:prefix:… | oin:… (oin: 20 digits) | iso6523:0204:… (4 digits, colon, key)',
  },
  service: {
    validate: (text) => hasScheme(parseServiceId(text), SCHEMES.service),
    expected: `${SCHEMES.service.join(':… | ')}:… (leika: 14 digits)`,
  },
  region: {
    validate: (text) => hasScheme(parseRegionId(text), SCHEMES.region),
    expected: `${SCHEMES.region.join(':… | ')}:… (ars: 12 digits, nl-gemeente: 4 digits, nuts: DE94…)`,
  },
  fingerprint: { validate: (text) => parseFingerprint(text) === text, expected: '64 lower-case hexadecimal digits' },
  'entry-id': {
    validate: (text) => /^[\p{L}0-9:._\-/#+]{1,200}$/u.test(text) && text === text.normalize('NFKC'),
    expected: '1–200 letters, digits or : . _ - / # +',
  },
  uuid: { validate: (text) => parseMessageId(text) === text, expected: 'UUID in lower case' },
  'push-url': { validate: isPushUrl, expected: 'https://… in ASCII, without blanks' },
};
