/** Light, dark, or as the system has it: kept in this browser, applied before anything is drawn. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'dienstweg.theme';

/** What was chosen here; `system` where nothing was. */
export const chosenTheme = (): Theme => {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
};

const dark = matchMedia('(prefers-color-scheme: dark)');

/** What a choice comes to now. */
export const appliedTheme = (theme: Theme): 'light' | 'dark' =>
  theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;

const apply = (): void => {
  const { documentElement } = document;
  const theme = appliedTheme(chosenTheme());
  documentElement.dataset.kernTheme = theme;
  dispatchEvent(new CustomEvent('theme-applied'));
};

/** Keeps a choice and applies it. */
export const chooseTheme = (theme: Theme): void => {
  if (theme === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  apply();
};

/** Applies what was chosen, now and whenever the system changes. */
export const followTheme = (): void => {
  apply();
  dark.addEventListener('change', apply);
};
