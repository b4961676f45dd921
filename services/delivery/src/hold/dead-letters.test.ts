import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { expect, test } from '@jest/globals';
import { deadLettersAmong } from './dead-letters.ts';

const dead = (n: number, reader: string, code: ProblemCode) => ({
  sequence: n,
  entry: {
    deliveryId: `d${n}` as DeliveryId,
    author: 'dvdv:a:1' as AuthorityId,
    messageId: `m${n}` as MessageId,
    messageSequence: 100 - n,
    reader: reader as AuthorityId,
    role: 'responsible',
    parts: [],
    standing: { state: 'dead-letter', since: `2026-11-2${n}T00:00:00Z`, code, detail: '' },
    attempts: 3,
    round: 0,
    acceptedAt: '2026-11-20T00:00:00Z',
  } as const,
});
const ALL = [
  dead(1, 'dvdv:b:1', 'recipient-refused'),
  dead(2, 'dvdv:b:1', 'recipient-refused'),
  dead(3, 'dvdv:b:1', 'attempts-exhausted'),
  dead(4, 'dvdv:c:1', 'recipient-refused'),
];
const WAITING = dead(5, 'dvdv:b:1', 'recipient-refused');
const STANDINGS = [
  ...ALL,
  {
    ...WAITING,
    entry: { ...WAITING.entry, standing: { state: 'in-mailbox', since: '2026-11-25T00:00:00Z' } as const },
  },
];

const found = (question: Partial<Parameters<typeof deadLettersAmong>[1]>) => {
  const { deadLetters, total } = deadLettersAmong(STANDINGS, { limit: 10, ...question });
  return [total, ...deadLetters.map(({ deliveryId }) => deliveryId)];
};

test('one, a group, or all dead letters are found, the latest first, and nothing else', () => {
  expect(found({})).toEqual([4, 'd4', 'd3', 'd2', 'd1']);
  expect(found({ deliveryIds: ['d3', 'd5'] as DeliveryId[] })).toEqual([1, 'd3']);
  expect(found({ reader: 'dvdv:b:1' as AuthorityId, code: 'recipient-refused' })).toEqual([2, 'd2', 'd1']);
  expect(found({ code: 'recipient-refused' })).toEqual([3, 'd4', 'd2', 'd1']);
});

test('beyond the limit it is told how many there are; for replaying, what was accepted first comes first', () => {
  expect(found({ limit: 2 })).toEqual([4, 'd4', 'd3']);
  expect(found({ limit: 2, oldestFirst: true })).toEqual([4, 'd4', 'd3']);
  expect(found({ limit: 2, oldestFirst: true, code: 'recipient-refused' })).toEqual([3, 'd4', 'd2']);
});
