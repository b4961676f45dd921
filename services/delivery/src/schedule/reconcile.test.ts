import type { DeliveryEntry, DeliveryStanding } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { Standings } from '../hold/standings.ts';
import { differences } from './reconcile.ts';

const SINCE = '2026-01-01T00:00:00.000Z';
const REMIND_AT = '2026-01-04T00:00:00.000Z';

const entry = (n: number, standing: DeliveryStanding): DeliveryEntry => ({
  deliveryId: `delivery-${n}` as DeliveryId,
  author: 'ags:99010007' as AuthorityId,
  messageId: `message-${n}` as MessageId,
  messageSequence: n + 1,
  reader: `oin:${n % 50}` as AuthorityId,
  role: 'reader',
  parts: ['core'],
  standing,
  attempts: 0,
  round: 0,
  acceptedAt: SINCE,
});

test('a hundred thousand deliveries in mailboxes have no timers; a look at them finds what is due', () => {
  const standings = new Standings({
    now: () => Date.parse(SINCE),
    steadyMs: () => 0,
    longestWaitMs: Number.POSITIVE_INFINITY,
    onChange: () => undefined,
  });
  for (let n = 0; n < 100_000; n += 1)
    standings.take(
      entry(n, { state: 'in-mailbox', since: SINCE, ...(n % 1_000 === 0 ? { remindAt: REMIND_AT } : {}) }),
      n + 1,
    );
  standings.take(entry(100_000, { state: 'waiting', nextAttemptAt: REMIND_AT }), 100_001);
  const timerOf = () => new Date(REMIND_AT);
  expect(differences(standings.waiting(), new Set(['delivery-7', 'gone']), timerOf)).toEqual({
    missing: [{ delivery: 'delivery-100000', at: new Date(REMIND_AT) }],
    orphans: ['delivery-7', 'gone'],
  });
  expect([...standings.mailboxDueBefore(Date.parse(REMIND_AT))]).toHaveLength(0);
  expect([...standings.mailboxDueBefore(Date.parse(REMIND_AT) + 1)]).toHaveLength(100);
});
