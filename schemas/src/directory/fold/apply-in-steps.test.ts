import { expect, test } from '@jest/globals';
import type { RegistryEntry } from '../change/changes.ts';
import { Directory } from '../directory.ts';
import { authority, baseEntries, change, responsible, SERVICE, TOWN } from '../testing/directories.ts';

const MANY = 5_000;

/** Everything the change below touches, as it is answered now. */
const answers = (directory: Directory) => ({
  edition: directory.edition,
  find: directory.responsibilities.find(SERVICE, 'responsible', TOWN, { day: '2026-06-01' }),
  entries: [...directory.entries()].length,
  put: ['town', 'archive', 'many-1'].map((id) => [directory.entry(id), directory.editionOfEntry(id)]),
  change: directory.editionOfChange('b3b0f3c6-1111-4222-8333-444455556666'),
});

test('a large change is seen only when all of it is there, and then at once', () => {
  const before: readonly RegistryEntry[] = [
    ...baseEntries(),
    responsible('responsible', 'town', { id: 'town' }),
    responsible('archive', 'town', { id: 'archive' }),
  ];
  const large = change(
    [
      responsible('responsible', 'county', { id: 'town' }),
      ...Array.from({ length: MANY }, (_, n) => responsible(`role-${n}`, 'town', { id: `many-${n}` })),
      { ...(baseEntries()[0] as RegistryEntry), validUntil: '2030-01-01' },
    ],
    [
      { id: 'archive', validUntil: '2026-01-01' },
      { id: 'many-1', validUntil: '2027-01-01' },
    ],
    { id: 'b3b0f3c6-1111-4222-8333-444455556666' },
  );
  const [inSteps, atOnce] = [new Directory(), new Directory()];
  for (const directory of [inSteps, atOnce]) directory.apply(change(before), 1, new Date(0));
  atOnce.apply(large, 2, new Date(1));

  const asBefore = answers(inSteps);
  expect(asBefore.find).toMatchObject([{ authority: authority('town') }]);
  let steps = 0;
  for (const _ of inSteps.applyInSteps(large, 2, new Date(1))) {
    steps += 1;
    expect(answers(inSteps)).toEqual(asBefore);
    expect(() => inSteps.state()).toThrow(TypeError);
  }
  expect(steps).toBeGreaterThan(1);
  expect(answers(inSteps)).toEqual(answers(atOnce));
  expect(answers(inSteps)).toMatchObject({ edition: 2, find: [{ authority: authority('county') }], change: 2 });
  expect([...inSteps.entries()]).toEqual([...atOnce.entries()]);
  expect([...inSteps.entries(1)]).toEqual([...atOnce.entries(1)]);
});
