import { describe, expect, test } from '@jest/globals';
import { GivenOut } from './given-out.ts';

const MOST = 100;

describe('what was given out and has not come', () => {
  test('is nothing while messages come one after the other', () => {
    const all = new GivenOut({ givenOut: 0, open: 0 });
    for (const sequence of [1, 2, 3, 2]) all.came(sequence, MOST);
    expect(all.isWhole()).toBe(true);
  });

  test('is what was passed over, until it comes', () => {
    const all = new GivenOut({ givenOut: 7, open: 0 });
    all.came(10, MOST);
    all.came(9, MOST);
    expect(all.isWhole()).toBe(false);
    all.came(8, MOST);
    expect(all.isWhole()).toBe(true);
  });

  test('is unknown at a start that finds messages given out, until the server says that they are put down', () => {
    const all = new GivenOut({ givenOut: 7, open: 2 });
    for (const sequence of [6, 8, 7]) all.came(sequence, MOST);
    all.putDownUpTo(6);
    expect(all.isWhole()).toBe(false);
    all.putDownUpTo(7);
    expect(all.isWhole()).toBe(true);
  });

  test('is unknown at a start at which more is known than the server says it has given out', () => {
    const all = new GivenOut({ givenOut: 0, open: 0, known: 3 });
    for (const sequence of [1, 2, 3]) all.came(sequence, MOST);
    all.putDownUpTo(2);
    expect(all.isWhole()).toBe(false);
    all.putDownUpTo(3);
    expect(all.isWhole()).toBe(true);
    expect(new GivenOut({ givenOut: 3, open: 0, known: 3 }).isWhole()).toBe(true);
  });

  test('is not waited for where it is no more', () => {
    const all = new GivenOut({ givenOut: 0, open: 0 });
    all.came(1_000_001, MOST);
    all.came(1_000_003, MOST);
    expect(all.isWhole()).toBe(false);
    all.putDownUpTo(1_000_003);
    expect(all.isWhole()).toBe(true);
  });
});
