import type { Flow } from '@dienstweg/schemas/bus/requests.ts';
import { describe, expect, test } from '@jest/globals';
import { edgesOf, placesOf } from './flow-places.ts';

const flow = (author: string, reader: string, messageType: string, deliveries: number, failed = 0): Flow =>
  ({ author, reader, messageType, deliveries, failed }) as unknown as Flow;

describe('the map of flows', () => {
  test('has one line between two authorities, whatever the types', () => {
    expect(edgesOf([flow('a', 'b', 'y', 2, 1), flow('a', 'b', 'x', 3), flow('c', 'b', 'x', 9)])).toEqual([
      { from: 'c', to: 'b', count: 9, failed: 0, types: ['x'] },
      { from: 'a', to: 'b', count: 5, failed: 1, types: ['x', 'y'] },
    ]);
  });

  test('puts who reads near who writes, the busiest on top, and who does both on both sides', () => {
    const places = placesOf(edgesOf([flow('a', 'z', 'x', 9), flow('b', 'y', 'x', 5), flow('z', 'a', 'x', 1)]));
    const column = (side: string) =>
      places
        .filter((place) => place.side === side)
        .toSorted((one, other) => one.y - other.y)
        .map((place) => place.authority);
    expect(column('from')).toEqual(['a', 'b', 'z']);
    expect(column('to')).toEqual(['z', 'y', 'a']);
  });
});
