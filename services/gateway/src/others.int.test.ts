/** Who asks is the certificate's word alone: nothing in an address may stand for somebody else. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildHouse, type House } from './testing/house.ts';

let house: House;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

const SOMEBODY_ELSE = 'dvdv:ags:99010007';
const MEMBERS = ['authority', 'reader', 'visibleTo', '__proto__'];
const PATHS = [
  '/v1/events',
  '/v1/mailbox',
  '/v1/deliveries',
  '/v1/messages/01234567-89ab-4def-8123-456789abcdef',
  '/v1/messages/01234567-89ab-4def-8123-456789abcdef/routing-slip',
  '/v1/routes?service=leika:99999115005000&region=ars:990200003003',
  '/v1/routes/search?q=Hund',
  '/v1/services?q=Hund',
  '/v1/regions?q=Moor',
];

test('a member that a question to a service has is refused in every address, by name', async () => {
  await using gateway = await house.start();
  await using author = house.client(gateway, 'moorland.finanzamt');
  for (const path of PATHS)
    for (const member of MEMBERS) {
      const answer = await author.get(`${path}${path.includes('?') ? '&' : '?'}${member}=${SOMEBODY_ELSE}`);
      expect([path, answer.status, answer.json.code]).toEqual([path, 400, 'request-invalid']);
      expect(answer.json.detail).toContain(`has no parameter "${member}"`);
    }
}, 60_000);
