/** Figures of how this process works: circuits, queues, workers, timers, its own certificates. No reader stands in a label. */
import { certificateFigures, gauge, gaugeBy } from '@dienstweg/infra/metrics.ts';
import type { Registry } from 'prom-client';
import type { Deliveries } from '../deliver.ts';
import type { Keys } from '../identity.ts';
import type { Recipients } from '../recipients/recipients.ts';
import type { Timers } from '../schedule/timers.ts';

/** Where they are read. */
export interface WorkFigureSources {
  readonly recipients: Pick<Recipients, 'circuits' | 'pushes'>;
  readonly deliveries: Pick<Deliveries, 'load'>;
  readonly timers: Pick<Timers, 'isReady' | 'count'>;
  readonly timersLate: () => number;
  readonly stalls: () => number;
  readonly keys: Pick<Keys, 'tlsChain' | 'receiptChain'>;
}

/** Adds them. */
export const workFigures = (
  registry: Registry,
  { recipients, deliveries, timers, timersLate, stalls, keys }: WorkFigureSources,
): void => {
  gaugeBy(
    registry,
    'dienstweg_delivery_circuits',
    'Recipients spoken to lately, by the state of their circuit',
    'state',
    () => recipients.circuits(),
  );
  gauge(registry, 'dienstweg_delivery_pushes_underway', 'Pushes on their way', () => recipients.pushes().underway);
  gauge(
    registry,
    'dienstweg_delivery_waiting_for_slot',
    'First attempts that wait for a free slot of their recipient',
    () => recipients.pushes().waiting,
  );
  gauge(
    registry,
    'dienstweg_delivery_in_line',
    'Deliveries that are due and stand in line',
    () => deliveries.load().inLine,
  );
  gauge(registry, 'dienstweg_delivery_workers_busy', 'Workers at deliveries in line', () => deliveries.load().working);
  gauge(registry, 'dienstweg_delivery_timers', 'Timers that stand in Redis', () => timers.count());
  gauge(registry, 'dienstweg_delivery_timers_reachable', 'Whether Redis can be reached, 1 or 0', () =>
    timers.isReady() ? 1 : 0,
  );
  gauge(
    registry,
    'dienstweg_delivery_timers_late',
    'Deliveries that were due and whose timers did not come',
    timersLate,
  );
  gauge(
    registry,
    'dienstweg_delivery_consumer_stalls',
    'How often within ten minutes messages waited in the stream and none came',
    stalls,
  );
  certificateFigures(registry, { tls: keys.tlsChain, receipt: keys.receiptChain });
};
