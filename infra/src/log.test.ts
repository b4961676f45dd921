import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const FULL = '/dev/full';

(existsSync(FULL) ? test : test.skip)('a disk that takes no log line ends nobody', async () => {
  const script = `
    const { createLog } = await import(${JSON.stringify(new URL('./log.ts', import.meta.url).href)});
    const log = createLog('probe');
    for (let line = 0; line < 3; line += 1) log.info({ line }, 'goes on');
    process.exitCode = 7;`;
  const stdio: ['ignore', number, 'inherit'] = ['ignore', openSync(FULL, 'w'), 'inherit'];
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio });
  expect(await once(child, 'exit')).toEqual([7, null]);
});
