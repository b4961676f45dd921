import type { AcceptedRecord, RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { expect, test } from '@jest/globals';
import { handOverClaims, isBeforeItsTime, judgeTaking } from './taking.ts';

const AT = new Date('2026-11-22T02:00:00Z');
const LATER = '2026-11-22T02:00:01Z';
const handedOver = { state: 'ended', at: AT.toISOString(), outcome: 'handed-over' } as const;
const waiting = { state: 'waiting', nextAttemptAt: LATER } as const;

const judged = (
  standing: DeliveryEntry['standing'] | undefined,
  { attempts = 0, told = false, obsoleteAfter }: { attempts?: number; told?: boolean; obsoleteAfter?: string } = {},
) => {
  const obsolete = obsoleteAfter === undefined ? {} : { obsoleteAfter };
  const record = { acceptedAt: AT.toISOString(), ...obsolete } as AcceptedRecord;
  const entry =
    standing === undefined
      ? undefined
      : ({ standing, attempts, round: 0, parts: [], ...obsolete } as unknown as DeliveryEntry);
  return judgeTaking(
    {
      message: { sequence: 7, record, receipt: '' },
      reader: { parts: ['core'] } as unknown as RoutedReader,
      entry,
      told,
    },
    AT,
  );
};

test.each<[string, DeliveryEntry['standing'] | undefined, number]>([
  ['lies in the mailbox', { state: 'in-mailbox', since: AT.toISOString() }, 0],
  ['waits for its first attempt', waiting, 0],
  ['waits after attempts that failed', waiting, 3],
  ['has no entry', undefined, 0],
])('what %s is ended as handed over by the fetch', (_, standing, attempts) => {
  expect(judged(standing, { attempts })).toMatchObject({
    is: 'take',
    entry: { attempts, standing: { state: 'ended', outcome: 'handed-over', via: 'mailbox' } },
  });
});

test('what was taken is told once more only where that is not known to be told', () => {
  expect(judged(handedOver).is).toBe('tell');
  expect(judged({ ...handedOver, via: 'mailbox' }, { attempts: 3 }).is).toBe('tell');
  expect(judged(handedOver, { told: true }).is).toBe('just-octets');
  // swept long ago
  expect(judged(undefined, { told: true }).is).toBe('just-octets');
});

test('what was pushed by an attempt after the first gives just the octets', () => {
  expect(judged(handedOver, { attempts: 1 }).is).toBe('just-octets');
});

test('what expired or was given up is not given out any more', () => {
  const expired = { is: 'refused', refusal: { code: 'message-obsolete' } };
  expect(judged({ state: 'ended', at: AT.toISOString(), outcome: 'expired' })).toMatchObject(expired);
  expect(judged(waiting, { obsoleteAfter: AT.toISOString() })).toMatchObject(expired);
  expect(judged(undefined, { obsoleteAfter: AT.toISOString() })).toMatchObject(expired);
  const dead = { state: 'dead-letter', since: AT.toISOString(), code: 'attempts-exhausted', detail: '' } as const;
  expect(judged(dead)).toMatchObject({ is: 'refused', refusal: { code: 'delivery-unknown' } });
});

test('a delivery is before its time until the instant the author names', () => {
  expect(
    [LATER, AT.toISOString(), undefined].map((notBefore) =>
      isBeforeItsTime(notBefore === undefined ? {} : { notBefore }, AT),
    ),
  ).toEqual([true, false, false]);
});

test('the receipt of a fetch attests the parts that were given, and no withheld one', () => {
  const parts = ['core', 'tax'].map((id) => ({ id, digest: `digest of ${id}` }));
  const claims = handOverClaims(
    { record: { parts, author: 'ags:99000001', messageId: 'm' } as unknown as AcceptedRecord, receipt: 'r' },
    { parts: ['tax'] } as unknown as RoutedReader,
    { node: 'gateway', at: AT, jti: 'j' },
  );
  expect(Object.values(claims.events)[0]?.partDigests).toEqual({ tax: 'digest of tax' });
});
