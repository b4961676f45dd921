import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RegionId } from '../../identifiers.ts';
import type {
  HolidayEntry,
  RegistryChange,
  RegistryDecision,
  RegistryEntry,
  RegistryRecord,
} from '../change/changes.ts';
import { change } from '../testing/directories.ts';
import { type FoldState, PARTS_LAPSE_MS, RegistryFold } from './fold.ts';

const DAY = '2026-05-04';
const at = (minutes: number) => new Date(Date.parse(`${DAY}T08:00:00Z`) + minutes * 60_000);

const holiday = (id: string): HolidayEntry => ({
  kind: 'holiday',
  id,
  validFrom: '2026-01-01',
  region: 'ars:990000000000' as RegionId,
  day: '2026-05-01',
  names: { de: 'Maifeiertag' },
  free: true,
});
const rule = (validFrom = '2026-01-01'): RegistryEntry => ({
  kind: 'approval-rule',
  id: 'rule',
  validFrom,
  kinds: ['holiday'],
});
const decision = (decides: string, kind: RegistryDecision['decision'], n = 0): RegistryDecision => ({
  id: `${decides}-${kind}-${n}`,
  by: 'second',
  reason: 'looked at it',
  decides,
  decision: kind,
});
/** The parts of a change of as many entries, one each. */
const partsOf = (of: number): readonly RegistryChange[] => {
  const whole = change(Array.from({ length: of }, (_, n) => holiday(`h${n + 1}`)));
  return whole.puts.map((entry, n) => ({
    ...whole,
    puts: [{ ...entry, id: `${whole.id}-${n + 1}` }],
    part: { n: n + 1, of },
  }));
};
const folded = (records: readonly RegistryRecord[], fold = new RegistryFold(), from = 0): RegistryFold => {
  for (const [n, record] of records.entries()) fold.take(record, from + n + 1, at(from + n));
  return fold;
};
const idsIn = ({ directory }: RegistryFold) => [...directory.entries()].map(({ id }) => id).sort();
const isApproval = (record: RegistryRecord) => 'decision' in record && record.decision === 'approve';
const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('missing');
  return value;
};

/** Parts and decisions of a few changes, in any order, some missing, some more than once. */
const streams = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
  .map((sizes) => sizes.map(partsOf))
  .chain((changes) =>
    fc.record({
      changes: fc.constant(changes),
      records: fc.array(
        fc.oneof(
          { weight: 5, arbitrary: fc.constantFrom<RegistryRecord>(...changes.flat()) },
          {
            weight: 1,
            arbitrary: fc
              .tuple(fc.constantFrom(...changes), fc.boolean(), fc.nat(2))
              .map(([[first], yes, n]) => decision(known(first).id, yes ? 'approve' : 'withdraw', n)),
          },
        ),
        { maxLength: 40 },
      ),
    }),
  );

/** A set is complete where, behind some part 1, the others follow in order without another part 1 between. */
const completes = (records: readonly RegistryRecord[], parts: readonly RegistryChange[]): boolean => {
  const seen = records.flatMap((record) => ('part' in record && record.id === parts[0]?.id ? [record.part?.n] : []));
  return new RegExp(parts.map((_, n) => n + 1).join('[^1]*')).test(seen.join(''));
};

