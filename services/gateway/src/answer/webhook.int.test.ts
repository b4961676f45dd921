import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { STREAMS, subjectOfWebhook } from '@dienstweg/schemas/bus/streams.ts';
import { readStoredWebhook } from '@dienstweg/schemas/bus/webhooks.ts';
import { PATHS } from '@dienstweg/schemas/http/paths.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Gateway } from '../service.ts';
import { buildHouse, type Client, type House } from '../testing/house.ts';

const AUTHORITY = 'quellhorn.meldebehoerde';
const URL = 'https://fachverfahren.example/ereignisse';

let house: House;
let gateway: Gateway;
let authority: Client;
beforeAll(async () => {
  house = await buildHouse();
  gateway = await house.start();
  authority = house.client(gateway, AUTHORITY);
});
afterAll(async () => {
  await authority?.[Symbol.asyncDispose]();
  await gateway?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

const stored = async () => {
  const last = await readLast(house.bus, STREAMS.webhooks, subjectOfWebhook(house.keysOf(AUTHORITY).authority));
  return last === undefined ? undefined : readStoredWebhook(last.data);
};

test('an authority sets, sees, changes and takes back its webhook, and no other’s', async () => {
  expect((await authority.get(PATHS.webhook)).json.code).toBe('not-found');
  const set = await authority.put(PATHS.webhook, JSON.stringify({ url: URL }));
  expect([set.status, set.json.url]).toEqual([200, URL]);
  expect((await authority.get(PATHS.webhook)).json).toEqual(set.json);

  await using other = house.client(gateway, 'altenfehr.meldebehoerde');
  expect((await other.get(PATHS.webhook)).json.code).toBe('not-found');
  expect((await other.delete(PATHS.webhook)).json.code).toBe('not-found');
  await using nobody = house.client(gateway, undefined);
  expect((await nobody.put(PATHS.webhook, JSON.stringify({ url: URL }))).status).toBe(403);

  // where events stand is kept, a failure is not: whoever registers again has mended it
  const entry = {
    ...(await stored()),
    cursor: '17',
    failingSince: '2026-01-01T00:00:00Z',
    pausedAt: '2026-01-04T00:00:00Z',
  };
  await publishDurably(house.bus, {
    subject: subjectOfWebhook(house.keysOf(AUTHORITY).authority),
    data: JSON.stringify(entry),
  });
  const tlsFingerprint = 'ab'.repeat(32);
  const changed = await authority.put(PATHS.webhook, JSON.stringify({ url: `${URL}/2`, tlsFingerprint }));
  expect(changed.json).toMatchObject({ url: `${URL}/2`, tlsFingerprint, cursor: '17' });
  expect(changed.json).not.toHaveProperty('pausedAt');

  expect((await authority.delete(PATHS.webhook)).status).toBe(200);
  expect((await authority.get(PATHS.webhook)).json.code).toBe('not-found');
  expect(await stored()).toMatchObject({ cursor: '17' });
});

test.each([
  ['no JSON', '{'],
  ['no address', JSON.stringify({ url: 'fachverfahren' })],
  ['not encrypted', JSON.stringify({ url: 'http://fachverfahren.example/' })],
  ['a password in it', JSON.stringify({ url: 'https://a:b@fachverfahren.example/' })],
  ['a fragment', JSON.stringify({ url: `${URL}#x` })],
  ['too long', JSON.stringify({ url: `${URL}?${'x'.repeat(2_000)}` })],
  ['no fingerprint', JSON.stringify({ url: URL, tlsFingerprint: 'AB' })],
])('an address that cannot be one is refused: %s', async (_why, body) => {
  const refused = await authority.put(PATHS.webhook, body);
  expect([refused.status, refused.json.code]).toEqual([400, 'request-invalid']);
});
