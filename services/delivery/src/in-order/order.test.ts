import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { ConversationOrder, type Ordered } from './order.ts';

const delivery = (n: number, author: string, more: Partial<Ordered> = {}): Ordered => ({
  reader: 'oin:00000099000000000001' as AuthorityId,
  author: author as AuthorityId,
  conversation: 'c-1',
  deliveryId: `d-${n}` as DeliveryId,
  messageSequence: n,
  ...more,
});
const LATER = { notBefore: '2027-01-01T00:00:00Z' };

test('a later delivery of the conversation waits, whoever wrote the earlier one, and is told when that has ended', () => {
  const order = new ConversationOrder();
  const [first, second] = [delivery(1, 'oin:a'), delivery(2, 'oin:b')];
  order.enter(first);
  order.enter(second);
  expect(order.hasEarlier(second)).toBe(true);
  expect(order.leave(first)).toEqual([second.deliveryId]);
  expect(order.hasEarlier(second)).toBe(false);
});

test('what its author wants delivered later holds up the same author, and nobody who only writes in that conversation', () => {
  const order = new ConversationOrder();
  const [stranger, same, other] = [delivery(1, 'oin:a', LATER), delivery(2, 'oin:a'), delivery(3, 'oin:b')];
  for (const one of [stranger, other]) order.enter(one);
  expect(order.hasEarlier(other)).toBe(false);
  order.enter(same);
  expect(order.hasEarlier(same)).toBe(true);
});
