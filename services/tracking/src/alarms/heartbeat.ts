/**
 * A sign of life that an outside monitor can miss: a dead broker cannot report itself. It is sent only while it is
 * proved that messages are accepted and delivered, not merely that a process runs.
 */
import type { Log } from '@dienstweg/infra/log.ts';
import { exchange } from './exchange.ts';
import type { Facts } from './measure.ts';

/** How far the work on messages has come. */
export interface Positions {
  /** Messages that delivery has still to take. */
  readonly waiting: number;
  /** Sequence below which all of them were taken care of. */
  readonly takenCareOf: number;
}

/** Whether the house is seen to work, or why not. */
export type Proof = { readonly proved: true } | { readonly proved: false; readonly why: string };

/** Processes without which nothing is accepted or delivered: one of each (`gateway`, or `gateway-1` and others). */
const NEEDED = ['gateway', 'delivery'];

/**
 * Judges from how it stands now and how it stood at the last look. Accepting: the gateway is ready, which it is only
 * with bus, index, threads and room on disk. Delivering: nothing waits to be taken, or the position has moved on since.
 */
export const judgeLife = (
  { services, streams }: Pick<Facts, 'services' | 'streams'>,
  now: Positions | undefined,
  before: Positions | undefined,
): Proof => {
  const notReady = NEEDED.filter(
    (kind) =>
      !services?.some(
        ({ name, notReadySince }) => (name === kind || name.startsWith(`${kind}-`)) && notReadySince === undefined,
      ),
  );
  if (notReady.length > 0) return { proved: false, why: `not ready: ${notReady.join(', ')}` };
  if (streams === undefined || now === undefined) return { proved: false, why: 'the streams cannot be asked' };
  if (now.waiting === 0) return { proved: true };
  if (before === undefined) return { proved: false, why: 'messages wait, and it is not seen yet that they are taken' };
  return now.takenCareOf > before.takenCareOf
    ? { proved: true }
    : { proved: false, why: `${now.waiting} messages wait, and none was taken care of since the last look` };
};

/** What beating needs. */
export interface HeartbeatNeeds {
  readonly url: string;
  readonly ca?: string;
  readonly everyMs: number;
  readonly facts: () => Promise<Facts>;
  readonly positions: () => Promise<Positions>;
  readonly log: Log;
}

/** The beating heart. */
export interface Heartbeat extends AsyncDisposable {
  /** When the monitor last took a beat, milliseconds since 1970; absent before the first. */
  lastTakenAt(): number | undefined;
}

const TIMEOUT_MS = 10_000;

/** Calls the monitor every so often, as long as life is proved. */
export const startHeartbeat = ({ url, ca, everyMs, facts, positions, log }: HeartbeatNeeds): Heartbeat => {
  let before: Positions | undefined;
  let lastTakenAt: number | undefined;
  let told = '';
  const tell = (why: string): void => {
    if (why !== told) log.warn({ why }, why === '' ? 'the heartbeat goes on' : 'no heartbeat');
    told = why;
  };
  const beat = async (): Promise<void> => {
    const [known, now] = await Promise.all([facts(), positions().catch(() => undefined)]);
    const proof = judgeLife(known, now, before);
    before = now;
    if (!proof.proved) return tell(proof.why);
    const { status } = await exchange({
      url,
      method: 'GET',
      timeoutMs: TIMEOUT_MS,
      ...(ca === undefined ? {} : { ca }),
    });
    if (status < 200 || status > 299) return tell(`the monitor answers with ${status}`);
    lastTakenAt = Date.now();
    tell('');
  };
  let running: Promise<void> | undefined;
  const every = setInterval(() => {
    running ??= beat()
      .catch((error: unknown) =>
        tell(`the monitor cannot be reached (${(error as { code?: string }).code ?? 'error'})`),
      )
      .finally(() => {
        running = undefined;
      });
  }, everyMs);
  return {
    lastTakenAt: () => lastTakenAt,
    [Symbol.asyncDispose]: async () => {
      clearInterval(every);
      await running;
    },
  };
};
