/** Alarms in words, in the three languages. */
import type { Alarm, AlarmRule, AlarmUnit, ToldAlarm } from '@dienstweg/schemas/alarms/alarm.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { ALARM_TEXTS_DE } from './texts-de.ts';
import { ALARM_TEXTS_EN } from './texts-en.ts';
import { ALARM_TEXTS_NL } from './texts-nl.ts';

/** A sentence with `{about}`, `{value}` and `{limit}`, and what is to be done. */
export type AlarmTexts = Readonly<Record<AlarmRule, { readonly text: string; readonly remedy: string }>>;

const TEXTS: Readonly<Record<Language, AlarmTexts>> = { de: ALARM_TEXTS_DE, en: ALARM_TEXTS_EN, nl: ALARM_TEXTS_NL };

const UNITS: Readonly<Record<Language, { readonly day: string; readonly days: string }>> = {
  // every sentence has it in the dative: vor, seit, in
  de: { day: 'Tag', days: 'Tagen' },
  en: { day: 'day', days: 'days' },
  nl: { day: 'dag', days: 'dagen' },
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time as people say it, in the one or two largest units. */
export const lengthInWords = (seconds: number, language: Language): string => {
  const { day, days } = UNITS[language];
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 2 * MINUTE) return `${whole} s`;
  if (whole < 2 * HOUR) return `${Math.floor(whole / MINUTE)} min`;
  if (whole < 2 * DAY) {
    const minutes = Math.floor((whole % HOUR) / MINUTE);
    return `${Math.floor(whole / HOUR)} h${minutes === 0 ? '' : ` ${minutes} min`}`;
  }
  const n = Math.floor(whole / DAY);
  return `${n} ${n === 1 ? day : days}`;
};

const inWords = (value: number, unit: AlarmUnit, language: Language): string => {
  switch (unit) {
    case 'seconds':
      return value <= 0 ? lengthInWords(0, language) : lengthInWords(value, language);
    case 'percent':
      return `${Math.round(value)} %`;
    case 'octets':
    case 'count':
      return new Intl.NumberFormat(language).format(Math.round(value));
  }
};

/** The alarm with what is the matter and what to do. Names nobody but authorities, nodes and streams. */
export const toldAlarm = (alarm: Alarm, language: Language): ToldAlarm => {
  const { text, remedy } = TEXTS[language][alarm.rule];
  const values: Readonly<Record<string, string>> = {
    about: alarm.about ?? '',
    value: inWords(alarm.value, alarm.unit, language),
    limit: inWords(alarm.limit, alarm.unit, language),
  };
  const fill = (sentence: string): string =>
    sentence.replace(/\{(about|value|limit)\}/g, (_, name: string) => values[name] ?? '');
  return { ...alarm, text: fill(text), remedy: fill(remedy) };
};
