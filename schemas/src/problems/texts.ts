/** Titles and remedies of the problem codes in the three languages shown to users. */
import type { ProblemCode } from './codes.ts';
import type { Text } from './text.ts';
import { TEXTS_DE } from './texts-de.ts';
import { TEXTS_EN } from './texts-en.ts';
import { TEXTS_NL } from './texts-nl.ts';

/** Languages in which users are spoken to. */
export type Language = 'de' | 'en' | 'nl';
export const LANGUAGES = ['de', 'en', 'nl'] as const satisfies readonly Language[];

/** The best of our languages for an `Accept-Language` header or a locale such as `de_DE.UTF-8`; English if none fits. */
export const chooseLanguage = (preference: string | undefined): Language =>
  (preference ?? '')
    .split(',')
    .map((entry) => entry.trim().slice(0, 2).toLowerCase())
    .find((tag): tag is Language => (LANGUAGES as readonly string[]).includes(tag)) ?? 'en';

const TEXTS: Readonly<Record<Language, Readonly<Record<ProblemCode, Text>>>> = {
  de: TEXTS_DE,
  en: TEXTS_EN,
  nl: TEXTS_NL,
};

/** Title and remedy of a code. */
export const titleAndRemedy = (code: ProblemCode, language: Language): Text => TEXTS[language][code];
