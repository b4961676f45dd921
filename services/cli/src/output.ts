/** Standard output and error of the process. */
import { hasCode } from '@dienstweg/infra/errors.ts';
import { diskProblem } from './client/file-problem.ts';
import { problemText } from './print/problem.ts';

/** Where a call writes. */
export interface Output {
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
  /** The exit code in the end: what was to be written and could not be is no success. */
  settled(code: number): Promise<number>;
}

/** Whoever reads it is gone: a pipe, or a terminal that was closed. */
const hasLeft = (stream: NodeJS.WriteStream, error: Error): boolean =>
  hasCode(error, 'EPIPE') || (stream.isTTY && hasCode(error, 'EIO'));

/**
 * Whoever read the output may leave (`… | head`), and the disk under it may be full: what was begun is done all the same,
 * and what was started is ended in order.
 */
export const processOutput = (): Output => {
  let refused: unknown;
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const write = (stream: NodeJS.WriteStream, text: string, failed: (error: Error) => void): Promise<void> =>
    new Promise((resolve) => {
      stream.write(text, (error) => {
        if (error && !hasLeft(stream, error)) failed(error);
        resolve();
      });
    });
  const err = (text: string): Promise<void> => write(process.stderr, text, () => undefined);
  return {
    out: (text) =>
      write(process.stdout, text, (error) => {
        refused ??= error;
      }),
    err,
    settled: async (code) => {
      if (refused === undefined) return code;
      const stated = diskProblem(refused, 'Standard output');
      await err(`${stated === undefined ? String(refused) : problemText(stated, 'en')}\n`);
      return 1;
    },
  };
};
