/** A change that may be larger than the memory: its entries wait in a file, divided into the parts they are sent in. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

/** Largest part as JSON; signed, it stays below what nats-server takes. */
export const PART_LIMIT_BYTES = 3 * 1024 * 1024;
/** All parts together: what the registry holds of changes that are not complete, less what signing adds. */
export const CHANGE_LIMIT_BYTES = 360 * 1024 * 1024;

/** Entries put and closed, in the order in which they came. */
export interface Spool extends Disposable {
  /** An entry as JSON. */
  put(json: string): void;
  close(close: RegistryChange['closes'][number]): void;
  readonly puts: number;
  readonly closes: number;
  /** The parts, each read when it is asked for; at least one. Nothing can be added afterwards. */
  parts(): readonly (() => Pick<RegistryChange, 'puts' | 'closes'>)[];
}

/** An empty one, in a temporary file of its own. Throws `too-large` when it grows beyond the limit. */
export const openSpool = (): Spool => {
  const folder = mkdtempSync(join(tmpdir(), 'dienstweg-import-'));
  const file = openSync(join(folder, 'parts'), 'w+', 0o600);
  const places: { readonly at: number; readonly length: number }[] = [];
  let at = 0;
  let [puts, closes] = [0, 0];
  let putTexts: string[] = [];
  let closeTexts: string[] = [];
  let length = 0;

  const flush = (): void => {
    const octets = Buffer.from(`{"puts":[${putTexts.join(',')}],"closes":[${closeTexts.join(',')}]}`);
    [putTexts, closeTexts, length] = [[], [], 0];
    if (at + octets.length > CHANGE_LIMIT_BYTES)
      throw new ProblemError({
        ...problem('too-large', { detail: `The change has more than ${CHANGE_LIMIT_BYTES} octets as JSON.` }),
        remedy: 'Divide the file: what is imported again and did not change is passed over.',
      });
    for (let written = 0; written < octets.length; ) written += writeSync(file, octets, written);
    places.push({ at, length: octets.length });
    at += octets.length;
  };
  const add = (texts: () => string[], text: string): void => {
    // texts are mostly of one octet a character; those that are not still stay within what signing doubles
    const octets = Buffer.byteLength(text) + 1;
    if (length > 0 && length + octets > PART_LIMIT_BYTES) flush();
    texts().push(text);
    length += octets;
  };

  return {
    put: (json) => {
      add(() => putTexts, json);
      puts += 1;
    },
    close: (close) => {
      add(() => closeTexts, JSON.stringify(close));
      closes += 1;
    },
    get puts() {
      return puts;
    },
    get closes() {
      return closes;
    },
    parts: () => {
      if (length > 0 || places.length === 0) flush();
      return places.map((place) => () => {
        const octets = Buffer.allocUnsafe(place.length);
        for (let read = 0; read < octets.length; )
          read += readSync(file, octets, read, octets.length - read, place.at + read);
        return JSON.parse(octets.toString('utf8')) as Pick<RegistryChange, 'puts' | 'closes'>;
      });
    },
    [Symbol.dispose]: () => {
      closeSync(file);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
