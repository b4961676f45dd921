/** The life of deliveries, whole histories at a time, in a world where everything goes wrong that can. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { faultIn, scenarios } from './testing/check-history.ts';
import { simulate } from './testing/simulation.ts';

describe('histories of deliveries', () => {
  test('nothing is lost, everything ends once, nothing is pushed where or when it must not be', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        expect(faultIn(scenario, simulate(scenario))).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });
});
