import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Lines go out in pieces of about so many characters. */
const PIECE = 64 * 1024;

/** Where lines go: a file that stands complete or not at all, or the terminal. */
export interface Lines extends Disposable {
  add(line: string): void;
  end(): void;
}

/** Gives lines on in pieces. `done` is called when all were given, `dispose` in any case. */
export const linesInto = (write: (text: string) => void, done: () => void, dispose: () => void): Lines => {
  let gathered = '';
  const flush = (): void => {
    if (gathered !== '') write(gathered);
    gathered = '';
  };
  return {
    add: (line) => {
      gathered += `${line}\n`;
      if (gathered.length > PIECE) flush();
    },
    end: () => {
      flush();
      done();
    },
    [Symbol.dispose]: dispose,
  };
};

/** Into a file that bears its name when all lines stand in it, and is not there before. */
export const linesIntoFile = (path: string): Lines => {
  const draft = `${path}.${process.pid}.new`;
  const file = openSync(draft, 'wx', 0o600);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  return linesInto(
    (text) => {
      const octets = Buffer.from(text);
      for (let from = 0; from < octets.length; ) from += writeSync(file, octets, from);
    },
    () => {
      close();
      renameSync(draft, path);
    },
    () => {
      close();
      rmSync(draft, { force: true });
    },
  );
};
