import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advance, type DeliveryEvent, type Progress, UNTOUCHED } from './advance.ts';

const told = {
  id: '5b0c0000-0000-4000-8000-000000000001',
  at: '2026-01-05T10:00:00.000Z',
  node: 'delivery',
  author: 'dvdv:a:1' as AuthorityId,
  messageId: '5b0c0000-0000-4000-8000-000000000002' as MessageId,
  reader: 'dvdv:b:1' as AuthorityId,
  deliveryId: '5b0c0000-0000-8000-8000-000000000003' as DeliveryId,
};
const failed = (attempt: number): DeliveryEvent => ({
  ...told,
  type: 'attempt-failed',
  attempt,
  code: 'recipient-timeout',
  nextAttemptAt: '2026-01-05T10:01:00.000Z',
});
const dead: DeliveryEvent = { ...told, type: 'dead-lettered', attempt: 3, code: 'attempts-exhausted', receipt: 'r' };
const replayed: DeliveryEvent = { ...told, type: 'replayed', by: 'operator', reason: 'repaired' };
const handedOver: DeliveryEvent = { ...told, type: 'handed-over', via: 'push', attempt: 1, receipt: 'r' };
const accepted: DeliveryEvent = { ...told, type: 'accepted-by-reader', receipt: 'r' };
const rejected: DeliveryEvent = { ...told, type: 'rejected-by-reader', receipt: 'r', reasonCode: 'not-responsible' };
const inMailbox: DeliveryEvent = { ...told, type: 'laid-into-mailbox', receipt: 'r' };

const after = (...events: readonly DeliveryEvent[]): Progress =>
  events.reduce((progress, event) => advance(progress, event).progress, UNTOUCHED);

describe('the state of a delivery', () => {
  test('goes through failures and a replay to the hand-over', () => {
    expect(after(failed(1)).state).toBe('waiting');
    expect(after(failed(1), dead)).toMatchObject({ state: 'dead-letter', code: 'attempts-exhausted' });
    expect(after(failed(1), dead, replayed)).toEqual({ state: 'delivering', round: 1 });
    expect(after(failed(1), dead, replayed, handedOver).state).toBe('handed-over');
  });

  test('is not taken back by events that come late', () => {
    expect(after(accepted, handedOver).state).toBe('accepted-by-reader');
    expect(after(inMailbox, failed(1)).state).toBe('in-mailbox');
    expect(after(handedOver, dead).state).toBe('handed-over');
  });

  test('keeps the first decision of the reader', () => {
    expect(after(handedOver, accepted, rejected).state).toBe('accepted-by-reader');
  });

  test('takes a step told twice as one, and the same attempt after a replay as another', () => {
    expect(advance(after(failed(1)), failed(1)).step).toBe(advance(UNTOUCHED, failed(1)).step);
    expect(advance(after(dead, replayed), replayed).step).toBe(advance(after(dead), replayed).step);
    expect(advance(after(dead, replayed), failed(1)).step).not.toBe(advance(UNTOUCHED, failed(1)).step);
  });

  test('is the same however often each event is repeated at once', () => {
    const events = [failed(1), failed(2), inMailbox, dead, replayed, handedOver, accepted, rejected];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...events), fc.integer({ min: 1, max: 3 }))), (history) => {
        const once = history.map(([event]) => event);
        const often = history.flatMap(([event, times]) => Array.from({ length: times }, () => event));
        expect(after(...often)).toEqual(after(...once));
      }),
    );
  });
});
