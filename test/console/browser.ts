/** Debian's Chromium: the machine's, or fetched as the servers are. */
import { dirname, join } from 'node:path';
import { provideServers } from '@dienstweg/infra/servers/provide.ts';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

/** How a page is looked at. */
export interface View {
  readonly language: 'de' | 'en' | 'nl';
  readonly theme: 'light' | 'dark';
  readonly width: number;
  readonly height?: number;
}

/** Starts the browser. Of a fetched one, fonts are those that came with it. */
export const startBrowser = async (): Promise<Browser> => {
  const [program] = await provideServers(['chromium'], { env: process.env });
  if (program === undefined) throw new Error('no Chromium');
  const root = join(dirname(program.command), '..', '..', '..');
  return chromium.launch({
    executablePath: program.command,
    // Tests run as whoever runs them, root in containers as well; what is looked at is ours.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    env: {
      ...(process.env as Record<string, string>),
      ...program.env,
      ...(program.from === 'fetched' ? { FONTCONFIG_PATH: join(root, 'etc', 'fonts') } : {}),
    },
  });
};

/** A context of its own: a person's browser, as they have set it. */
export const openView = async (
  browser: Browser,
  { language, theme, width, height = 900 }: View,
): Promise<BrowserContext> => {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: { de: 'de-DE', en: 'en-GB', nl: 'nl-NL' }[language],
    timezoneId: 'Europe/Berlin',
  });
  await context.addInitScript((chosen) => {
    // An empty document has no storage.
    if (location.protocol === 'http:') localStorage.setItem('dienstweg.language', chosen);
  }, language);
  return context;
};
