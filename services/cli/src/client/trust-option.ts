/** The trust folder a command goes by. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';
import type { Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';

/** The one given, or this home's. Throws `usage-error` where the one given is none: nothing could be said by it. */
export const trustFolderOf = (input: Input, home: Home): string => {
  const given = input.text('trust');
  if (given === undefined) return home.trust.root;
  const folder = resolve(given);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
  throw usageError(`--trust ${given}: there is no such folder.`);
};
