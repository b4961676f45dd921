import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AcceptedRecord, RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { watchLag } from './lag.ts';
import { type MessageIndex, openIndex } from './message-index.ts';

const EPOCHS = { MESSAGES: 'then', EVENTS: 'then' };
const AUTHOR = 'oin:00000099000000000001' as AuthorityId;
const ID = '11111111-1111-4111-8111-111111111111' as MessageId;
const DELIVERY = '22222222-2222-8222-8222-222222222222' as DeliveryId;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-index-'));
  file = join(folder, 'index.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const record = (octetsDigest: string): string =>
  JSON.stringify({
    author: AUTHOR,
    messageId: ID,
    octetsDigest,
    route: { readers: [{ deliveryId: DELIVERY, authority: AUTHOR }] },
  } as unknown as AcceptedRecord);

const withMessage = (index: MessageIndex): void => {
  index.learn([{ kind: 'message', sequence: 7, record: record('aa'), receipt: 'first' }], {
    stream: 'MESSAGES',
    sequence: 7,
  });
};

test('a delivery in the place of another is found by its own id, and the other is found no more', () => {
  using index = openIndex(file, EPOCHS);
  withMessage(index);
  const instead = {
    deliveryId: '33333333-3333-8333-8333-333333333333' as DeliveryId,
    authority: AUTHOR,
  } as RoutedReader;
  index.learn([
    { kind: 'withdrawn', delivery: DELIVERY },
    { kind: 'assigned', author: AUTHOR, id: ID, reader: instead },
  ]);
  expect(index.byDelivery(DELIVERY)).toBeUndefined();
  expect(index.byDelivery(instead.deliveryId)).toMatchObject({ message: { sequence: 7 }, reader: instead });
});

test('the first message and the first decision of an identity stand', () => {
  using index = openIndex(file, EPOCHS);
  withMessage(index);
  index.learn([{ kind: 'message', sequence: 8, record: record('bb'), receipt: 'second' }]);
  for (const state of ['accepted-by-reader', 'rejected-by-reader'] as const)
    index.learn([{ kind: 'decision', delivery: DELIVERY, decision: { state, receipt: state } }]);
  expect(index.byIdentity(AUTHOR, ID)).toMatchObject({ sequence: 7, receipt: 'first' });
  expect(index.byDelivery(DELIVERY)).toMatchObject({ message: { sequence: 7 }, reader: { authority: AUTHOR } });
  expect(index.decisionOn(DELIVERY)).toEqual({ state: 'accepted-by-reader', receipt: 'accepted-by-reader' });
});

test('the file is gone on with where its streams are the same, and begun anew where they are not', () => {
  {
    using index = openIndex(file, EPOCHS);
    withMessage(index);
  }
  {
    using index = openIndex(file, EPOCHS);
    expect(index.positionIn('MESSAGES')).toBe(7);
    expect(index.byDigest('aa')).toMatchObject({ receipt: 'first' });
  }
  using index = openIndex(file, { ...EPOCHS, MESSAGES: 'now' });
  expect([index.positionIn('MESSAGES'), index.byDigest('aa')]).toEqual([0, undefined]);
});

test('a broken file is begun anew', () => {
  writeFileSync(file, 'this is no database, but long enough to be taken for the beginning of one'.repeat(100));
  using index = openIndex(file, EPOCHS);
  expect(index.positionIn('MESSAGES')).toBe(0);
});

test('an index is too far behind until it has caught up, when an own message is not applied for long, or old ones stream in', () => {
  const lag = watchLag(1_000);
  expect(lag.isTooFar(0, 0)).toBe(true);
  lag.caughtUp();
  expect(lag.isTooFar(0, 0)).toBe(false);
  lag.stored(5, 0);
  expect([lag.isTooFar(1_000, 0), lag.isTooFar(1_001, 0)]).toEqual([false, true]);
  lag.applied(5, 10);
  expect(lag.isTooFar(5_000, 0)).toBe(false);
  lag.applied(6, 2_000);
  expect([lag.isTooFar(5_000, 3), lag.isTooFar(5_000, 0)]).toEqual([true, false]);
});
