/** A file whose place is made sure of before the work whose result it takes. */
import { closeSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A file to be. What stands in its place stays until `keep`; disposing leaves nothing else behind. */
export interface ReservedFile extends Disposable {
  /** Absolute. */
  readonly path: string;
  keep(text: string): void;
}

/** What the file system says, said of the file that was named. */
const of = (path: string, error: unknown): unknown => (error instanceof Error ? Object.assign(error, { path }) : error);

/** Throws what the file system says where the file cannot be written, before anything has been done. */
export const reserveFile = (name: string): ReservedFile => {
  const path = resolve(name);
  const draft = `${path}.${process.pid}.new`;
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR', path });
  try {
    closeSync(openSync(draft, 'wx'));
  } catch (error) {
    throw of(path, error);
  }
  return {
    path,
    keep: (text) => {
      try {
        writeFileSync(draft, text);
        renameSync(draft, path);
      } catch (error) {
        throw of(path, error);
      }
    },
    [Symbol.dispose]: () => rmSync(draft, { force: true }),
  };
};