describe('folding the stream of the registry', () => {
  test('puts a change in parts into effect whole or not at all, whatever order its parts come in', () => {
    fc.assert(
      fc.property(streams, ({ changes, records }) => {
        const there = idsIn(folded(records));
        const expected = changes.flatMap((parts) =>
          completes(records, parts) ? parts.flatMap(({ puts }) => puts.map(({ id }) => id)) : [],
        );
        expect(there).toEqual(expected.sort());
      }),
    );
  });

  test('puts a change that needs approval into effect with the first approval, unless it was withdrawn', () => {
    fc.assert(
      fc.property(streams, ({ changes, records }) => {
        const fold = folded([change([rule()]), ...records]);
        for (const parts of changes) {
          const { id } = known(parts[0]);
          const proposed = records.findIndex((_, n) => completes(records.slice(0, n + 1), parts));
          const decided =
            proposed < 0
              ? undefined
              : records.slice(proposed + 1).find((each) => 'decides' in each && each.decides === id);
          expect(fold.directory.editionOfChange(id) !== undefined).toBe(decided !== undefined && isApproval(decided));
          expect(fold.pending().some((pending) => pending.change.id === id)).toBe(
            proposed >= 0 && decided === undefined,
          );
        }
      }),
    );
  });

  test('comes to the same when it goes on from what was laid aside', () => {
    fc.assert(
      fc.property(streams, fc.nat(40), ({ records }, cut) => {
        const all = [change([rule()]), ...records];
        const first = folded(all.slice(0, cut));
        const state: FoldState = JSON.parse(JSON.stringify(first.state()));
        const rest = folded(all.slice(cut), new RegistryFold(first.directory, state), Math.min(cut, all.length));
        const whole = folded(all);
        expect(idsIn(rest)).toEqual(idsIn(whole));
        expect(rest.state()).toEqual(whole.state());
        expect(rest.directory.editions.all()).toEqual(whole.directory.editions.all());
      }),
    );
  });

  test('takes a stream in twice as if once', () => {
    fc.assert(
      fc.property(streams, ({ records }) => {
        const fold = folded(records);
        const [state, editions] = [fold.state(), [...fold.directory.editions.all()]];
        folded(records, fold);
        expect(fold.state()).toEqual(state);
        expect(fold.directory.editions.all()).toEqual(editions);
      }),
    );
  });

  test('gives a set of parts up that got no further for an hour', () => {
    const [one, two] = partsOf(2);
    const fold = new RegistryFold();
    fold.take(known(one), 1, at(0));
    expect(fold.take(known(two), 2, new Date(at(0).getTime() + PARTS_LAPSE_MS + 1))).toBeUndefined();
    expect([fold.incomplete(), idsIn(fold)]).toEqual([[], []]);
  });

  test('asks for approval only from the day on which the rule holds', () => {
    const fold = folded([change([rule('2026-05-05')]), change([holiday('a')])]);
    const next = change([holiday('b')]);
    fold.take(next, 3, new Date('2026-05-04T22:00:00Z'));
    expect(idsIn(fold)).toEqual(['a', 'rule']);
    expect(fold.pending().map(({ kinds }) => kinds)).toEqual([['holiday']]);
    expect(fold.standingOf(next.id)).toEqual({ state: 'pending', edition: 3 });
  });

  test('lets nobody drop a rule in force alone', () => {
    const drop = change([], [{ id: 'rule', validUntil: DAY }]);
    const fold = folded([change([rule()]), drop, change([holiday('a')])]);
    expect(fold.pending()).toHaveLength(2);
    fold.take(decision(drop.id, 'approve'), 4, at(4));
    fold.take(change([holiday('b')]), 5, at(5));
    expect(idsIn(fold)).toEqual(['b', 'rule']);
  });

  test('says of every edition who recorded it, why, and who approved it', () => {
    const proposed = change([holiday('a')], [], { by: 'first', reason: 'the law' });
    const fold = folded([
      change([rule()]),
      proposed,
      decision(proposed.id, 'approve'),
      decision(proposed.id, 'approve', 1),
    ]);
    const facts = [1, 2, 3, 4, 5].map((n) => fold.directory.editions.of(n));
    expect(facts.map((each) => each?.recorded)).toEqual(['change', 'proposal', 'approval', 'nothing', undefined]);
    expect(facts[2]).toEqual({
      edition: 3,
      recordedAt: at(2),
      recorded: 'approval',
      changeId: proposed.id,
      by: 'first',
      reason: 'the law',
      proposedIn: 2,
      decided: { by: 'second', reason: 'looked at it' },
    });
    expect(fold.directory.editionOfEntry('a')).toBe(3);
  });
});
