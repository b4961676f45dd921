/** What is being recorded right now: who asks again hears that it is, and then what became of it; it is not begun anew. */
import { hash } from 'node:crypto';
import type { RecordedReply } from '@dienstweg/schemas/bus/requests.ts';
import { payloadSegment } from '@dienstweg/schemas/directory/fold/decode.ts';

/** How long whoever asks waits, and for how long an outcome is kept that nobody has heard. */
export interface UnderWayLimits {
  readonly answerWithinMs: number;
  readonly keptMs: number;
}

const LIMITS: UnderWayLimits = { answerWithinMs: 10_000, keptMs: 10 * 60_000 };

interface Work {
  /** Of the payload: signed anew it is the same. */
  readonly digest: string;
  readonly outcome: Promise<RecordedReply>;
  isDone: boolean;
  /** Somebody was told to ask again, and will. */
  isAwaited: boolean;
  timer?: NodeJS.Timeout;
}

const digestOf = (jws: string): string => hash('sha256', payloadSegment(jws) ?? jws);

/** Recordings by the id of their change or decision. */
export class UnderWay implements Disposable {
  readonly #works = new Map<string, Work>();
  readonly #limits: UnderWayLimits;

  constructor(limits: UnderWayLimits = LIMITS) {
    this.#limits = limits;
  }

  /** Whether something is being recorded under this id, and not finished. */
  isRunning(id: string): boolean {
    return this.#works.get(id)?.isDone === false;
  }

  /** Whether this very record is being recorded, or was and nobody has heard the outcome. */
  holds(id: string, jws: string): boolean {
    return this.#works.get(id)?.digest === digestOf(jws);
  }

  /** Begins to record; resolves as {@link again}. What is finished under this id is forgotten. */
  async begin(id: string, jws: string, record: () => Promise<RecordedReply>): Promise<RecordedReply> {
    this.forget(id);
    const work: Work = { digest: digestOf(jws), outcome: record(), isDone: false, isAwaited: false };
    this.#works.set(id, work);
    const done = (): void => {
      work.isDone = true;
      if (this.#works.get(id) !== work) return;
      if (!work.isAwaited) this.forget(id);
      else work.timer = setTimeout(() => this.forget(id), this.#limits.keptMs).unref();
    };
    work.outcome.then(done, done);
    return await this.again(id);
  }

  /** The outcome; `checking` where it takes longer than anybody should wait for an answer. */
  async again(id: string): Promise<RecordedReply> {
    const work = this.#works.get(id);
    if (work === undefined) throw new TypeError(`nothing is recorded under ${id}`);
    work.isAwaited = false;
    const { promise: late, resolve: isLate } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => isLate(undefined), this.#limits.answerWithinMs);
    try {
      const reply = await Promise.race([work.outcome, late]);
      if (reply === undefined) work.isAwaited = true;
      return reply ?? { edition: 0, checking: true };
    } finally {
      clearTimeout(timer);
      if (work.isDone) this.forget(id);
    }
  }

  /** Forgets what is finished; what is not goes on. */
  forget(id: string): void {
    const work = this.#works.get(id);
    if (work?.isDone !== true) return;
    clearTimeout(work.timer);
    this.#works.delete(id);
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#works.values()) clearTimeout(timer);
    this.#works.clear();
  }
}
