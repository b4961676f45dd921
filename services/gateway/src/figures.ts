/** Figures and findings for operators. No authority and no message stands in a label. */
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import { type StageTimes, stageTimes } from '@dienstweg/infra/stage-times.ts';
import { EXAMINE_STEPS } from '@dienstweg/schemas/examine/needs.ts';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Refusal } from './answer/refusal.ts';
import type { StepSum } from './examine/step-clock.ts';
import type { LoadedTrust } from './know/trust.ts';

/**
 * Stages of a submission, whose times are added up. `submit` is everything between the whole body and the answer made;
 * `examine` lies within it, waiting for a thread included, and the steps of the threads within that; so does `store`.
 */
export const GATEWAY_STAGES = [
  'receive',
  'submit',
  'examine',
  ...EXAMINE_STEPS.map((step) => `examine-${step}` as const),
  'store',
  'answer',
] as const;
export type GatewayStage = (typeof GATEWAY_STAGES)[number];

/** Where figures of the moment come from. */
export interface FigureSources {
  readonly pool: () => { readonly readyThreads: number; readonly waiting: number };
  /** What the examining threads have spent since the start. */
  readonly spent: () => readonly StepSum[];
  readonly trust: () => LoadedTrust;
  readonly edition: () => number;
}

/** Counted things and the registry they are read from. */
export interface Figures {
  readonly registry: Registry;
  readonly stages: StageTimes<GatewayStage>;
  readonly onAccepted: (repeated: boolean, seconds: number) => void;
  readonly onRefused: (refusal: Refusal) => void;
  readonly onThreadLost: () => void;
}

/** Makes the metrics. */
export const keepFigures = ({ pool, spent, trust, edition }: FigureSources): Figures => {
  const registry = new Registry();
  const registers = [registry];
  const accepted = new Counter({
    name: 'dienstweg_gateway_accepted_total',
    help: 'Submissions answered as accepted',
    labelNames: ['repeated'],
    registers,
  });
  // Looked up once: it is asked for with every message.
  const acceptedFirst = accepted.labels('false');
  const acceptedAgain = accepted.labels('true');
  const refused = new Counter({
    name: 'dienstweg_gateway_refused_total',
    help: 'Requests answered with a problem',
    labelNames: ['code'],
    registers,
  });
  const seconds = new Histogram({
    name: 'dienstweg_gateway_accept_seconds',
    help: 'From the whole body to the answer',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
    registers,
  });
  const lost = new Counter({
    name: 'dienstweg_gateway_examining_threads_lost_total',
    help: 'Examining threads that died or were ended',
    registers,
  });
  new Gauge({
    name: 'dienstweg_gateway_examining_threads',
    help: 'Examining threads ready for work',
    registers,
    collect() {
      this.set(pool().readyThreads);
    },
  });
  new Gauge({
    name: 'dienstweg_gateway_waiting_for_examination',
    help: 'Submissions that wait for a thread',
    registers,
    collect() {
      this.set(pool().waiting);
    },
  });
  new Gauge({
    name: 'dienstweg_gateway_edition',
    help: 'Edition of the directory by which messages are routed',
    registers,
    collect() {
      this.set(edition());
    },
  });
  new Gauge({
    name: 'dienstweg_gateway_revocation_lists',
    help: 'Revocation lists in force, as read last',
    registers,
    collect() {
      this.set(trust().revocationLists);
    },
  });
  new Gauge({
    name: 'dienstweg_gateway_trust_read_timestamp_seconds',
    help: 'When trust anchors and revocation lists were read last',
    registers,
    collect() {
      this.set(trust().at.getTime() / 1000);
    },
  });
  const stages = stageTimes<GatewayStage>(registry, {
    name: 'dienstweg_gateway_stage',
    stages: GATEWAY_STAGES,
    also: () => spent().map(({ step, ...sum }) => ({ stage: `examine-${step}` as const, ...sum })),
  });
  return {
    registry,
    stages,
    onAccepted: (repeated, took) => {
      (repeated ? acceptedAgain : acceptedFirst).inc();
      seconds.observe(took);
    },
    onRefused: ({ code }) => refused.inc({ code }),
    onThreadLost: () => lost.inc(),
  };
};

/** What stands against readiness. */
export const findingsOf = (state: {
  readonly isListening: boolean;
  readonly isConnected: boolean;
  readonly isIndexTooFar: boolean;
  readonly readyThreads: number;
  readonly crlsDueAt: Date | undefined;
  /** What is said of the directory while the bus is away. */
  readonly heldEdition: () => Finding;
  readonly now: Date;
}): readonly Finding[] => [
  ...(state.isListening
    ? []
    : [
        {
          code: 'not-listening',
          severity: 'error' as const,
          text: 'The gateway is starting or stopping: its port takes no messages.',
          remedy: 'Wait a second; if it lasts, read the log of the gateway.',
        },
      ]),
  ...(state.isConnected
    ? []
    : [
        {
          code: 'bus-lost',
          severity: 'error' as const,
          text: 'The bus cannot be reached: messages are answered with 503.',
          remedy: 'Look at nats-server; the gateway goes on by itself when it is back.',
        },
        state.heldEdition(),
      ]),
  ...(state.isIndexTooFar
    ? [
        {
          code: 'index-behind',
          severity: 'error' as const,
          text: 'The index of accepted messages is not built yet, or lags: messages are answered with 503.',
          remedy: 'Wait; it catches up by itself. If it lasts, look at disk and load of the machine.',
        },
      ]
    : []),
  ...(state.readyThreads > 0
    ? []
    : [
        {
          code: 'no-examining-thread',
          severity: 'error' as const,
          text: 'No examining thread is ready.',
          remedy: 'Wait a second; if it lasts, read the log of the gateway.',
        },
      ]),
  ...(state.crlsDueAt !== undefined && state.crlsDueAt <= state.now
    ? [
        {
          code: 'revocation-list-due',
          severity: 'warning' as const,
          text: `A revocation list should have been renewed at ${state.crlsDueAt.toISOString()}.`,
          remedy: 'Run `dienstweg cert crl`; after the grace every certificate is refused.',
        },
      ]
    : []),
];
