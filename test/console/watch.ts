/** What must not happen while pages are looked at: requests to others, violations of the policy, errors. */
import type { BrowserContext } from 'playwright-core';

/** Everything that was noticed since the beginning. */
export interface Noticed {
  readonly foreign: string[];
  readonly violations: string[];
  readonly errors: string[];
}

/** Watches all pages of a context. */
export const watch = async (context: BrowserContext, origin: string): Promise<Noticed> => {
  const noticed: Noticed = { foreign: [], violations: [], errors: [] };
  await context.exposeBinding('noticeViolation', (_source, text: string) => void noticed.violations.push(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const notice: unknown = Reflect.get(window, 'noticeViolation');
      if (typeof notice === 'function') notice(`${event.violatedDirective} ${event.blockedURI} at ${location.href}`);
    });
  });
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('blob:') && !url.startsWith('data:'))
      noticed.foreign.push(url);
  });
  context.on('weberror', (error) => noticed.errors.push(error.error().stack ?? error.error().message));
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    const text = message.text();
    if (/Content Security Policy/i.test(text)) noticed.violations.push(text);
    // A refusal that a page shows is no error of the page.
    else if (!text.startsWith('Failed to load resource')) noticed.errors.push(text);
  });
  return noticed;
};
