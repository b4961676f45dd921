import { relative } from 'node:path';
import { lintMessageType } from '@dienstweg/schemas/message-types/lint.ts';
import type { CommandSpec } from '../args/command.ts';
import { typeFoldersOf } from '../message-type/folders.ts';

/** `message-type lint DIR…`: everything that can be said against types before a message is sent with them. */
export const messageTypeLint: CommandSpec = {
  arguments: [{ name: 'DIR', text: 'folder of a message type, or of several', repeated: true }],
  options: { strict: { text: 'warnings count as errors' } },
  examples: ['dienstweg message-type lint my-types --strict --json'],
  run: async (input) => {
    const at = new Date();
    const types = typeFoldersOf(input).map((folder) => {
      const { manifest, findings } = lintMessageType(folder, at);
      const counted = findings.filter(({ severity }) => severity === 'error' || input.flag('strict'));
      return {
        folder,
        ...(manifest === undefined ? {} : { code: manifest.code, version: manifest.version }),
        ok: counted.length === 0,
        findings,
      };
    });
    const ok = types.every((type) => type.ok);
    const lines = types.flatMap(({ folder, findings, ok: isOk }) => [
      `${isOk ? 'ok  ' : 'FAIL'} ${relative(process.cwd(), folder) || '.'}`,
      ...findings.map(
        ({ severity, file, line, text }) => `  ${severity}: ${file}${line === undefined ? '' : `:${line}`}: ${text}`,
      ),
    ]);
    return { value: { ok, types }, text: lines.join('\n'), ...(ok ? {} : { exitCode: 1 as const }) };
  },
};
