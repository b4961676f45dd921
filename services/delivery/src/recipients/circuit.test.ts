import { describe, expect, test } from '@jest/globals';
import { answeredCircuit, type Circuit, CLOSED, enterCircuit, failedCircuit } from './circuit.ts';

const policy = {
  opensAfterFailures: 3,
  firstOpeningMs: 1_000,
  longestOpeningMs: 4_000,
};
const failTimes = (times: number, at = 0): Circuit => {
  let circuit = CLOSED;
  for (let n = 0; n < times; n += 1) circuit = failedCircuit(circuit, at, policy);
  return circuit;
};

describe('circuit of a reader', () => {
  test('opens after failures in a row, and an answer in between starts the count over', () => {
    expect(enterCircuit(failTimes(2), 0).open).toBe(false);
    expect(enterCircuit(failTimes(3), 0)).toEqual({ open: true, until: 1_000, probing: false });
    expect(failedCircuit(answeredCircuit(), 0, policy)).toEqual({
      state: 'closed',
      failures: 1,
    });
  });

  test('lets exactly one probe through when its time is over', () => {
    const probe = enterCircuit(failTimes(3), 1_000);
    if (probe.open) throw new Error('still open');
    expect(enterCircuit(probe.circuit, 1_001).open).toBe(true);
  });

  test('stays open longer after each failed probe, up to its limit', () => {
    let circuit = failTimes(3);
    const lengths: number[] = [];
    for (let now = 1_000; lengths.length < 4; ) {
      const probe = enterCircuit(circuit, now);
      if (probe.open) throw new Error('still open');
      circuit = failedCircuit(probe.circuit, now, policy);
      if (circuit.state !== 'open') throw new Error(circuit.state);
      lengths.push(circuit.until - now);
      now = circuit.until;
    }
    expect(lengths).toEqual([2_000, 4_000, 4_000, 4_000]);
  });

  test('a recipient that asks to be left alone is left alone at once', () => {
    expect(enterCircuit(failedCircuit(CLOSED, 0, policy, 30_000), 29_999)).toEqual({
      open: true,
      until: 30_000,
      probing: false,
    });
  });

  test('late failures of attempts made before it opened do not lengthen the opening', () => {
    expect(failTimes(20)).toEqual(failTimes(3));
  });
});
