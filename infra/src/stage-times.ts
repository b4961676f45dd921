/** How long the stages of a way take, added up: two additions a passage, so that it may stand on the hottest way. */
import { Counter, type Registry } from 'prom-client';

/** What a stage came to. */
export interface StageSum<S extends string> {
  readonly stage: S;
  readonly ms: number;
  readonly passages: number;
}

/** Sums by stage; whoever wants a mean takes two readings. */
export interface StageTimes<S extends string> {
  /** Adds one passage of a stage, milliseconds. */
  add(stage: S, ms: number): void;
  /** The same function, its time until it settles counted as a stage. */
  timed<A extends readonly unknown[], R>(stage: S, work: (...all: A) => Promise<R>): (...all: A) => Promise<R>;
}

/** What is kept under which name. */
export interface StageNames<S extends string> {
  readonly name: string;
  readonly stages: readonly S[];
  /** Sums that somebody else keeps, read when the figures are. */
  readonly also?: () => readonly StageSum<S>[];
}

/** Two counters, `<name>_seconds_total` and `<name>_passages_total`, with the label `stage`. */
export const stageTimes = <S extends string>(
  registry: Registry,
  { name, stages, also = () => [] }: StageNames<S>,
): StageTimes<S> => {
  const sums = new Map(stages.map((stage) => [stage, { stage, ms: 0, passages: 0 }]));
  const counter = (unit: string, help: string, read: (sum: StageSum<S>) => number): void => {
    new Counter({
      name: `${name}_${unit}_total`,
      help,
      labelNames: ['stage'],
      registers: [registry],
      collect() {
        this.reset();
        for (const sum of [...sums.values(), ...also()]) this.inc({ stage: sum.stage }, read(sum));
      },
    });
  };
  counter('seconds', 'Time spent in each stage, waiting included', ({ ms }) => ms / 1000);
  counter('passages', 'How often each stage was passed', ({ passages }) => passages);

  const add = (stage: S, ms: number): void => {
    const sum = sums.get(stage);
    if (sum === undefined) return;
    sum.ms += ms;
    sum.passages += 1;
  };
  return {
    add,
    timed:
      (stage, work) =>
      async (...all) => {
        const begun = performance.now();
        try {
          return await work(...all);
        } finally {
          add(stage, performance.now() - begun);
        }
      },
  };
};
