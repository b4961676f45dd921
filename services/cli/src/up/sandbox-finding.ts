/** That the sandbox of this home is not as this version defines it: noted at the start, told by status and doctor. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';
import { isThere } from '@dienstweg/infra/is-there.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';

const noteOf = (home: Home): string => join(home.run, 'sandbox-differs.txt');

/** Notes why the definition was not recorded, or that nothing is to be noted. */
export const noteSandbox = (home: Home, differs: string | undefined): void => {
  if (differs === undefined) rmSync(noteOf(home), { force: true });
  else writeFileSync(noteOf(home), differs);
};

/** What the last start noted. */
export const sandboxFindings = (home: Home): readonly Finding[] => {
  if (!isThere(noteOf(home))) return [];
  return [
    {
      code: 'sandbox-differs',
      severity: 'warning',
      text: `The sandbox in the directory is not the one this version brings, and was left as it is: ${readFileSync(noteOf(home), 'utf8')}.`,
      remedy:
        'Nothing, if it is meant so: everything runs by the directory as it is. To have the new sandbox, begin a new home (DIENSTWEG_HOME=…), or undo what stands against it (registry history shows it) and start again.',
    },
  ];
};
