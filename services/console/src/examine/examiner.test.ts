import { setTimeout as delay } from 'node:timers/promises';
import { silentLog } from '@dienstweg/infra/testing/servers.ts';
import { expect, test } from '@jest/globals';
import { openExaminer } from './examiner.ts';

const IDLE_MS = 20;

test('a question while the idle thread is being ended is answered by a new one', async () => {
  const setup = { trustFolder: '/no/such/folder', messageTypeFolders: [] };
  await using examiner = openExaminer(setup, silentLog(), { idleMs: IDLE_MS });
  for (let turn = 0; turn < 2; turn += 1) {
    expect(await examiner.ask('lists', {})).toEqual({ lists: [], remarks: [] });
    // set after that of the examiner, with its time: falls due right behind it
    await delay(IDLE_MS);
  }
}, 60_000);
