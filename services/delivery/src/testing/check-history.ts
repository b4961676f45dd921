/** Histories drawn at random, and what must hold of each: by oracles of its own, not by the decisions themselves. */
import fc from 'fast-check';
import {
  HEALED_AT,
  type History,
  type Scenario,
  SIMULATED_CIRCUIT,
  SIMULATED_RETRY,
  type SimulatedPush,
} from './simulation.ts';

const seconds = (max: number) => fc.integer({ min: 0, max });
const rarely = fc.constantFrom(0, 0, 0.1, 0.4);
/** Histories to live through. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record(
    {
      deliveries: fc.array(
        fc.record(
          {
            acceptedAt: seconds(600),
            notBefore: seconds(1800),
            obsoleteAfter: seconds(7200),
            deadline: seconds(9000),
            ordered: fc.boolean(),
            refused: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
          },
          { requiredKeys: ['acceptedAt', 'ordered', 'refused'] },
        ),
        { minLength: 1, maxLength: 4 },
      ),
      recipient: fc.array(
        fc.record({ from: seconds(HEALED_AT), does: fc.constantFrom('take', 'fail', 'hang', 'busy') }),
        { maxLength: 4 },
      ),
      maintenance: fc
        .tuple(seconds(3600), fc.integer({ min: 1, max: 3600 }))
        .map(([from, length]) => ({ from, until: from + length })),
      perMinute: fc.integer({ min: 1, max: 20 }),
      concurrent: fc.integer({ min: 1, max: 3 }),
      crashes: fc.array(seconds(3600), { maxLength: 3 }),
      wipes: fc.array(seconds(3600), { maxLength: 2 }),
      fetches: fc.array(fc.record({ at: seconds(3600), delivery: fc.nat(3) }), { maxLength: 1 }),
      chances: fc.record({
        lostAck: rarely,
        unavailable: rarely,
        lostTimer: rarely,
        doubledTimer: rarely,
        redelivered: rarely,
        diesTold: fc.constantFrom(0, 0, 0.1, 0.3),
      }),
      seed: fc.integer(),
    },
    { requiredKeys: ['deliveries', 'recipient', 'concurrent', 'crashes', 'wipes', 'fetches', 'chances', 'seed'] },
  )
  .map(({ recipient, deliveries, ...scenario }) => ({
    ...scenario,
    recipient: recipient.toSorted((a, b) => a.from - b.from) as Scenario['recipient'],
    deliveries: deliveries.toSorted((a, b) => a.acceptedAt - b.acceptedAt),
  }));

const endsOf = (history: History, n: number): readonly string[] => [
  ...new Set(history.told.filter(({ delivery }) => delivery === n).map(({ end }) => end)),
];

/** Everything that must hold of a history; the first thing that does not, in words. */
export const faultIn = (scenario: Scenario, history: History): string | undefined => {
  const { pushes, written, entries, putDown } = history;
  for (const [n, delivery] of scenario.deliveries.entries()) {
    const standing = entries[n]?.standing.state;
    const ends = endsOf(history, n);
    if (!putDown[n]) return `message ${n} was never put down`;
    if (standing === 'waiting') return `delivery ${n} never ended`;
    if (standing === undefined && ends.length === 0) return `delivery ${n} was lost`;
    if (standing !== undefined && !ends.includes(endOf(standing, entries[n]))) return `the end of ${n} was not told`;
    const own = written.filter((one) => one.delivery === n);
    // what its reader fetched in that moment is told by somebody else
    if (ends.length > 1 && scenario.fetches.length === 0)
      return `delivery ${n} was told to have ended as ${ends.join(' and ')}`;
    const last = own.findIndex(({ entry }) => entry.standing.state === 'ended');
    if (last !== -1 && last < own.length - 1) return `delivery ${n} went on after its end`;
    const mine = pushes.filter((push) => push.delivery === n);
    // a push that was under way in a crash, or whose message came again before it had an entry, is not counted
    if (mine.length > SIMULATED_RETRY.mostAttempts + scenario.crashes.length + unrecorded(mine, own.length))
      return `delivery ${n} was pushed ${mine.length} times`;
    for (const { begun } of mine) {
      if (delivery.notBefore !== undefined && begun < delivery.notBefore * 1000)
        return `${n} was pushed before its time`;
      if (delivery.obsoleteAfter !== undefined && begun >= delivery.obsoleteAfter * 1000)
        return `${n} was pushed when nobody wanted it any more`;
      const { maintenance } = scenario;
      if (maintenance && begun >= maintenance.from * 1000 && begun < maintenance.until * 1000)
        return `${n} was pushed in maintenance`;
    }
  }
  return (
    circuitFault(pushes) ?? rateFault(scenario, pushes) ?? slotFault(scenario, pushes) ?? orderFault(scenario, history)
  );
};

