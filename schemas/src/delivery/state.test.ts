import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAuthorityId, parseDeliveryId, parseMessageId } from '../identifiers.ts';
import { deliveryIdOf } from './delivery-id.ts';
import { type DeliveryState, hasReached, MESSAGE_STATES, type MessageState, stateOfWhole } from './state.ts';

const STATES = MESSAGE_STATES.filter((state) => state !== 'accepted' && state !== 'refused') as DeliveryState[];

describe('the state of the whole', () => {
  test.each<readonly [readonly DeliveryState[], string]>([
    [[], 'accepted'],
    [['accepted-by-reader', 'accepted-by-reader'], 'accepted-by-reader'],
    [['accepted-by-reader', 'handed-over'], 'accepted-by-reader'],
    [['accepted-by-reader', 'in-mailbox'], 'in-mailbox'],
    [['dead-letter', 'waiting'], 'waiting'],
    [['waiting', 'delivering'], 'delivering'],
    [['rejected-by-reader', 'dead-letter', 'expired'], 'dead-letter'],
    [['rejected-by-reader', 'expired'], 'expired'],
    [['rejected-by-reader', 'accepted-by-reader'], 'rejected-by-reader'],
    [['assigned', 'handed-over'], 'handed-over'],
  ])('%j is %s', (deliveries, state) => {
    expect(stateOfWhole(deliveries)).toBe(state);
  });

  test('does not depend on the order of the deliveries', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATES)), (states) => {
        expect(stateOfWhole([...states].reverse())).toBe(stateOfWhole(states));
      }),
    );
  });
});

describe('the id of a delivery', () => {
  const author = parseAuthorityId('dvdv:a:1');
  const reader = parseAuthorityId('dvdv:b:1');
  const message = parseMessageId('01234567-89ab-4def-8123-456789abcdef');
  if (author === undefined || reader === undefined || message === undefined) throw new Error('samples are not valid');

  test('is the same for everybody who computes it, and a UUID of version 8', () => {
    const id = deliveryIdOf(author, message, reader);
    expect(id).toBe('ed7509f0-24e8-86c9-848a-108bb347b805');
    expect(parseDeliveryId(id)).toBe(id);
    expect(id).toMatch(/^.{14}8.{4}[89ab]/);
  });

  test('differs between readers and between authors', () => {
    const ids = [
      deliveryIdOf(author, message, reader),
      deliveryIdOf(reader, message, author),
      deliveryIdOf(author, message, author),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});

describe('waiting for a state', () => {
  test.each<readonly [MessageState, MessageState, boolean]>([
    ['accepted-by-reader', 'handed-over', true],
    ['rejected-by-reader', 'handed-over', true],
    ['handed-over', 'accepted', true],
    ['handed-over', 'accepted-by-reader', false],
    ['rejected-by-reader', 'accepted-by-reader', false],
    ['dead-letter', 'handed-over', false],
    ['dead-letter', 'dead-letter', true],
    ['accepted-by-reader', 'dead-letter', false],
  ])('%s, waited for %s: %s', (state, wanted, reached) => {
    expect(hasReached(state, wanted)).toBe(reached);
  });
});
