import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RegionId } from '../../identifiers.ts';
import type { RegistryRecord } from '../change/changes.ts';
import { change } from '../testing/directories.ts';
import { IDS, REGIONS, ROLES, randomChanges, SERVICES } from '../testing/random-changes.ts';
import { RegistryFold } from './fold.ts';
import { copyOf, foldLaidAside, foldTakenUp, UnreadableLaidAside } from './laid-aside.ts';

const folded = (records: readonly RegistryRecord[], fold = new RegistryFold(), from = 1): RegistryFold => {
  for (const [n, record] of records.entries()) fold.take(record, from + n, new Date(Date.UTC(2026, 0, from + n)));
  return fold;
};

const octetsOf = (fold: RegistryFold): Buffer => Buffer.concat([...foldLaidAside(copyOf(fold))]);

async function* inPiecesOf(octets: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let from = 0; from < octets.length; from += size) yield octets.subarray(from, from + size);
}

const passedOn = (fold: RegistryFold, size = 1_000): Promise<RegistryFold> =>
  foldTakenUp(inPiecesOf(octetsOf(fold), size));

/** Everything anybody could ask, in every edition. */
const answersOf = (fold: RegistryFold) => {
  const { directory } = fold;
  const editions = [undefined, ...Array.from({ length: directory.edition + 1 }, (_, n) => n)];
  return {
    editions: directory.editions.all(),
    entries: editions.map((edition) => [...directory.entries(edition)]),
    latest: IDS.map((id) => [directory.entry(id), directory.editionOfEntry(id)]),
    services: SERVICES.map((service) => editions.map((edition) => directory.services.known(service, edition))),
    areas: SERVICES.map((service) => ROLES.map((role) => [...directory.responsibilities.of(service, role).keys()])),
    found: SERVICES.flatMap((service) =>
      REGIONS.flatMap((region) =>
        editions.map((edition) =>
          directory.responsibilities.find(service, 'responsible', region as RegionId, {
            day: '2026-03-15',
            ...(edition === undefined ? {} : { edition }),
          }),
        ),
      ),
    ),
    roles: SERVICES.map((service) => directory.responsibilities.rolesOf(service)),
    state: fold.state(),
  };
};

describe('a fold laid aside', () => {
  test('is taken up as the fold of the stream, and goes on like it', async () => {
    await fc.assert(
      fc.asyncProperty(randomChanges, fc.nat(8), fc.integer({ min: 1, max: 5_000 }), async (all, cut, size) => {
        const fold = folded(all.slice(0, cut));
        const again = await passedOn(fold, size);
        expect(answersOf(again)).toEqual(answersOf(fold));
        const rest = all.slice(cut);
        const from = fold.directory.edition + 1;
        expect(answersOf(folded(rest, again, from))).toEqual(answersOf(folded(rest, fold, from)));
      }),
      { numRuns: 60 },
    );
  });

  test('keeps parts and proposals that have not taken effect', async () => {
    const rule = { kind: 'approval-rule', id: 'rule', validFrom: '2026-01-01', kinds: ['service'] } as const;
    const [service] = SERVICES;
    const put = { kind: 'service', id: 'x', validFrom: '2026-01-01', service, names: { de: 'x' }, roles: [] } as never;
    const part = change([put], [], { part: { n: 1, of: 2 } });
    const again = await passedOn(folded([change([rule]), change([put]), part]));
    expect([again.pending().length, again.incomplete().length]).toEqual([1, 1]);
    const [proposed] = again.pending();
    const approval = {
      id: 'yes',
      by: 'b',
      reason: 'r',
      decides: proposed?.change.id ?? '',
      decision: 'approve',
    } as const;
    folded([approval], again, 4);
    expect(again.directory.editionOfEntry('x')).toBe(4);
  });

  test('is one edition, whatever is taken in while it is written', async () => {
    const put = (n: number) =>
      change([{ kind: 'category', id: `c${n}`, validFrom: '2026-01-01', category: `c${n}`, names: { de: 'c' } }]);
    const fold = folded([put(1)]);
    const copy = copyOf(fold);
    const octets = foldLaidAside(copy);
    const first = octets.next().value as Uint8Array;
    folded([put(2), put(1)], fold, 2);
    const again = await foldTakenUp(inPiecesOf(Buffer.concat([first, ...octets]), 100));
    expect(again.directory.edition).toBe(1);
    expect([...again.directory.entries()].map(({ id }) => id)).toEqual(['c1']);
  });

  test('is refused when a piece of it is missing, or when it has another format', async () => {
    const octets = octetsOf(folded([change([])]));
    await expect(foldTakenUp(inPiecesOf(octets.subarray(0, -5), 50))).rejects.toThrow(UnreadableLaidAside);
    await expect(foldTakenUp(inPiecesOf(octets.subarray(0, octets.length - 30), 50))).rejects.toThrow(
      UnreadableLaidAside,
    );
    await expect(foldTakenUp(inPiecesOf(Buffer.alloc(0), 50))).rejects.toThrow(UnreadableLaidAside);
    const other = Buffer.from(octets.toString('latin1').replace('[1,true]', '[9,true]'), 'latin1');
    await expect(foldTakenUp(inPiecesOf(other, 50))).rejects.toThrow(UnreadableLaidAside);
  });
});
