/** A file of entries, read piece by piece: however large it is, only a few megabytes of it are in memory. */
import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { csvReader, jsonReader, type TableNeeds } from '@dienstweg/schemas/directory/tables/read-table.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { usageError } from '../args/parse.ts';

/** The largest file that is read. */
export const FILE_LIMIT_BYTES = 1024 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/** What is told while a file is read: octets read so far. */
export type OnPiece = (octets: number) => void;

/** Opens a file to be read. Throws `usage-error` for what is no regular file, `too-large` beyond the limit. */
export const openRegular = async (path: string, limitBytes: number): Promise<FileHandle> => {
  // without waiting for somebody at the other end of a pipe
  const file = await open(resolve(path), constants.O_RDONLY | constants.O_NONBLOCK);
  const stat = await file.stat();
  if (stat.isFile() && stat.size <= limitBytes) return file;
  await file.close();
  if (!stat.isFile())
    throw usageError(`${path} is ${stat.isDirectory() ? 'a folder' : 'a pipe or device'}, not a file.`);
  throw tooLarge(path, limitBytes);
};

const tooLarge = (path: string, limitBytes: number): ProblemError =>
  new ProblemError({
    ...problem('too-large', { detail: `${path} has more than ${limitBytes} octets, which is the most that is read.` }),
    remedy: 'Divide the file: what is imported again and did not change is passed over.',
  });

/** Number of octets at the end that begin a character of which not all octets are there. */
const unfinished = (octets: Buffer): number => {
  for (let back = 1; back <= Math.min(3, octets.length); back += 1) {
    const octet = octets[octets.length - back] ?? 0;
    if (octet < 0x80) return 0;
    if (octet >= 0xc0) return back < (octet >= 0xf0 ? 4 : octet >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
};

const countLines = (octets: Buffer): number => {
  let lines = 0;
  for (let at = octets.indexOf(0x0a); at !== -1; at = octets.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
};

/** Lines that are not UTF-8, counted from `line`, which is that of the first octet. */
const badLines = (octets: Buffer, line: number): readonly number[] => {
  const bad: number[] = [];
  for (let start = 0, at = line; start < octets.length; at += 1) {
    const newline = octets.indexOf(0x0a, start);
    const end = newline === -1 ? octets.length : newline + 1;
    if (!isUtf8(octets.subarray(start, end))) bad.push(at);
    start = end;
  }
  return bad;
};

const isUtf16 = ([a, b]: Buffer): boolean => (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || b === 0;

/** The text of a file, piece by piece, without its byte order mark; lines that are not UTF-8 are told. */
async function* textOf(
  file: FileHandle,
  path: string,
  onBadLine: (line: number) => void,
  onOctets: (octets: number) => void,
): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  let isFirst = true;
  for (let read = 0; ; ) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES, null);
    read += bytesRead;
    if (read > FILE_LIMIT_BYTES) throw tooLarge(path, FILE_LIMIT_BYTES);
    let piece = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    if (isFirst && isUtf16(piece)) return onBadLine(1);
    if (isFirst && piece.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) piece = piece.subarray(3);
    isFirst = false;
    const end = bytesRead === 0 ? piece.length : piece.length - unfinished(piece);
    const whole = piece.subarray(0, end);
    rest = piece.subarray(end);
    if (!isUtf8(whole)) for (const bad of badLines(whole, line)) onBadLine(bad);
    line += countLines(whole);
    onOctets(read);
    if (whole.length > 0) yield whole.toString('utf8');
    if (bytesRead === 0) return;
  }
}

/** Whether the text of a file begins as JSON does, as XML does, or as neither. */
export const formOf = (text: string): 'json' | 'xml' | 'csv' => {
  const [first] = text.trimStart();
  if (first === '{' || first === '[') return 'json';
  return first === '<' ? 'xml' : 'csv';
};

/** The form of a file by its first octets. */
export const formOfFile = async (path: string): Promise<'json' | 'xml' | 'csv'> => {
  const file = await openRegular(path, FILE_LIMIT_BYTES);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return formOf(buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, ''));
  } finally {
    await file.close();
  }
};

/** Reads a file of entries, CSV or JSON, telling everything wrong with it. Throws only where it cannot be read. */
export const readEntryFile = async (path: string, needs: TableNeeds, onPiece: OnPiece = () => {}): Promise<void> => {
  const file = await openRegular(path, FILE_LIMIT_BYTES);
  try {
    let reader: ReturnType<typeof csvReader> | undefined;
    const texts = textOf(file, path, (line) => needs.onFinding({ line, text: 'not-utf8' }), onPiece);
    for await (const text of texts) {
      reader ??= formOf(text) === 'json' ? jsonReader(needs) : csvReader(needs);
      if (!reader.push(text)) break;
    }
    (reader ?? csvReader(needs)).end();
  } finally {
    await file.close();
  }
};
