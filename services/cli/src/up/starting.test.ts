import { expect, test } from '@jest/globals';
import { startingFindings } from './starting.ts';

const process = (name: string, ready: boolean) => ({ name, ready, pid: 7, memoryMb: 60, restarts: 0 });
const silent = { code: 'service-silent', severity: 'error', text: 'gateway does not answer.', remedy: '' } as const;
const full = { code: 'disk-full', severity: 'error', text: 'registry: no room', remedy: '' } as const;

test('who does not answer while everything is being brought up is told as a start, afterwards as what it is', () => {
  const home = { logs: 'logs' };
  const starting = [process('launcher', false), process('registry', true), process('gateway', false)];
  expect(startingFindings(home, starting, [silent, full])).toEqual([
    expect.objectContaining({ code: 'starting', severity: 'warning', text: expect.stringContaining('1 processes') }),
    full,
  ]);
  expect(startingFindings(home, [], [silent]).map(({ code }) => code)).toEqual(['starting']);
  const brought = [process('launcher', true), process('registry', true), process('gateway', false)];
  expect(startingFindings(home, brought, [silent, full])).toEqual([silent, full]);
});
