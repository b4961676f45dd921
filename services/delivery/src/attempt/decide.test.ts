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

test('nothing ends without an attempt while another one shows whether the node is there', () => {
  const over = { channel: 'push', now: Date.parse('2026-02-01T00:00:00.000Z'), circuitUntil: 1 } as const;
  const held = { ...entry, attempts: 0 };
  expect(decideDelivery(facts({ ...over, entry: held }), DEFAULT_RETRY_POLICY)).toMatchObject({
    command: 'dead-letter',
    code: 'attempts-exhausted',
  });
  expect(decideDelivery(facts({ ...over, entry: held, probing: true }), DEFAULT_RETRY_POLICY)).toMatchObject({
    reason: 'circuit-open',
  });
});

test('what was not to be delivered before a day has its time for attempts from then on', () => {
  const later = { ...entry, attempts: 0, notBefore: '2026-02-01T00:00:00.000Z' };
  const on = (day: string) =>
    decideDelivery(
      facts({ channel: 'push', entry: later, now: Date.parse(day), circuitUntil: Date.parse(day) + 1 }),
      DEFAULT_RETRY_POLICY,
    );
  expect(on('2026-02-02T00:00:00.000Z')).toMatchObject({ reason: 'circuit-open' });
  expect(on('2026-02-06T00:00:00.000Z')).toMatchObject({ command: 'dead-letter', code: 'attempts-exhausted' });
});

test('what a pause or maintenance held and nobody tried has its time for attempts from its end on', () => {
  const held = { ...entry, attempts: 0 };
  const heldUntil = Date.parse('2026-02-01T00:00:00.000Z');
  const on = (day: string, of = held) =>
    decideDelivery(
      facts({ channel: 'push', entry: of, heldUntil, now: Date.parse(day), circuitUntil: Date.parse(day) + 1 }),
      DEFAULT_RETRY_POLICY,
    );
  expect(on('2026-02-01T00:00:01.000Z')).toMatchObject({ reason: 'circuit-open' });
  expect(on('2026-02-04T00:00:00.000Z')).toMatchObject({ command: 'dead-letter', code: 'attempts-exhausted' });
  // a pause that ended before it was accepted does not matter
  const after = { ...held, acceptedAt: '2026-02-10T00:00:00.000Z' };
  expect(on('2026-02-12T23:59:59.000Z', after)).toMatchObject({ reason: 'circuit-open' });
  expect(on('2026-02-13T00:00:00.000Z', after)).toMatchObject({ command: 'dead-letter' });
});
