import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Gateway } from './service.ts';
import { buildHouse, type House } from './testing/house.ts';

let house: House;
let gateway: Gateway;
let folder = '';
beforeAll(async () => {
  house = await buildHouse();
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-open-data-'));
  writeFileSync(join(folder, 'messages.csv'), 'period,messages\r\n');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  gateway = await house.start({ openDataFolder: folder });
});
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

test('open data is for everybody, without a certificate: the files that are published, and nothing else', async () => {
  await using stranger = house.client(gateway, undefined);
  const csv = await stranger.get('/open-data/messages.csv');
  expect([csv.status, csv.text, csv.headers['content-type']]).toEqual([
    200,
    'period,messages\r\n',
    'text/csv; charset=utf-8',
  ]);
  expect((await stranger.get('/open-data/catalog.jsonld')).status).toBe(404);
  for (const path of ['secret.txt', '..%2f..%2fnode%2ftls.key', 'messages.csv%00', 'messages.csv/../secret.txt']) {
    const refused = await stranger.get(`/open-data/${path}`);
    expect([path, refused.status >= 400, refused.text.includes('secret')]).toEqual([path, true, false]);
  }
  // what else there is, is not for strangers
  expect((await stranger.get('/v1/message-types')).status).toBe(403);
});
