/** The console's pages in a real browser, on the whole system. */

import { until } from '@dienstweg/infra/testing/servers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { View } from './browser.ts';
import { type Desk, HOSTILE, openDesk, READER } from './desk.ts';
import { handIn } from './hand-in.ts';
import { axe, goTo, oddities, settled } from './look.ts';
import { placesOf } from './places.ts';

const GROUP = `dead-letter~recipient-refused~${READER}`;
const UNDELIVERED = 200;

let desk: Desk;
let messageId: string;

beforeAll(async () => {
  desk = await openDesk(UNDELIVERED);
  [messageId = ''] = await handIn(desk.house, 'bauantrag', 1);
}, 300_000);
afterAll(async () => {
  await desk?.[Symbol.asyncDispose]();
}, 60_000);

/** Languages, themes and widths so that each page is seen in each of them; not in every combination of the three. */
const VIEWS: readonly View[] = [
  { language: 'de', theme: 'light', width: 1400 },
  { language: 'en', theme: 'dark', width: 1400 },
  { language: 'nl', theme: 'light', width: 320 },
  { language: 'de', theme: 'dark', width: 320 },
];

describe('every page', () => {
  test.each(VIEWS)(
    'in $language, $theme, $width wide: axe finds nothing, nothing is cut off, nobody else is asked',
    async (view) => {
      const { context, page, noticed } = await desk.enter(view);
      const found: string[] = [];
      for (const place of placesOf(messageId, READER, GROUP)) {
        await goTo(page, place);
        const wrong = [...(await oddities(page, view.language)), ...(await axe(page))];
        found.push(...wrong.map((one) => `${place} ${one}`));
      }
      await context.close();
      expect(found).toEqual([]);
      expect(noticed).toEqual({ foreign: [], violations: [], errors: [] });
    },
    180_000,
  );
});

describe('by keyboard alone', () => {
  test('the skip link comes first, every stop is seen, and a page that is gone to takes the focus', async () => {
    const { context, page } = await desk.enter({ language: 'de', theme: 'light', width: 1400 });
    await page.reload();
    await settled(page);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ text: 'Zum Inhalt springen', seen: true });
    const stops: string[] = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      if (stop === undefined || stops.length > 150) break;
      // what arrives meanwhile moves the page, and the browser takes the focus along
      await until(`the focus on "${stop.text}" is seen`, async () => (await focused(page))?.seen !== false, 5_000);
      stops.push(stop.text);
    }
    for (const name of [
      'Anhalten',
      'Überblick',
      'Nachrichten',
      'Fehler',
      'Alle Fehler',
      'Erklärung zur Barrierefreiheit',
    ])
      expect(stops).toContain(name);
    await page.getByRole('link', { name: 'Fehler', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'page-title');
    expect(await page.title()).toBe('Fehler – Dienstweg');
    await context.close();
  }, 90_000);

  test('a dialog keeps the focus, Escape closes it and gives the focus back', async () => {
    const { context, page } = await desk.enter({ language: 'de', theme: 'light', width: 1400 });
    await goTo(page, `/failures?group=${encodeURIComponent(GROUP)}`);
    const opener = page.getByRole('button', { name: `Alle ${UNDELIVERED} erneut zustellen` });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    for (let n = 0; n < 12; n += 1) {
      await page.keyboard.press('Tab');
      expect(
        await page.evaluate(
          () => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
        ),
      ).toBe(true);
    }
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    expect(await focused(page)).toMatchObject({ text: `Alle ${UNDELIVERED} erneut zustellen` });
    await context.close();
  }, 60_000);
});

describe('bad input', () => {
  test('script in names, ids and findings is shown as text', async () => {
    const { context, page, noticed } = await desk.enter({ language: 'de', theme: 'light', width: 1400 });
    await goTo(page, '/directory?search=img');
    await page.getByText(HOSTILE, { exact: true }).first().waitFor();
    await goTo(page, `/messages/${encodeURIComponent('<script>alert(1)</script>')}`);
    await page.getByText('<script>alert(1)</script>').first().waitFor();
    await goTo(page, '/message-types/wohnsitz.rueckmeldung/1.0');
    await page.getByLabel('XML der Fachdaten').fill('<a><![CDATA[<img src=x onerror=alert(1)>]]></a>');
    await page.getByRole('button', { name: 'Prüfen' }).click();
    await page.locator('.notice--danger').first().waitFor();
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(noticed).toEqual({ foreign: [], violations: [], errors: [] });
    await context.close();
  }, 60_000);

  test('filters that make no sense are left out or told, and the page stays usable', async () => {
    const { context, page, noticed } = await desk.enter({ language: 'en', theme: 'light', width: 1400 });
    for (const query of ['?state=%00%ff', '?since=yesterday&until=%22', '?type=%3Cb%3E&version=9'])
      await page.goto(`${desk.origin}/messages${query}`).then(() => settled(page));
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await page.getByRole('table').first().waitFor();
    expect(noticed.errors).toEqual([]);
    await context.close();
  }, 60_000);

  test('an expired session leads to signing in, with the way back told', async () => {
    const { context, page } = await desk.enter({ language: 'en', theme: 'light', width: 1400 });
    await goTo(page, '/certificates');
    await context.clearCookies();
    await page.getByRole('link', { name: 'Operations and audit' }).click();
    await page.getByText('Your session has ended').waitFor();
    expect(await axe(page)).toEqual([]);
    await context.close();
  }, 60_000);
});

