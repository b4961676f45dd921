/** Titles and remedies of the problem codes in the three languages shown to users. */
import type { ProblemCode } from './codes.ts';
import type { Text } from './text.ts';
import { TEXTS_DE } from './texts-de.ts';
import { TEXTS_EN } from './texts-en.ts';
import { TEXTS_NL } from './texts-nl.ts';

/** Languages in which users are spoken to. */
export type Language = 'de' | 'en' | 'nl';
export const LANGUAGES = ['de', 'en', 'nl'] as const satisfies readonly Language[];

/** A language range with its weight (RFC 9110, sections 12.4.2 and 12.5.4); one whose weight cannot be read has none. */
const rangeIn = (entry: string): { readonly language: Language | undefined; readonly weight: number } => {
  const [tag = '', ...parameters] = entry.split(';').map((piece) => piece.trim().toLowerCase());
  // The first subtag as a whole, also of a locale: `nld` is not `nl`.
  const [primary] = tag.split(/[-_.@]/);
  const stated = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  const weight = /^(?:0(?:\.\d*)?|1(?:\.0*)?)$/.test(stated) ? Number(stated) : 0;
  return { language: LANGUAGES.find((language) => language === primary), weight };
};

/** The best of our languages for an `Accept-Language` header or a locale such as `de_DE.UTF-8`; English if none fits. */
export const chooseLanguage = (preference: string | undefined): Language =>
  (preference ?? '')
    .split(',')
    .map(rangeIn)
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .toSorted((one, other) => other.weight - one.weight)[0]?.language ?? 'en';

const TEXTS: Readonly<Record<Language, Readonly<Record<ProblemCode, Text>>>> = {
  de: TEXTS_DE,
  en: TEXTS_EN,
  nl: TEXTS_NL,
};

/** Title and remedy of a code. */
export const titleAndRemedy = (code: ProblemCode, language: Language): Text => TEXTS[language][code];
