import { expect, test } from '@jest/globals';
import { methodsAt } from './methods.ts';

test('what may be done at an address is known, also where a step of it is a parameter', () => {
  expect(methodsAt('/v1/messages')).toEqual(['POST']);
  expect(methodsAt('/v1/webhook').toSorted()).toEqual(['DELETE', 'GET', 'PUT']);
  expect(methodsAt('/v1/mailbox/5b0f')).toEqual(['GET']);
  expect(['/v1/mailbox/', '/v1/nothing', '/', '', '/v1/messages/'].flatMap(methodsAt)).toEqual([]);
});
