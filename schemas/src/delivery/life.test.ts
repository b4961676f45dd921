import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AuthorityId, DeliveryId, MessageId } from '../identifiers.ts';
import type { DeliveryEntry } from './entry.ts';
import { advanceDelivery, type DeliveryStep, isOpen } from './life.ts';

const fresh: DeliveryEntry = {
  deliveryId: '00000000-0000-8000-8000-000000000001' as DeliveryId,
  author: 'dvdv:xga:990101000000' as AuthorityId,
  messageId: '00000000-0000-4000-8000-000000000002' as MessageId,
  messageSequence: 7,
  reader: 'oin:00000099000000000001' as AuthorityId,
  role: 'responsible',
  parts: ['core'],
  standing: { state: 'waiting', nextAttemptAt: '2026-11-01T10:00:00.000Z' },
  attempts: 0,
  round: 0,
  acceptedAt: '2026-11-01T10:00:00.000Z',
};

const instant = fc
  .date({
    min: new Date('2026-11-01T10:00:00Z'),
    max: new Date('2027-11-01T10:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());
const failure = fc.constantFrom('recipient-busy' as const, 'recipient-refused' as const);
const step: fc.Arbitrary<DeliveryStep> = fc.oneof(
  fc.record({
    step: fc.constant('attempt-failed' as const),
    at: instant,
    code: failure,
    nextAttemptAt: instant,
  }),
  fc.record({ step: fc.constant('held' as const), nextAttemptAt: instant }),
  fc.record({ step: fc.constant('handed-over' as const), at: instant }),
  fc.record({ step: fc.constant('laid-into-mailbox' as const), at: instant }),
  fc.record({ step: fc.constantFrom('reminded' as const, 'escalated' as const), at: instant }),
  fc.record({ step: fc.constant('fetched' as const), at: instant }),
  fc.record({ step: fc.constant('expired' as const), at: instant }),
  fc.record({
    step: fc.constant('dead-lettered' as const),
    at: instant,
    code: failure,
    detail: fc.constant('404'),
    attempted: fc.boolean(),
  }),
  fc.record({ step: fc.constant('replayed' as const), at: instant }),
);

/** Every entry on the way of a history, with the step that led to it; refused steps leave no trace. */
const live = (steps: readonly DeliveryStep[]) => {
  const way: {
    before: DeliveryEntry;
    step: DeliveryStep;
    after: DeliveryEntry;
  }[] = [];
  let entry = fresh;
  for (const next of steps) {
    const advance = advanceDelivery(entry, next);
    if (!advance.ok) continue;
    way.push({ before: entry, step: next, after: advance.entry });
    entry = advance.entry;
  }
  return way;
};

describe('life of a delivery', () => {
  test('what has ended takes no further step', () => {
    fc.assert(
      fc.property(fc.array(step), step, (steps, late) => {
        const last = live(steps).at(-1)?.after ?? fresh;
        if (last.standing.state === 'ended') expect(advanceDelivery(last, late).ok).toBe(false);
      }),
    );
  });

  test('only a replay brings a dead letter back, in a new round from attempt 0', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        for (const { before, step: taken, after } of live(steps)) {
          expect(after.round - before.round).toBe(taken.step === 'replayed' ? 1 : 0);
          if (before.standing.state === 'dead-letter') {
            expect(taken.step).toBe('replayed');
            expect(after).toMatchObject({
              attempts: 0,
              standing: { state: 'waiting' },
            });
            expect(after).not.toHaveProperty('firstFailureAt');
          }
        }
      }),
    );
  });

  test('attempts are counted exactly when one was made, and the first failure of a round is kept', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        for (const { before, step: taken, after } of live(steps)) {
          const made =
            taken.step === 'attempt-failed' ||
            taken.step === 'handed-over' ||
            (taken.step === 'dead-lettered' && taken.attempted);
          if (taken.step !== 'replayed') expect(after.attempts - before.attempts).toBe(made ? 1 : 0);
          if (before.firstFailureAt !== undefined && taken.step !== 'replayed')
            expect(after.firstFailureAt).toBe(before.firstFailureAt);
        }
      }),
    );
  });

  test('whose delivery it is never changes', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const last = live(steps).at(-1)?.after ?? fresh;
        const { deliveryId, author, messageId, messageSequence, reader } = fresh;
        expect(last).toMatchObject({
          deliveryId,
          author,
          messageId,
          messageSequence,
          reader,
        });
      }),
    );
  });

  test('a mailbox entry ends by being fetched, and cannot be fetched twice', () => {
    const at = '2026-11-02T08:00:00.000Z';
    const laid = advanceDelivery(fresh, { step: 'laid-into-mailbox', at });
    if (!laid.ok) throw new Error('refused');
    expect(isOpen(laid.entry)).toBe(true);
    const fetched = advanceDelivery(laid.entry, { step: 'fetched', at });
    if (!fetched.ok) throw new Error('refused');
    expect(fetched.entry.standing).toEqual({
      state: 'ended',
      at,
      outcome: 'handed-over',
      via: 'mailbox',
    });
    expect(advanceDelivery(fetched.entry, { step: 'fetched', at })).toEqual({
      ok: false,
      standing: 'ended',
      step: 'fetched',
    });
  });

  test('a reader is to be reminded, and somebody else told, once each, by the days of the type', () => {
    const at = '2026-11-02T08:00:00.000Z';
    const laid = advanceDelivery({ ...fresh, remindAfterDays: 1 }, { step: 'laid-into-mailbox', at });
    if (!laid.ok) throw new Error('refused');
    expect(laid.entry.standing).toMatchObject({
      remindAt: '2026-11-03T08:00:00.000Z',
      escalateAt: '2026-11-09T08:00:00.000Z',
    });
    const reminded = advanceDelivery(laid.entry, { step: 'reminded', at });
    if (!reminded.ok) throw new Error('refused');
    expect(reminded.entry.standing).toEqual({ state: 'in-mailbox', since: at, escalateAt: '2026-11-09T08:00:00.000Z' });
    const escalated = advanceDelivery(reminded.entry, { step: 'escalated', at });
    expect(escalated).toMatchObject({ ok: true, entry: { standing: { state: 'in-mailbox', since: at } } });
    if (escalated.ok) expect(escalated.entry.standing).toEqual({ state: 'in-mailbox', since: at });
  });

  test('what its reader fetched while it waited is not attempted any more, and counts no attempt', () => {
    const at = '2026-11-02T08:00:00.000Z';
    const fetched = advanceDelivery({ ...fresh, attempts: 2 }, { step: 'fetched', at });
    expect(fetched).toMatchObject({ ok: true, entry: { attempts: 2, standing: { state: 'ended', via: 'mailbox' } } });
    if (fetched.ok) expect(isOpen(fetched.entry)).toBe(false);
  });
});
