/**
 * KERN's style sheet as this site needs it: without the classes that no source mentions, and without `data:` pictures,
 * which `default-src 'self'` forbids (the few that are needed are files of ours, see `styles/kern-adapted.css`).
 */
import { globSync, readFileSync } from 'node:fs';
import type { AcceptedPlugin, Rule } from 'postcss';

const CLASS = /kern-[\w-]+/g;

/** Every name of a KERN class or theme in the sources below a folder. */
export const kernNamesIn = (folder: string): ReadonlySet<string> =>
  new Set(
    globSync('src/**/*.{ts,tsx,css}', { cwd: folder }).flatMap(
      (file) => readFileSync(`${folder}/${file}`, 'utf8').match(CLASS) ?? [],
    ),
  );

/** Whether a selector can match: all KERN classes in it are used. */
export const isUsed = (selector: string, used: ReadonlySet<string>): boolean =>
  (selector.replace(/:not\([^)]*\)/g, '').match(/\.kern-[\w-]+/g) ?? []).every((name) => used.has(name.slice(1)));

/** PostCSS plugin for the sheet of `@kern-ux/native`; other sheets pass as they are. */
export const kernCss = (folder: string): AcceptedPlugin => ({
  postcssPlugin: 'kern-css',
  // biome-ignore lint/correctness/noComponentHookFactories: PostCSS names its hooks so; there is no React here
  Once: (root) => {
    if (!root.source?.input.file?.includes('@kern-ux')) return;
    const used = kernNamesIn(folder);
    root.walkRules((rule: Rule) => {
      if (rule.parent?.type === 'atrule' && 'name' in rule.parent && rule.parent.name === 'keyframes') return;
      const selectors = rule.selectors.filter((one) => isUsed(one, used));
      if (selectors.length === 0) rule.remove();
      else rule.selectors = selectors;
    });
    root.walkDecls((declaration) => {
      if (declaration.value.includes('data:')) declaration.remove();
    });
    root.walkComments((comment) => void comment.remove());
  },
});
