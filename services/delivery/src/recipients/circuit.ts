/** The circuit breaker of one reader. Pure: the circuit is a value, time is passed in. */

/** When a circuit opens and for how long. */
export interface CircuitPolicy {
  /** Failures in a row that open it. */
  readonly opensAfterFailures: number;
  /** Length of the first opening; it doubles with each failed probe. */
  readonly firstOpeningMs: number;
  readonly longestOpeningMs: number;
}

export const DEFAULT_CIRCUIT_POLICY: CircuitPolicy = {
  opensAfterFailures: 5,
  firstOpeningMs: 2_000,
  longestOpeningMs: 5 * 60_000,
};

/** Times are milliseconds of one and the same clock. `openings` counts those in a row, for the length of the next. */
export type Circuit =
  | { readonly state: 'closed'; readonly failures: number }
  | {
      readonly state: 'open';
      readonly until: number;
      readonly openings: number;
    }
  /** One attempt is on its way to find out. Should it get lost, the next may go at `until`. */
  | {
      readonly state: 'probing';
      readonly until: number;
      readonly openings: number;
    };

export const CLOSED: Circuit = { state: 'closed', failures: 0 };

/** Longest time a probe is waited for before another is let through. */
const PROBE_LIMIT_MS = 60_000;
/** When to ask again while a probe is on its way. */
const PROBE_PAUSE_MS = 1_000;

/** Whether an attempt may be made now; when it may, the circuit that stands while it is on its way. */
export const enterCircuit = (
  circuit: Circuit,
  now: number,
):
  | { readonly open: false; readonly circuit: Circuit }
  | { readonly open: true; readonly until: number; readonly probing: boolean } => {
  if (circuit.state === 'closed') return { open: false, circuit };
  if (now < circuit.until)
    return {
      open: true,
      until: circuit.state === 'probing' ? Math.min(circuit.until, now + PROBE_PAUSE_MS) : circuit.until,
      probing: circuit.state === 'probing',
    };
  return {
    open: false,
    circuit: {
      state: 'probing',
      until: now + PROBE_LIMIT_MS,
      openings: circuit.openings,
    },
  };
};

/** The recipient answered (also with a refusal of this one message): it is there. */
export const answeredCircuit = (): Circuit => CLOSED;

/** The recipient failed. `notBefore`: it asked to be left alone until then. */
export const failedCircuit = (circuit: Circuit, now: number, policy: CircuitPolicy, notBefore?: number): Circuit => {
  const openings = circuit.state === 'closed' ? 0 : circuit.openings;
  const failures = circuit.state === 'closed' ? circuit.failures + 1 : undefined;
  if (notBefore !== undefined && notBefore > now) return { state: 'open', until: notBefore, openings: openings + 1 };
  if (failures !== undefined && failures < policy.opensAfterFailures) return { state: 'closed', failures };
  // Failures of attempts that were on their way before it opened do not lengthen the opening.
  if (circuit.state === 'open' && now < circuit.until) return circuit;
  const length = Math.min(policy.firstOpeningMs * 2 ** openings, policy.longestOpeningMs);
  return { state: 'open', until: now + length, openings: openings + 1 };
};
