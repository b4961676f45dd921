/** Logs: one JSON line an event. Ids and codes only, never content, never a secret. */
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

/** What writes log lines. */
export type Log = Logger;

/** What is kept of lines that the disk refuses, until it takes them again; what comes beyond is lost. */
const KEPT_BYTES = 1 << 20;

const AGAIN_AFTER_MS = 2_000;

/** Standard output. A full disk under the log is no reason to end: lines wait until it takes them. */
const standardOutput = (): DestinationStream => {
  const lines = pino.destination({ fd: 1, sync: true, maxLength: KEPT_BYTES });
  let waiting = false;
  lines.on('error', () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      lines.write('');
    }, AGAIN_AFTER_MS).unref();
  });
  return lines;
};

/** The log of a process; to standard output unless a destination is given. */
export const createLog = (name: string, destination?: DestinationStream, level = 'info'): Log =>
  pino(
    {
      level,
      base: { name },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? standardOutput(),
  );
