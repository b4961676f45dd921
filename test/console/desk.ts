/** The whole system with the sample data an operator looks at, and a browser to look with. */
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { until } from '@dienstweg/infra/testing/servers.ts';
import type { RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { toToken } from '@dienstweg/schemas/identifiers.ts';
import { sandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Call, type House, openHouse } from '../e2e/house.ts';
import { openView, startBrowser, type View } from './browser.ts';
import { handIn } from './hand-in.ts';
import { settled } from './look.ts';
import { type Noticed, watch } from './watch.ts';

const PAGES = fileURLToPath(new URL('../../services/console/dist/web/index.html', import.meta.url));

/** The recipient whose endpoint is wrong at first. */
export const READER = sandboxAuthority('altenfehr.meldebehoerde').id;
/** A name that would do harm if it were taken for HTML. */
export const HOSTILE = '<img src=x onerror="document.title=1"> & <script>alert(1)</script>';

/** An operator's desk. */
export interface Desk extends AsyncDisposable {
  readonly house: House;
  readonly origin: string;
  readonly browser: Browser;
  /** A browser of a person with one role, or all; signed in, at the first page. */
  enter(view: View, ...role: readonly string[]): Promise<{ context: BrowserContext; page: Page; noticed: Noticed }>;
  ok(...args: readonly string[]): Promise<Call>;
  /** Records entries of the directory, as its registrar. */
  record(entries: readonly RegistryEntry[], reason: string): Promise<void>;
  /** The reader's endpoint as it should be, and as it was entered by mistake. */
  readonly endpoint: { readonly right: RegistryEntry; readonly wrong: RegistryEntry };
  deadLetters(): Promise<number>;
}

const endpointOf = (entries: readonly RegistryEntry[]) => {
  const right = entries.find((entry) => entry.kind === 'endpoint' && entry.authority === READER);
  if (right?.kind !== 'endpoint' || right.channel.type !== 'push') throw new Error(`no endpoint of ${READER}`);
  const url = right.channel.url.replace(toToken(READER), 'verzogen');
  return { right, wrong: { ...right, channel: { ...right.channel, url } } };
};

/** Starts everything; `undelivered` messages become dead letters, because the address of their reader is wrong. */
export const openDesk = async (undelivered: number): Promise<Desk> => {
  if (!existsSync(PAGES)) throw new Error('The pages are not built: cd services/console && npm run build');
  const house = await openHouse();
  const ok = async (...args: readonly string[]): Promise<Call> => {
    const call = await house.cli(...args);
    if (call.code !== 0)
      throw new Error(`${args.join(' ')}: ${call.stdout.slice(0, 1_000)} ${call.stderr.slice(0, 1_000)}`);
    return call;
  };
  const record: Desk['record'] = async (entries, reason) => {
    const file = house.file('entries.json');
    writeFileSync(file, JSON.stringify(entries));
    await ok('registry', 'import', file, '--reason', reason, '--json');
  };
  const deadLetters = async (): Promise<number> =>
    (await ok('dead-letters', 'list', '--json')).json<{ deadLetters: readonly unknown[] }>().deadLetters.length;
  const browser = startBrowser();
  try {
    await ok('up', '--detach');
    const { entries } = (await ok('registry', 'export', '--json')).json<{ entries: readonly RegistryEntry[] }>();
    const endpoint = endpointOf(entries);
    const author = entries.find((entry) => entry.kind === 'authority' && entry.category === 'bench');
    if (author === undefined) throw new Error('the sandbox has no authority of the test bench');
    await record([endpoint.wrong, { ...author, names: { de: HOSTILE } } as RegistryEntry], 'Umzug der Meldebehörde');
    await handIn(house, 'bauantrag', 1);
    await handIn(house, 'wohnsitz.rueckmeldung', undelivered);
    await until('all are dead letters', async () => (await deadLetters()) === undelivered, 120_000);
    const origin = `http://127.0.0.1:${house.portBase + 10}`;
    const opened = await browser;
    return {
      house,
      origin,
      browser: opened,
      ok,
      record,
      endpoint,
      deadLetters,
      enter: async (view, ...role) => {
        const { link } = (await ok('console', '--json', ...role)).json<{ link: string }>();
        const context = await openView(opened, view);
        const noticed = await watch(context, origin);
        const page = await context.newPage();
        page.setDefaultTimeout(30_000);
        await page.goto(link);
        await page.waitForURL((url) => url.pathname !== '/sign-in');
        // the page that signs in has a heading of its own, and may still stand there; narrow pages have the links folded away
        await page.waitForSelector('#navigation a', { state: 'attached' });
        await settled(page);
        return { context, page, noticed };
      },
      [Symbol.asyncDispose]: async () => {
        await opened.close();
        await house[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await (await browser).close();
    await house[Symbol.asyncDispose]();
    throw error;
  }
};
