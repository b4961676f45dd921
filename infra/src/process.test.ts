import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';

const PROCESS = new URL('./process.ts', import.meta.url).href;

test('a start that waits for what never comes ends, so that it is begun anew', async () => {
  const program = `
    const { runProcess } = await import(${JSON.stringify(PROCESS)});
    await runProcess('waiting', () => new Promise(() => undefined), undefined, 100);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(code).toBe(1);
  expect(told).toContain('not started within 100 ms');
});
