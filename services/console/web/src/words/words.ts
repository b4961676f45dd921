/**
 * All words of the pages. Each stands in its three languages side by side, so that none can be missing; the area files
 * hold them as `key: [de, en, nl]`. Plural forms are keys of their own that end in `_one` and `_other`.
 */
import { ALARMS_WORDS } from './alarms.ts';
import { CERTIFICATES_WORDS } from './certificates.ts';
import { COMMON_WORDS } from './common.ts';
import { DIRECTORY_WORDS } from './directory.ts';
import { FAILURES_WORDS } from './failures.ts';
import { MESSAGE_WORDS } from './message.ts';
import { MESSAGES_WORDS } from './messages.ts';
import { OPERATIONS_WORDS } from './operations.ts';
import { OVERVIEW_WORDS } from './overview.ts';
import { SESSION_WORDS } from './session.ts';
import { STATEMENT_WORDS } from './statement.ts';
import { STATES_WORDS } from './states.ts';
import { TYPES_WORDS } from './types.ts';

/** Languages of the pages, in the order of the tuples. */
export const LANGUAGES = ['de', 'en', 'nl'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in German, English, Dutch. */
export type Text = readonly [de: string, en: string, nl: string];

/** All areas. */
export const WORDS = {
  ...COMMON_WORDS,
  alarms: ALARMS_WORDS,
  certificates: CERTIFICATES_WORDS,
  directory: DIRECTORY_WORDS,
  failures: FAILURES_WORDS,
  message: MESSAGE_WORDS,
  messages: MESSAGES_WORDS,
  operations: OPERATIONS_WORDS,
  overview: OVERVIEW_WORDS,
  session: SESSION_WORDS,
  statement: STATEMENT_WORDS,
  ...STATES_WORDS,
  types: TYPES_WORDS,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Text>>>>;

/** The words of one language, by area and key. */
export type Words = {
  readonly [Area in keyof typeof WORDS]: { readonly [Key in keyof (typeof WORDS)[Area]]: string };
};

/** Takes one language out of the tuples. */
export const wordsOf = (language: Language): Words => {
  const index = LANGUAGES.indexOf(language);
  return Object.fromEntries(
    Object.entries(WORDS).map(([area, texts]) => [
      area,
      Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text[index] ?? text[0]])),
    ]),
  ) as unknown as Words;
};
