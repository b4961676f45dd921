/** A running home, and what happens around it: another account asks, and the terminal it was started in is closed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type House, type LongCall, openHouse } from './house.ts';

const MAIN = join(import.meta.dirname, '../../services/cli/src/main.ts');
/** Root may read everything, unless it gives that up. */
const WITHOUT_PRIVILEGE =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-all'] : [];

let house: House;
let running: LongCall;

interface Status {
  readonly ok: boolean;
  readonly services: readonly { readonly pid: number }[];
}
const status = async (): Promise<Status> => (await house.cli('status', '--json')).json<Status>();

beforeAll(async () => {
  house = await openHouse();
  running = house.begin('up');
  await until('everything runs', async () => (await status()).ok, 120_000);
}, 160_000);
afterAll(async () => {
  await house[Symbol.asyncDispose]();
}, 60_000);

/** What a command says to an account that may not read the home. */
const asAnother = async (...args: readonly string[]): Promise<{ readonly code: number; readonly detail: string }> => {
  const [command = '', ...words] = [...WITHOUT_PRIVILEGE, process.execPath, MAIN, ...args, '--json'];
  chmodSync(house.home, 0);
  try {
    const child = spawn(command, words, {
      env: { ...process.env, DIENSTWEG_HOME: house.home, LC_ALL: 'C', NODE_OPTIONS: '' },
      cwd: '/',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [code] = await once(child, 'close');
    return { code: Number(code), detail: String((JSON.parse(said) as { readonly detail?: string }).detail) };
  } finally {
    chmodSync(house.home, 0o700);
  }
};

describe('a running home', () => {
  test.each([['status'], ['down'], ['doctor'], ['inbox', '--as', 'quellhorn.meldebehoerde'], ['cert', 'list']])(
    'tells an account that may not read it so: %s',
    async (...args) => {
      const { code, detail } = await asAnother(...args);
      expect([code, detail]).toEqual([1, expect.stringMatching(/this account may not use it/)]);
      expect(detail).toContain(house.home);
    },
    30_000,
  );

  test('stops in order when its terminal is closed, and leaves nothing running', async () => {
    const { services } = await status();
    expect(services.length).toBeGreaterThan(5);
    expect(await running.hangUp()).toBe(0);
    const left = services.filter(({ pid }) => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    });
    expect(left).toEqual([]);
    expect((await status()).services).toEqual([]);
  }, 60_000);
});
