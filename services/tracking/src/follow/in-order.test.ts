import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inOrder } from './in-order.ts';

type Name = 'first' | 'second';
const NAMES: readonly Name[] = ['first', 'second'];

/** Hands each stream in, entry by entry, with breaks between them; returns what passed, in the order in which it did. */
const merged = async (
  streams: Readonly<Record<Name, readonly number[]>>,
  breaks: readonly boolean[],
): Promise<readonly { readonly name: Name; readonly storedAt: number }[]> => {
  const order = inOrder(NAMES);
  const passed: { name: Name; storedAt: number }[] = [];
  let entry = 0;
  const handIn = async (name: Name): Promise<void> => {
    for (const storedAt of streams[name]) {
      entry += 1;
      if (breaks[entry % breaks.length] === true) await turnOfTheLoop();
      await order.turn(name, storedAt);
      passed.push({ name, storedAt });
    }
    order.ended(name);
  };
  await Promise.all(NAMES.map(handIn));
  return passed;
};

const times = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 }).map((all) => all.toSorted((a, b) => a - b));

test('what stands in two streams passes in the order in which it was stored, the first stream before the second', async () => {
  await fc.assert(
    fc.asyncProperty(times, times, fc.array(fc.boolean(), { minLength: 1 }), async (first, second, breaks) => {
      const passed = await merged({ first, second }, breaks);
      const wanted = [
        ...first.map((storedAt) => ({ name: 'first', storedAt })),
        ...second.map((storedAt) => ({ name: 'second', storedAt })),
      ].toSorted((a, b) => a.storedAt - b.storedAt);
      expect(passed).toEqual(wanted);
    }),
  );
});

test('behind the end of the streams everything passes as it comes', async () => {
  const order = inOrder(NAMES);
  const waits = order.turn('second', 5);
  expect(waits).toBeDefined();
  order.ended('first');
  await waits;
  expect(order.turn('second', 6)).toBeUndefined();
  order.ended('second');
  expect(order.turn('first', 7)).toBeUndefined();
  expect(order.turn('second', 1)).toBeUndefined();
});

test('nobody waits when it closes', async () => {
  const order = inOrder(NAMES);
  const waits = order.turn('second', 5);
  order.close();
  await waits;
});
