/** A delivery whose reader has a successor by the day it is delivered. */
import { until } from '@dienstweg/infra/testing/servers.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { AuthorityEntry, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { AUTHOR, startHouse, TYPE } from './testing/house.ts';

const validFrom = '2020-01-01';
const authority = (id: AuthorityId): AuthorityEntry => ({
  kind: 'authority',
  id: `authority/${id}`,
  validFrom,
  authority: id,
  names: { de: id },
  category: 'office',
  environment: 'test',
});
const permission: RegistryEntry = {
  kind: 'permission',
  id: 'permission',
  validFrom,
  messageTypeCode: TYPE.code,
  from: { category: 'office' },
  to: { category: 'office' },
};

test('what waits for an authority that was merged goes to its successor, once, by a delivery of its own', async () => {
  await using house = await startHouse();
  const [old, successor] = [await house.recipient(), await house.recipient()];
  await house.change([authority(AUTHOR), authority(old.authority), authority(successor.authority), permission]);
  await using _delivery = await house.start();
  old.reply = () => ({ status: 503 });
  const message = await house.publish([old.authority]);
  await house.told(message, 'attempt-failed');
  await house.change([
    { kind: 'succession', id: 's', validFrom, predecessor: old.authority, successor: successor.authority },
  ]);
  await house.told(message, 'handed-over');
  await until('it is told in whose place', () => house.typesOf(message).includes('assigned'));
  expect(successor.pushed.map(({ deliveryId }) => deliveryId)).toEqual([
    deliveryIdOf(AUTHOR, message.messageId, successor.authority),
  ]);
  expect(house.of(message).find(({ type }) => type === 'assigned')).toMatchObject({ by: 'registry' });
});

test('what lies in the mailbox of an authority that was merged goes to its successor, unless that may not get it', async () => {
  await using house = await startHouse();
  const [old, closed] = [await house.register({ type: 'mailbox' }), await house.register({ type: 'mailbox' })];
  const [successor, stranger] = [await house.register({ type: 'mailbox' }), await house.recipient()];
  const known = [AUTHOR, old, closed, successor].map(authority);
  await house.change([...known, { ...authority(stranger.authority), category: 'elsewhere' }, permission]);
  await using _delivery = await house.start();
  const [message, kept] = [await house.publish([old]), await house.publish([closed])];
  for (const one of [message, kept]) await house.told(one, 'laid-into-mailbox');
  await house.change([
    { kind: 'succession', id: 'a', validFrom, predecessor: old, successor },
    { kind: 'succession', id: 'b', validFrom, predecessor: closed, successor: stranger.authority },
  ]);
  await until('it lies with the successor', () =>
    house.of(message).some((event) => event.type === 'laid-into-mailbox' && event.reader === successor),
  );
  expect(house.typesOf(message)).toEqual(['laid-into-mailbox', 'assigned', 'laid-into-mailbox']);
  expect(house.typesOf(kept)).toEqual(['laid-into-mailbox']);
  expect(stranger.pushed).toHaveLength(0);
});
