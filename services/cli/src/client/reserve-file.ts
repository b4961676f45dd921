/** A file whose place is made sure of before the work whose result it takes. */
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A file to be. What stands in its place stays until `keep`; disposing leaves nothing else behind. */
export interface ReservedFile extends Disposable {
  /** Absolute. */
  readonly path: string;
  keep(text: string): void;
}

/** Throws what the file system says where the file cannot be written, before anything has been done. */
export const reserveFile = (name: string): ReservedFile => {
  const path = resolve(name);
  const draft = `${path}.${process.pid}.new`;
  closeSync(openSync(draft, 'wx'));
  return {
    path,
    keep: (text) => {
      writeFileSync(draft, text);
      renameSync(draft, path);
    },
    [Symbol.dispose]: () => rmSync(draft, { force: true }),
  };
};
