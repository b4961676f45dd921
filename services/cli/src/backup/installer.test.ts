import { expect, test } from '@jest/globals';
import { refuseAbandoned } from './installer.ts';

const left = { name: 'gateway', ready: true, pid: 1, memoryMb: 0, restarts: 0 };

test('what a killed launcher left running is not ended by whoever only wants the home', () => {
  expect(() => refuseAbandoned({ running: false, services: [left] })).toThrow(
    expect.objectContaining({
      problem: expect.objectContaining({ remedy: expect.stringContaining('dienstweg down') }),
    }),
  );
  expect(() => refuseAbandoned({ running: true, services: [left] })).not.toThrow();
  expect(() => refuseAbandoned({ running: false, services: [] })).not.toThrow();
});
