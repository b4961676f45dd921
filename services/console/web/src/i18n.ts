/** The words of the pages in three languages; German unless another was chosen here. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGES, type Language, type Words, wordsOf } from './words/words.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Words };
  }
}

const KEY = 'dienstweg.language';

/** The language that was chosen in this browser, else German. */
export const chosenLanguage = (): Language => {
  const kept = localStorage.getItem(KEY);
  return LANGUAGES.find((one) => one === kept) ?? 'de';
};

/** The language the page is in. */
export const languageNow = (): Language => LANGUAGES.find((one) => one === i18next.language) ?? 'de';

/** Keeps a choice and turns the page to it. */
export const chooseLanguage = async (language: Language): Promise<void> => {
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
};

/** Makes the words ready; before the first drawing. */
export const startWords = async (): Promise<void> => {
  const language = chosenLanguage();
  document.documentElement.lang = language;
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    resources: Object.fromEntries(LANGUAGES.map((one) => [one, { translation: wordsOf(one) }])),
    returnNull: false,
  });
};
