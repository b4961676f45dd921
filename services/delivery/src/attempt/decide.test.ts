import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { DEFAULT_RETRY_POLICY } from '../schedule/schedule.ts';
import { type DeliveryFacts, decideDelivery } from './decide.ts';

const entry: DeliveryEntry = {
  deliveryId: 'delivery' as DeliveryId,
  author: 'ags:99010007' as AuthorityId,
  messageId: 'message' as MessageId,
  messageSequence: 1,
  reader: 'oin:1' as AuthorityId,
  role: 'reader',
  parts: ['core'],
  standing: { state: 'waiting', nextAttemptAt: '2026-01-02T00:00:00.000Z' },
  attempts: 3,
  round: 0,
  acceptedAt: '2026-01-01T00:00:00.000Z',
};
const facts = (rest: Partial<DeliveryFacts>): DeliveryFacts => ({
  entry,
  now: Date.parse('2026-01-02T00:00:00.000Z'),
  earlierOpen: false,
  slot: 'free',
  ...rest,
});

test('a version the reader does not take any more is not tried, with time for attempts left', () => {
  expect(decideDelivery(facts({ channel: 'push' }), DEFAULT_RETRY_POLICY)).toEqual({ command: 'attempt' });
  expect(decideDelivery(facts({ versionsTaken: ['2.0', '2.1'] }), DEFAULT_RETRY_POLICY)).toEqual({
    command: 'dead-letter',
    code: 'reader-version',
    detail: 'on the day of delivery it takes 2.0, 2.1 of the message type',
  });
  expect(decideDelivery(facts({}), DEFAULT_RETRY_POLICY)).toMatchObject({ code: 'reader-unreachable' });
});
