/** Figures every process has. Names are `dienstweg_…` with their unit; labels come from closed sets, never from messages. */
import { X509Certificate } from 'node:crypto';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Finding } from './ops-server.ts';

/** A figure of the moment, asked for at each reading; left out while there is none. */
export const gauge = (registry: Registry, name: string, help: string, value: () => number | undefined): void => {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      const now = value();
      if (now === undefined) this.remove();
      else this.set(now);
    },
  });
};

/** Figures of the moment by one label, whose values are those given at each reading. */
export const gaugeBy = <L extends string>(
  registry: Registry,
  name: string,
  help: string,
  label: L,
  values: () => Readonly<Record<string, number>>,
): void => {
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [of, value] of Object.entries(values())) this.set({ [label]: of } as Record<L, string>, value);
    },
  });
};

/** Until when the first certificate of each PEM text holds. */
export const certificateFigures = (registry: Registry, certificates: Readonly<Record<string, string>>): void => {
  const until = Object.fromEntries(
    Object.entries(certificates).map(([name, pem]) => [name, new X509Certificate(pem).validToDate.getTime() / 1000]),
  );
  gaugeBy(
    registry,
    'dienstweg_certificate_expiry_timestamp_seconds',
    'Until when each certificate of this node holds, in seconds since 1970',
    'certificate',
    () => until,
  );
};

/** How often the delay of the event loop is measured: seldom enough to wake nobody for nothing. */
const RESOLUTION_MS = 50;

/** Adds CPU, memory, event loop and findings of this process. Put down with the process. */
export const processFigures = (registry: Registry, readiness: () => readonly Finding[]): Disposable => {
  const startedAt = Math.round(performance.timeOrigin) / 1000;
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let before = performance.eventLoopUtilization();
  new Counter({
    name: 'dienstweg_process_cpu_seconds_total',
    help: 'CPU time of this process, all its threads',
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  gauge(registry, 'dienstweg_process_resident_memory_bytes', 'Memory of this process', () => process.memoryUsage.rss());
  gauge(registry, 'dienstweg_process_start_time_seconds', 'When this process began', () => startedAt);
  gauge(
    registry,
    'dienstweg_event_loop_busy_ratio',
    'Share of time the event loop worked since the last reading, 0 to 1',
    () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      return utilization;
    },
  );
  gaugeBy(
    registry,
    'dienstweg_event_loop_delay_seconds',
    'By how much the event loop came late since the last reading, by quantile',
    'quantile',
    () => {
      const late = (ns: number): number => Math.max(0, ns / 1e9 - RESOLUTION_MS / 1e3);
      const seen =
        delay.count === 0
          ? {}
          : { 0.5: late(delay.percentile(50)), 0.99: late(delay.percentile(99)), 1: late(delay.max) };
      delay.reset();
      return seen;
    },
  );
  gauge(registry, 'dienstweg_ready', 'Whether the process does its work: 1, or 0 while a finding is an error', () =>
    readiness().every(({ severity }) => severity !== 'error') ? 1 : 0,
  );
  new Gauge({
    name: 'dienstweg_finding',
    help: 'What an operator should know, 1 while it is so; in words at /readyz',
    labelNames: ['code', 'severity'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { code, severity } of readiness()) this.set({ code, severity }, 1);
    },
  });
  return { [Symbol.dispose]: () => void delay.disable() };
};
