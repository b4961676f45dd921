import { describe, expect, test } from '@jest/globals';
import { judgeLife } from './heartbeat.ts';
import type { Facts } from './measure.ts';

const ready: Facts = { services: [{ name: 'gateway' }, { name: 'delivery' }], streams: [] };
const at = (waiting: number, takenCareOf: number) => ({ waiting, takenCareOf });

describe('a sign of life', () => {
  test('is given while gateway and delivery are ready and nothing waits, or what waits is worked off', () => {
    expect(judgeLife(ready, at(0, 7), undefined)).toEqual({ proved: true });
    expect(judgeLife(ready, at(9, 12), at(8, 7))).toEqual({ proved: true });
  });

  test.each([
    [
      'the gateway is not ready',
      { ...ready, services: [{ name: 'gateway', notReadySince: 1 }, { name: 'delivery' }] },
      at(0, 7),
    ],
    ['delivery is not seen', { ...ready, services: [{ name: 'gateway' }] }, at(0, 7)],
    ['the streams cannot be asked', { services: ready.services } as Facts, at(0, 7)],
    ['the position cannot be asked', ready, undefined],
    ['messages wait and none is taken care of', ready, at(9, 7)],
  ])('is not given where %s', (_, facts, now) => {
    expect(judgeLife(facts, now, at(8, 7)).proved).toBe(false);
  });

  test('is given with one gateway of several', () => {
    const services = [{ name: 'gateway-1', notReadySince: 1 }, { name: 'gateway-2' }, { name: 'delivery' }];
    expect(judgeLife({ ...ready, services }, at(0, 7), undefined)).toEqual({ proved: true });
  });

  test('is not given before it is seen that what waits is taken', () => {
    expect(judgeLife(ready, at(9, 12), undefined).proved).toBe(false);
  });
});
