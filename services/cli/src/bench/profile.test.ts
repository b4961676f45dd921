import { expect, test } from '@jest/globals';
import { storesBetween } from './counters.ts';
import { NAMED_MIXES } from './mix.ts';
import { linesOf } from './profile.ts';

const frame = (functionName: string) => ({ functionName, url: `file:///a/b/${functionName}.ts`, lineNumber: 4 });

test('a profile tells what a function took alone and with what it called, idling and the beginning left out', () => {
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('outer'), children: [2] },
      { id: 2, callFrame: frame('inner') },
      { id: 3, callFrame: frame('(idle)') },
    ],
    // the first three tenths are the beginning
    samples: [1, 1, 1, 1, 2, 2, 2, 3, 3, 3],
    timeDeltas: Array(10).fill(1_000),
  };
  const { busyMs, lines } = linesOf(profile);
  expect(busyMs).toBe(5);
  expect(lines.find((line) => line.function.startsWith('outer'))).toEqual({
    function: 'outer a/b/outer.ts:5',
    self: 0.4,
    whole: 1,
  });
  expect(lines.find((line) => line.function.startsWith('inner'))).toMatchObject({ self: 0.6, whole: 0.6 });
});

test('shares of every mix with a name add up to one', () => {
  for (const mix of Object.values(NAMED_MIXES))
    expect(mix.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
});

test('stores and octets are what the streams grew by, for each message', () => {
  const before = { MESSAGES: { stores: 10, bytes: 1_000 }, EVENTS: { stores: 4, bytes: 500 } };
  const after = { MESSAGES: { stores: 20, bytes: 91_000 }, EVENTS: { stores: 6, bytes: 30_500 } };
  expect(storesBetween(before, after, 10)).toEqual({
    perMessage: 1.2,
    bytesPerMessage: 12_000,
    byStream: {
      MESSAGES: { perMessage: 1, bytesPerMessage: 9_000 },
      EVENTS: { perMessage: 0.2, bytesPerMessage: 3_000 },
    },
  });
});
