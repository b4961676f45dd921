/** What the launcher is told about a child. */

/** How a child shows that it is ready: a URL that answers 200, or a line in its log that contains a text. */
export type ReadySign = { readonly url: string } | { readonly line: string };

/** One process to run and to keep running. */
export interface ChildPlan {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the launcher's own environment. Secrets belong here, never into `args`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly ready: ReadySign;
  /** How long it may take to become ready at the first start; default 30 s. */
  readonly readyWithinMs?: number;
  /** How long it may take to end after SIGTERM; default 10 s. */
  readonly endWithinMs?: number;
}

const LONGEST_PAUSE_MS = 5_000;
const CALM_AFTER_MS = 30_000;

/**
 * How long to wait before a child that died is started again: not at all the first time, then longer each time.
 * @param deaths deaths in a row, this one included
 */
export const pauseBeforeRestartMs = (deaths: number): number =>
  deaths <= 1 ? 0 : Math.min(100 * 2 ** (deaths - 2), LONGEST_PAUSE_MS);

/** Deaths in a row after one more, when the child had been running for `ranMs`: a long life wipes the slate. */
export const deathsInARow = (before: number, ranMs: number): number => (ranMs >= CALM_AFTER_MS ? 1 : before + 1);
