import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { commonSettings } from './settings.ts';

const here = process.cwd();
afterAll(() => process.chdir(here));

test('the home is that of the checkout from every folder; one that is given is found from where it is given', () => {
  const homeIn = (folder: string, env: Readonly<Record<string, string>>): string => {
    process.chdir(folder);
    const read = commonSettings(env);
    if (!read.ok) throw new Error(read.mistakes.join());
    return read.settings.home.root;
  };
  const folders = [here, realpathSync(tmpdir())];
  const checkout = resolve(import.meta.dirname, '../../.dienstweg');
  expect(folders.map((folder) => homeIn(folder, {}))).toEqual([checkout, checkout]);
  expect(folders.map((folder) => homeIn(folder, { DIENSTWEG_HOME: 'own' }))).toEqual(
    folders.map((folder) => join(folder, 'own')),
  );
});
