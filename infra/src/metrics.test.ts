import { describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { gauge, gaugeBy } from './metrics.ts';
import { type Finding, startOpsServer } from './ops-server.ts';

const late: Finding = { code: 'timers-late', severity: 'warning', text: 'late', remedy: 'wait' };
const lost: Finding = { code: 'bus-lost', severity: 'error', text: 'lost', remedy: 'start it' };

const read = async (metrics: Registry, findings: readonly Finding[]): Promise<string> => {
  await using ops = await startOpsServer({ port: 0, name: 'x', metrics, readiness: () => findings });
  return (await fetch(`http://127.0.0.1:${ops.port}/metrics`)).text();
};

describe('the figures of a process', () => {
  test('say how it works: memory, CPU, how late its event loop is', async () => {
    const text = await read(new Registry(), []);
    const figure = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
    expect(figure('dienstweg_process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(figure('dienstweg_process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(figure('dienstweg_process_start_time_seconds')).toBeLessThan(Date.now() / 1000);
    expect(figure('dienstweg_event_loop_busy_ratio')).toBeGreaterThanOrEqual(0);
  });

  test('say whether it is ready, and what of its findings stands', async () => {
    expect(await read(new Registry(), [late])).toMatch(/^dienstweg_ready 1$/m);
    const text = await read(new Registry(), [late, lost]);
    expect(text).toMatch(/^dienstweg_ready 0$/m);
    expect(text).toContain('dienstweg_finding{code="bus-lost",severity="error"} 1');
  });

  test('leave out what is not there, and forget what is gone', async () => {
    const metrics = new Registry();
    let by: Record<string, number> = { a: 1, b: 2 };
    gauge(metrics, 'dienstweg_absent', 'never there', () => undefined);
    gaugeBy(metrics, 'dienstweg_by', 'by label', 'of', () => by);
    expect(await metrics.metrics()).toContain('dienstweg_by{of="b"} 2');
    by = { a: 1 };
    const text = await metrics.metrics();
    expect(text).not.toContain('of="b"');
    expect(text).not.toMatch(/^dienstweg_absent /m);
  });
});
