/** How far something has come, on one line: share, count and speed. */
import type { Cli } from '../args/command.ts';

const WIDTH = 24;
const EVERY_MS = 1_000;
/** What is as much as this is summed up at its end even where it was quick. */
const MUCH_ROWS = 10_000;

/** The line, e.g. `reading  [######------]  50 %  12,000 rows  40,000 rows/s`. `share` is from 0 to 1. */
export const progressLine = (what: string, share: number, rows: number, elapsedMs: number): string => {
  const filled = Math.round(Math.min(1, share) * WIDTH);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}]`;
  const count = (value: number): string => Math.round(value).toLocaleString('en');
  const speed = elapsedMs < 1 ? '' : `  ${count((rows * 1000) / elapsedMs)} rows/s`;
  return `${what.padEnd(9)}${bar} ${String(Math.floor(Math.min(1, share) * 100)).padStart(3)} %  ${count(rows)} rows${speed}`;
};

/** Tells progress on stderr once a second, and at the end if there was much. */
export interface Progress {
  at(share: number, rows: number): void;
  done(rows: number): void;
}

/** Begins to tell. Short work tells nothing. */
export const beginProgress = (cli: Pick<Cli, 'tell'>, what: string, now: () => number = Date.now): Progress => {
  const begunMs = now();
  let toldMs = begunMs;
  const tell = (share: number, rows: number): void => {
    toldMs = now();
    cli.tell(progressLine(what, share, rows, toldMs - begunMs));
  };
  return {
    at: (share, rows) => {
      if (now() - toldMs >= EVERY_MS) tell(share, rows);
    },
    done: (rows) => {
      if (toldMs !== begunMs || rows >= MUCH_ROWS) tell(1, rows);
    },
  };
};
