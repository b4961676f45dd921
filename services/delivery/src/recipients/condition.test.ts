import type { DeliveryEntry, DeliveryStanding } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { Standings } from '../hold/standings.ts';
import { DEFAULT_CIRCUIT_POLICY } from './circuit.ts';
import { conditionOf } from './condition.ts';
import { Recipients } from './recipients.ts';

const DAY = Date.parse('2026-01-01T00:00:00.000Z');
const [SLOW, DEAD] = ['oin:1' as AuthorityId, 'oin:2' as AuthorityId];

const entry = (n: number, reader: AuthorityId, standing: DeliveryStanding): DeliveryEntry => ({
  deliveryId: `delivery-${n}` as DeliveryId,
  author: 'ags:99010007' as AuthorityId,
  messageId: `message-${n}` as MessageId,
  messageSequence: n,
  reader,
  role: 'reader',
  parts: ['core'],
  standing,
  attempts: 0,
  round: 0,
  acceptedAt: '2026-01-01T00:00:00.000Z',
});

test('readers that are not reached are told with since when: open circuits, mailboxes by their oldest delivery', async () => {
  let at = DAY;
  const standings = new Standings({
    now: () => at,
    steadyMs: () => at,
    longestWaitMs: Number.POSITIVE_INFINITY,
    onChange: () => undefined,
  });
  await using recipients = new Recipients({
    circuit: DEFAULT_CIRCUIT_POLICY,
    pushesPerReader: 1,
    waitingPerReader: 1,
    poolFor: () => {
      throw new Error('nothing is pushed here');
    },
    onBack: () => undefined,
    longestRetryAfterMs: 1_000,
    steadyMs: () => at,
    now: () => at,
  });
  standings.take(entry(1, SLOW, { state: 'in-mailbox', since: '2026-01-01T05:00:00.000Z' }), 1);
  standings.take(entry(2, SLOW, { state: 'in-mailbox', since: '2026-01-01T04:00:00.000Z' }), 2);
  standings.take(
    entry(3, DEAD, { state: 'dead-letter', since: '2026-01-01T04:00:00.000Z', code: 'recipient-refused', detail: '' }),
    3,
  );
  const fail = (): void =>
    recipients.enter(DEAD, {}, undefined)({ verdict: 'try-again', code: 'recipient-failed', detail: '' });
  for (let n = 0; n < DEFAULT_CIRCUIT_POLICY.opensAfterFailures; n += 1) fail();
  // a probe an hour later fails as well: it is open since the first time
  at += 3_600_000;
  fail();
  expect(conditionOf({ standings, recipients })).toMatchObject({
    circuits: [{ reader: DEAD, since: '2026-01-01T00:00:00.000Z' }],
    mailboxes: [{ reader: SLOW, waiting: 2, oldestAt: '2026-01-01T04:00:00.000Z' }],
    deadLetters: 1,
  });
  recipients.enter(DEAD, {}, undefined)({ verdict: 'handed-over' });
  expect(conditionOf({ standings, recipients }).circuits).toEqual([]);
});