const endOf = (standing: string, entry: History['entries'][number]): string =>
  standing === 'ended' && entry?.standing.state === 'ended' ? entry.standing.outcome : standing;

const unrecorded = (pushes: readonly SimulatedPush[], written: number): number =>
  written === 0 ? pushes.length : pushes.filter(({ verdict }) => verdict === 'handed-over').length;

/** With so many failures in a row the circuit opens: nothing is begun until its first opening is over. */
const circuitFault = (pushes: readonly SimulatedPush[]): string | undefined => {
  const inRow = new Map<number, number>();
  for (const push of pushes.toSorted((a, b) => a.ended - b.ended)) {
    const failures = push.verdict === 'try-again' ? (inRow.get(push.process) ?? 0) + 1 : 0;
    inRow.set(push.process, failures);
    if (failures !== SIMULATED_CIRCUIT.opensAfterFailures) continue;
    const early = pushes.find(
      ({ begun, process }) =>
        process === push.process && begun > push.ended && begun < push.ended + SIMULATED_CIRCUIT.firstOpeningMs,
    );
    if (early !== undefined) return `a push at ${early.begun} through the circuit opened at ${push.ended}`;
  }
  return undefined;
};

const rateFault = ({ perMinute }: Scenario, pushes: readonly SimulatedPush[]): string | undefined => {
  if (perMinute === undefined || perMinute === 1) return undefined;
  for (const { begun, process } of pushes) {
    const within = pushes.filter((one) => one.process === process && one.begun >= begun && one.begun < begun + 60_000);
    if (within.length > perMinute) return `${within.length} pushes within the minute from ${begun}`;
  }
  return undefined;
};

const slotFault = ({ concurrent }: Scenario, pushes: readonly SimulatedPush[]): string | undefined => {
  for (const { begun, process } of pushes) {
    const atOnce = pushes.filter((one) => one.process === process && one.begun <= begun && one.ended > begun);
    if (atOnce.length > concurrent) return `${atOnce.length} pushes at the same time`;
  }
  return undefined;
};

/** An ordered delivery is pushed only when every earlier one of its conversation has ended. */
const orderFault = ({ deliveries }: Scenario, { pushes, told }: History): string | undefined => {
  for (const [n, { ordered }] of deliveries.entries()) {
    if (!ordered) continue;
    const first = Math.min(...pushes.filter(({ delivery }) => delivery === n).map(({ begun }) => begun));
    for (const [earlier, { ordered: also }] of deliveries.slice(0, n).entries()) {
      if (!also || !Number.isFinite(first)) continue;
      const end = Math.min(...told.filter(({ delivery }) => delivery === earlier).map(({ at }) => at));
      const taken = pushes.some(
        ({ delivery, verdict, ended }) => delivery === earlier && verdict === 'handed-over' && ended <= first,
      );
      if (end > first && !taken) return `${n} was pushed at ${first}, ${earlier} ended at ${end}`;
    }
  }
  return undefined;
};