describe('a case worker', () => {
  test('sees the messages of one authority and nothing else', async () => {
    const view: View = { language: 'de', theme: 'light', width: 1400 };
    const { context, page } = await desk.enter(view, '--role', 'case-worker', '--authority', 'quellhorn.bauaufsicht');
    expect(new URL(page.url()).pathname).toBe('/messages');
    expect(await page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link').allTextContents()).toEqual(
      ['Nachrichten'],
    );
    await until('its messages are there', async () => (await page.getByRole('row').count()) > 1, 30_000);
    expect([...(await oddities(page, 'de')), ...(await axe(page))]).toEqual([]);
    await context.close();
  }, 60_000);
});

describe('an operator', () => {
  test('finds why a recipient fails, has its endpoint corrected and replays 200, watching', async () => {
    const { context, page, noticed } = await desk.enter({ language: 'de', theme: 'light', width: 1400 });
    // why: from the overview into the group
    await page.locator('[aria-labelledby=top-failures] tbody a').first().click();
    await page.getByText('Am Zug: der Empfänger').first().waitFor();
    // whose fault it is: the address in the directory, and how it is changed
    await page.getByRole('link', { name: 'Endpunkt und Stand des Empfängers ansehen' }).click();
    await page.getByText('/authorities/verzogen/messages').first().waitFor();
    await page.getByText('dienstweg registry', { exact: false }).first().waitFor();
    await desk.record([desk.endpoint.right], 'Adresse berichtigt');
    await page.goBack();
    await page.getByRole('button', { name: `Alle ${UNDELIVERED} erneut zustellen` }).click();
    const dialog = page.getByRole('dialog');
    // without a reason nothing happens
    await dialog.getByRole('button', { name: `Jetzt ${UNDELIVERED} erneut zustellen` }).click();
    await dialog.getByText('Bitte begründen Sie').waitFor();
    await dialog.getByLabel('Begründung').fill('Adresse des Empfängers berichtigt');
    await dialog.getByLabel('Zustellungen je Sekunde').fill('100');
    await dialog.getByRole('button', { name: 'Probelauf' }).click();
    await dialog.getByText(`Probelauf: ${UNDELIVERED} Zustellungen`, { exact: false }).waitFor();
    expect(await desk.deadLetters()).toBe(UNDELIVERED);
    await dialog.getByRole('button', { name: `Jetzt ${UNDELIVERED} erneut zustellen` }).click();
    const seen = new Set<number>();
    const bar = dialog.getByRole('progressbar');
    await until(
      'all are replayed',
      async () => {
        seen.add(Number(await bar.getAttribute('value')));
        return seen.has(UNDELIVERED);
      },
      90_000,
    );
    expect(seen.size).toBeGreaterThan(2);
    await dialog.getByText('Fertig').waitFor();
    await dialog.getByRole('button', { name: 'Schließen' }).last().click();
    await until('none is dead', async () => (await desk.deadLetters()) === 0, 60_000);
    // live: the group empties without anybody asking
    await page
      .getByText('In dieser Gruppe ist nichts mehr')
      .or(page.getByText('Nichts ist fehlgeschlagen'))
      .first()
      .waitFor();
    await goTo(page, '/operations?view=audit');
    await page.getByText('Adresse des Empfängers berichtigt').first().waitFor();
    expect(noticed).toEqual({ foreign: [], violations: [], errors: [] });
    await context.close();
  }, 240_000);
});

/** What has the focus, and whether that can be seen; nothing where the page has let go of it. */
const focused = (page: Page): Promise<{ readonly text: string; readonly seen: boolean } | undefined> =>
  page.evaluate(() => {
    const one = document.activeElement;
    if (!(one instanceof HTMLElement) || one === document.body) return undefined;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const text = one.getAttribute('aria-label') ?? one.innerText;
    return {
      text: text.trim(),
      seen:
        style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.bottom > 0,
    };
  });
