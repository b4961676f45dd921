/** Reading files named on the command line: regular ones, and never more than asked for. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { usageError } from '../args/parse.ts';

/** A message, a part of one, a change of the directory: what any node may be set up to take, and more than most do. */
export const DOCUMENT_LIMIT_BYTES = 8 * 1024 * 1024;
/** A receipt, a certificate, a key store, a password. */
export const SMALL_LIMIT_BYTES = 1024 * 1024;

/** Reads until the end or until the buffer is full. */
const fill = (file: number, buffer: Buffer): Buffer => {
  let length = 0;
  for (;;) {
    const count = readSync(file, buffer, length, buffer.length - length, null);
    length += count;
    if (count === 0 || length === buffer.length) return buffer.subarray(0, length);
  }
};

/**
 * The octets of a file. Throws `usage-error` where the path names a folder, pipe or device, `too-large` where there are
 * more than `limitBytes`; what the file system refuses is thrown as it says.
 */
export const readInput = (path: string, limitBytes: number): Buffer => {
  // without waiting for somebody at the other end of a pipe
  const file = openSync(resolve(path), constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile())
      throw usageError(`${path} is ${stat.isDirectory() ? 'a folder' : 'a pipe or device'}, not a file.`);
    // a file may grow while it is read, and those of the system show no size at all
    const octets = stat.size > limitBytes ? undefined : fill(file, Buffer.allocUnsafe(limitBytes + 1));
    if (octets === undefined || octets.length > limitBytes)
      throw new ProblemError({
        ...problem('too-large', {
          detail: `${path} has more than ${limitBytes} octets, which is the most that is read.`,
        }),
        remedy: 'Check that it is the file you mean.',
      });
    return octets;
  } finally {
    closeSync(file);
  }
};
