import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { expect, test } from '@jest/globals';
import { grouped } from './group.ts';

const dead = (n: number, reader: string, code: ProblemCode, round = 0): DeliveryEntry => ({
  deliveryId: `d${n}` as DeliveryId,
  author: 'dvdv:a:1' as AuthorityId,
  messageId: `m${n}` as MessageId,
  messageSequence: 100 - n,
  reader: reader as AuthorityId,
  role: 'responsible',
  parts: [],
  standing: { state: 'dead-letter', since: `2026-11-2${n}T00:00:00Z`, code, detail: '' },
  attempts: 3,
  round,
  acceptedAt: '2026-11-20T00:00:00Z',
});
const LETTERS = [
  dead(1, 'dvdv:b:1', 'recipient-refused'),
  dead(2, 'dvdv:b:1', 'recipient-refused', 2),
  dead(3, 'dvdv:b:1', 'attempts-exhausted'),
  dead(4, 'dvdv:c:1', 'recipient-refused'),
];

test('a group has one reader and one cause, counts those that failed again, and the largest comes first', () => {
  expect(grouped(LETTERS)[0]).toEqual({
    reader: 'dvdv:b:1',
    code: 'recipient-refused',
    count: 2,
    again: 1,
    first: '2026-11-21T00:00:00Z',
    last: '2026-11-22T00:00:00Z',
  });
  expect(grouped(LETTERS)).toHaveLength(3);
});
