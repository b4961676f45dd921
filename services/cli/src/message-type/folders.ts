/** The folders of message types a command was given, or that lie below them. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MANIFEST_FILE } from '@dienstweg/schemas/message-types/lint.ts';
import type { Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';

/** `<code>/<version>` below a folder of types, and one level more. */
const DEEPEST = 3;

const below = (folder: string, depth: number): readonly string[] => {
  if (existsSync(join(folder, MANIFEST_FILE))) return [folder];
  if (depth === DEEPEST) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => below(join(folder, name), depth + 1));
};

/** Absolute paths. Throws `usage-error` where a folder is none, or has no type in it. */
export const typeFoldersOf = (input: Input): readonly string[] => {
  const found: string[] = [];
  for (let place = 0, given = input.argument(0); given !== undefined; given = input.argument(++place)) {
    const folder = resolve(given);
    if (!existsSync(folder) || !statSync(folder).isDirectory()) throw usageError(`There is no folder ${given}.`);
    const types = below(folder, 0);
    if (types.length === 0) throw usageError(`There is no ${MANIFEST_FILE} in ${given}, nor in folders below it.`);
    found.push(...types);
  }
  return [...new Set(found)];
};
