/**
 * Makes the pictures of the README from the running product, on sample data:
 * `node test/console/screenshots.ts`, after the pages are built. They go into `services/console/pictures`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '@dienstweg/infra/testing/servers.ts';
import type { Browser, Page } from 'playwright-core';
import { openDesk, READER } from './desk.ts';
import { handIn } from './hand-in.ts';
import { goTo } from './look.ts';

const FOLDER = fileURLToPath(new URL('../../services/console/pictures', import.meta.url));
const WIDTH = 1360;
const HEIGHT = 1000;
/** How many messages of which flow lie behind what is shown. */
const FLOWS = {
  gewerbeanzeige: 18,
  bauantrag: 5,
  'wahlschein.antrag': 24,
  rechnung: 9,
  'kindergeld.nachweis': 6,
} as const;

/** Chromium writes WebP, which is a third of PNG. */
const saveAsWebp = async (browser: Browser, png: Buffer, file: string): Promise<void> => {
  const page = await browser.newPage();
  const webp = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.9).split(',')[1] ?? '';
  }, png.toString('base64'));
  writeFileSync(file, Buffer.from(webp, 'base64'));
  await page.close();
};

await using desk = await openDesk(200);
/** What happened to a message, by the command line. */
const stateOf = async (id: string): Promise<string> =>
  (await desk.house.cli('trace', id, '--json')).json<{ state: string }>().state;
const isAccepted = async (id: string): Promise<boolean> => (await stateOf(id)) === 'accepted-by-reader';

for (const [flow, count] of Object.entries(FLOWS)) {
  // all at once they would only show how long the sandbox takes to read them
  const last = (await handIn(desk.house, flow, count)).at(-1) ?? '';
  await until(`${flow} is read`, () => isAccepted(last), 120_000);
}
const [message = ''] = await handIn(desk.house, 'bauantrag', 1);
await until('the message shown is read', () => isAccepted(message), 60_000);
const { page, context } = await desk.enter({ language: 'en', theme: 'light', width: WIDTH, height: HEIGHT });
const rowsOf = (of: Page): Promise<number> => of.getByRole('row').count();

mkdirSync(FOLDER, { recursive: true });
const PICTURES = {
  overview: '/',
  message: `/messages/${message}`,
  failures: `/failures?group=${encodeURIComponent(`dead-letter~recipient-refused~${READER}`)}`,
} as const;
for (const [name, path] of Object.entries(PICTURES)) {
  await goTo(page, path);
  if (name === 'failures') await until('the members are there', async () => (await rowsOf(page)) > 5, 20_000);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
  await saveAsWebp(desk.browser, await page.screenshot(), join(FOLDER, `${name}.webp`));
}
await context.close();
