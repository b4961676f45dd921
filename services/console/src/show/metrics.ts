/** What services count, read from their operations ports: only the few figures that a page shows. */
import type { Operations } from '../api/shapes/operations.ts';

/** Figures of other processes. What does not answer has none. */
export type MetricReader = () => Promise<Pick<Operations, 'timers' | 'workers' | 'limits'>>;

const ANSWER_MS = 2_000;
const LINE = /^([a-z_]+)(?:\{([^}]*)\})? ([-+0-9.e]+|NaN)$/gim;

/** Name (with labels as written) → value, of a text of Prometheus. */
export const readFigures = (text: string): ReadonlyMap<string, number> =>
  new Map(
    [...text.matchAll(LINE)].map(([, name = '', labels, value]) => [
      labels === undefined ? name : `${name}{${labels}}`,
      Number(value),
    ]),
  );

const figuresAt = async (address: string | undefined): Promise<ReadonlyMap<string, number>> => {
  if (address === undefined) return new Map();
  try {
    const response = await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return response.ok ? readFigures(await response.text()) : new Map();
  } catch {
    return new Map();
  }
};

/** Reads delivery and gateway. */
export const metricReader =
  (services: Readonly<Record<string, string>>): MetricReader =>
  async () => {
    const [delivery, gateway] = await Promise.all([figuresAt(services.delivery), figuresAt(services.gateway)]);
    const of = (figures: ReadonlyMap<string, number>, name: string): number => figures.get(name) ?? 0;
    return {
      timers: {
        waiting: of(delivery, 'dienstweg_delivery_timers'),
        late: of(delivery, 'dienstweg_delivery_timers_late'),
        reachable: of(delivery, 'dienstweg_delivery_timers_reachable') === 1,
      },
      workers: [
        {
          name: 'gateway-examining',
          ready: of(gateway, 'dienstweg_gateway_examining_threads'),
          waiting: of(gateway, 'dienstweg_gateway_waiting_for_examination'),
        },
        {
          name: 'delivery-pushing',
          ready: of(delivery, 'dienstweg_delivery_pushes_underway'),
          waiting: of(delivery, 'dienstweg_delivery_waiting_for_slot'),
        },
        {
          name: 'delivery-retrying',
          ready: of(delivery, 'dienstweg_delivery_workers_busy'),
          waiting: of(delivery, 'dienstweg_delivery_in_line'),
        },
      ],
      limits: [],
    };
  };
