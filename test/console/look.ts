/** What is wrong with a page as it stands: findings of axe, width, title, language, keys without words. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Waits until a page has what it shows. */
export const settled = async (page: Page): Promise<void> => {
  await page.waitForSelector('h1');
  await page.waitForFunction(() => document.querySelector('.loading') === null, undefined, { timeout: 30_000 });
};

/** Goes to an address within the site, without loading it anew, and waits. */
export const goTo = async (page: Page, path: string): Promise<void> => {
  await page.evaluate((to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }, path);
  await page.waitForFunction((to) => location.pathname + location.search === to, path);
  await settled(page);
};

/** Findings of axe, each in a line. */
export const axe = async (page: Page): Promise<readonly string[]> => {
  // Evaluated by the debugger, which the policy does not bind: pages themselves may not do this.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async (rules) => {
    const { run } = Reflect.get(window, 'axe') as {
      run: (
        context: Document,
        options: unknown,
      ) => Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[] }>;
    };
    const { violations } = await run(document, {
      runOnly: { type: 'tag', values: rules },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
    );
  }, RULES);
};

/** What axe does not see. */
export const oddities = async (page: Page, language: string): Promise<readonly string[]> =>
  page.evaluate((lang) => {
    const found: string[] = [];
    const { documentElement: root } = document;
    if (root.scrollWidth > innerWidth) {
      const wide = [...document.querySelectorAll('body *')]
        .filter(
          (one) =>
            one.getBoundingClientRect().right > innerWidth + 1 && one.closest('.table-region, .map, .xml') === null,
        )
        .slice(0, 3)
        .map((one) => `${one.tagName}.${one.className}`);
      found.push(`scrolls sideways: ${root.scrollWidth} > ${innerWidth}: ${wide.join(', ')}`);
    }
    if (root.lang !== lang) found.push(`language is ${root.lang}`);
    if (!document.title.endsWith(' – Dienstweg') || document.title.startsWith(' –'))
      found.push(`title is "${document.title}"`);
    if (document.querySelectorAll('h1').length !== 1) found.push('not one h1');
    const key =
      /\b(?:frame|nav|overview|messages|message|failures|directory|types|certificates|operations|alarms|session|statement|state|step|word|act)\.[a-z]\w+\b/;
    const text = document.body.innerText.replace(/[a-z]+\.[a-z]+(?:\.[a-z]+)*(?= \d)/g, '');
    const raw = key.exec(text)?.[0];
    if (raw !== undefined && !/^(?:message|types)\.(?:type|xml)$/.test(raw))
      found.push(`a key instead of words: ${raw}`);
    if (/\bundefined\b|\bNaN\b|\[object |Invalid Date|\{\{/.test(text))
      found.push(`nonsense: ${/.{0,40}(?:\bundefined\b|\bNaN\b|\[object |Invalid Date|\{\{).{0,40}/.exec(text)?.[0]}`);
    return found;
  }, language);
