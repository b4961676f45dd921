import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, languageNow } from '../i18n.ts';
import { Icon } from '../parts/icon.tsx';
import { chooseTheme, chosenTheme, type Theme } from '../theme.ts';
import { LANGUAGES } from '../words/words.ts';

const NAMES = { de: 'Deutsch', en: 'English', nl: 'Nederlands' } as const;
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** Choice of language; names of languages are in themselves. */
export const LanguageChoice = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const choose = async (value: string): Promise<void> => {
    const language = LANGUAGES.find((one) => one === value);
    if (language === undefined) return;
    await chooseLanguage(language);
    // The server's texts, too.
    await client.invalidateQueries();
  };
  return (
    <label className="choice">
      <Icon name="language" />
      <span className="kern-sr-only">{t('frame.language')}</span>
      <select value={languageNow()} onChange={(event) => void choose(event.target.value)}>
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one}>
            {NAMES[one]}
          </option>
        ))}
      </select>
    </label>
  );
};

/** Choice of light or dark. */
export const ThemeChoice = () => {
  const { t } = useTranslation();
  const [theme, setTheme] = useState(chosenTheme);
  const choose = (value: string): void => {
    const next = THEMES.find((one) => one === value) ?? 'system';
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <label className="choice">
      <Icon name={theme} />
      <span className="kern-sr-only">{t('frame.theme')}</span>
      <select value={theme} onChange={(event) => choose(event.target.value)}>
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {t(`theme.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
};
