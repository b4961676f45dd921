/** Logs: one JSON line an event. Ids and codes only, never content, never a secret. */
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

/** What writes log lines. */
export type Log = Logger;

/** The log of a process; to standard output unless a destination is given. */
export const createLog = (name: string, destination?: DestinationStream, level = 'info'): Log =>
  pino(
    {
      level,
      base: { name },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
