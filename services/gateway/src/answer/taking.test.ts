import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { expect, test } from '@jest/globals';
import { judgeTaking } from './taking.ts';

const AT = new Date('2026-11-22T02:00:00Z');
const entry = (standing: DeliveryEntry['standing'], attempts = 0): DeliveryEntry =>
  ({ standing, attempts, round: 0, parts: [] }) as unknown as DeliveryEntry;
const handedOver = { state: 'ended', at: AT.toISOString(), outcome: 'handed-over' } as const;

test('what waits in the mailbox is taken; what was taken is told once more only where that is not known to be told', () => {
  const inMailbox = judgeTaking(entry({ state: 'in-mailbox', since: AT.toISOString() }), false, AT);
  expect(inMailbox).toMatchObject({ is: 'take', entry: { standing: { state: 'ended', outcome: 'handed-over' } } });
  expect(judgeTaking(entry(handedOver), false, AT).is).toBe('tell');
  expect(judgeTaking(entry(handedOver), true, AT).is).toBe('just-octets');
});

test('pushed deliveries give just the octets', () => {
  expect(judgeTaking(undefined, false, AT).is).toBe('just-octets');
  expect(judgeTaking(entry(handedOver, 1), false, AT).is).toBe('just-octets');
  expect(judgeTaking(entry({ state: 'waiting', nextAttemptAt: AT.toISOString() }), false, AT).is).toBe('just-octets');
});

test('what expired or was given up is not given out any more', () => {
  const expired = judgeTaking(entry({ state: 'ended', at: AT.toISOString(), outcome: 'expired' }), false, AT);
  expect(expired).toMatchObject({ is: 'refused', refusal: { code: 'message-obsolete' } });
  const dead = entry({ state: 'dead-letter', since: AT.toISOString(), code: 'attempts-exhausted', detail: '' });
  expect(judgeTaking(dead, false, AT)).toMatchObject({ is: 'refused', refusal: { code: 'delivery-unknown' } });
});
