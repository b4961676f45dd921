/** The sources of the house, as the tests of its architecture read them. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** One source file; `room` is its folder of the house, e.g. `schemas` or `services/gateway`. */
export interface Source {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  /** Whether it is run only by tests. */
  readonly forTests: boolean;
}

const roomOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('services/') ? 2 : 1)
    .join('/');

/** Every TypeScript file below the rooms. */
export const sources: readonly Source[] = globSync(['{schemas,certs,infra,test}/**/*.ts', 'services/*/**/*.ts'], {
  cwd: root,
  exclude: (path) => /(^|\/)(node_modules|\.dienstweg[^/]*)(\/|$)/.test(path),
})
  .toSorted()
  .map((path) => ({
    path,
    room: roomOf(path),
    text: readFileSync(join(root, path), 'utf8'),
    forTests: /\.test\.ts$|\/testing\/|\/vectors\/|\/examples\//.test(path) || path.startsWith('test/'),
  }));

/** Text without comments, roughly: enough to look for literals. */
export const codeOf = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/.*$/gm, '');

/** Specifiers of all imports of a file. */
export const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, specifier]) => specifier ?? '');
