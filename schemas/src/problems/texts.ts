/** Titles and remedies of the problem codes in the three languages shown to users. */
import type { ProblemCode } from './codes.ts';

/** Languages in which users are spoken to. */
export type Language = 'de' | 'en' | 'nl';
export const LANGUAGES = ['de', 'en', 'nl'] as const satisfies readonly Language[];

/** The best of our languages for an `Accept-Language` header or a locale such as `de_DE.UTF-8`; English if none fits. */
export const chooseLanguage = (preference: string | undefined): Language =>
  (preference ?? '')
    .split(',')
    .map((entry) => entry.trim().slice(0, 2).toLowerCase())
    .find((tag): tag is Language => (LANGUAGES as readonly string[]).includes(tag)) ?? 'en';

interface Text {
  readonly title: string;
  readonly remedy: string;
}

const TEXTS: Partial<Record<ProblemCode, Readonly<Record<Language, Text>>>> = {};

/** Title and remedy of a code. */
export const titleAndRemedy = (code: ProblemCode, language: Language): Text =>
  TEXTS[code]?.[language] ?? { title: code, remedy: '' };
