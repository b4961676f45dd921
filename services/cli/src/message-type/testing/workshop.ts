/** A folder to work in, and the command line in this process. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '../../run.ts';

/** What tests of the workshop need. */
export interface Workshop extends Disposable {
  readonly folder: string;
  /** Runs a command with `--json`; its exit code and its document. */
  call(...args: readonly string[]): Promise<{ readonly code: number; readonly value: ReturnType<typeof JSON.parse> }>;
  /** Writes a file below the folder; its path. */
  put(path: string, content: string | Uint8Array): string;
}

/** A schema with a target namespace around declarations. */
export const xsd = (namespace: string, content: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}" xmlns="${namespace}" elementFormDefault="qualified">\n${content}</xs:schema>`;

/** Opens one; disposing removes it. */
export const openWorkshop = (): Workshop => {
  const folder = mkdtempSync(join(tmpdir(), 'dienstweg-workshop-'));
  return {
    folder,
    call: async (...args) => {
      let out = '';
      const code = await runCli([...args, '--json'], {
        env: { DIENSTWEG_HOME: join(folder, 'home') },
        isTerminal: false,
        out: async (text) => {
          out += text;
        },
        err: async () => {},
        untilInterrupted: async () => {},
      });
      return { code, value: JSON.parse(out) };
    },
    put: (path, content) => {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};
