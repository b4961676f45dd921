import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { writeTrustFolder } from '@dienstweg/certs/pki/trust-folder.ts';
import { expect, test } from '@jest/globals';
import { trustReloader } from './trust-reload.ts';

test('trust that could not be read is read again, until it can', async () => {
  let [tried, broken] = [0, true];
  const reload = trustReloader(
    {
      reload: () => {
        tried += 1;
        if (broken) throw new Error('ENOENT');
      },
    },
    5,
  );
  reload();
  await delay(50);
  expect(tried).toBeGreaterThan(1);
  broken = false;
  await delay(50);
  const before = tried;
  await delay(50);
  expect(tried).toBe(before);
});

test('an examining thread survives a trust folder that cannot be read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-trust-'));
  const crls = join(folder, 'trust', 'crls');
  await writeTrustFolder(await createDevelopmentCa(join(folder, 'ca')), join(folder, 'trust'));
  const workerData = {
    trustFolder: join(folder, 'trust'),
    messageTypeFolders: [],
    limits: {},
    spent: new SharedArrayBuffer(1024),
  };
  const worker = new Worker(new URL('../examine/worker.ts', import.meta.url), { workerData });
  const ended = once(worker, 'exit');
  try {
    await once(worker, 'message');
    await rename(crls, `${crls}.away`);
    await writeFile(crls, 'no folder');
    worker.postMessage({ kind: 'reload-trust' });
    worker.postMessage({ kind: 'cut', octets: new Uint8Array(), keep: [] });
    const [answer] = await once(worker, 'message');
    expect(answer).toMatchObject({ kind: 'failed' });
  } finally {
    worker.postMessage({ kind: 'end' });
    await worker.terminate();
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}, 20_000);
