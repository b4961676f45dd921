/** The figures of the service, as Prometheus reads them. */
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import { type StageTimes, stageTimes } from '@dienstweg/infra/stage-times.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Standings } from '../hold/standings.ts';

/** `message`: from its arrival until each of its readers is taken care of; `record`: until events are durable, within that. */
export const DELIVERY_STAGES = ['message', 'record'] as const;

/** Counters and gauges of the service. */
export interface Figures {
  readonly registry: Registry;
  readonly stages: StageTimes<(typeof DELIVERY_STAGES)[number]>;
  count(events: readonly DienstwegEvent[]): void;
  /** A push took so long. */
  onPushed(tookMs: number): void;
}

/** Figures over what is told and what stands in `DELIVERIES`. */
export const figuresOf = (standings: Standings, inFlight: () => number, edition: () => number): Figures => {
  const registry = new Registry();
  const told = new Counter({
    name: 'dienstweg_delivery_events_total',
    help: 'Steps of deliveries, by type and problem code.',
    labelNames: ['type', 'code'],
    registers: [registry],
  });
  const pushed = new Histogram({
    name: 'dienstweg_delivery_push_seconds',
    help: 'How long pushes to recipients took, whatever came of them',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 20],
    registers: [registry],
  });
  new Gauge({
    name: 'dienstweg_delivery_standing',
    help: 'Deliveries that have an entry, by state.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(standings.counts())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'dienstweg_delivery_edition',
    help: 'Edition of the directory by which deliveries find their readers.',
    registers: [registry],
    collect() {
      this.set(edition());
    },
  });
  new Gauge({
    name: 'dienstweg_delivery_messages_in_flight',
    help: 'Messages taken from the stream and not yet put down.',
    registers: [registry],
    collect() {
      this.set(inFlight());
    },
  });
  return {
    registry,
    onPushed: (tookMs) => pushed.observe(tookMs / 1000),
    stages: stageTimes(registry, { name: 'dienstweg_delivery_stage', stages: DELIVERY_STAGES }),
    count: (events) => {
      for (const event of events) told.inc({ type: event.type, code: 'code' in event ? event.code : '' });
    },
  };
};

/** A writer of events whose events are counted when they are durable. */
export const counted = (events: EventWriter, count: Figures['count']): EventWriter => ({
  record: async (happened) => {
    await events.record(happened);
    count(happened);
  },
  [Symbol.asyncDispose]: () => events[Symbol.asyncDispose](),
});
