import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { typesOfMessage } from '@dienstweg/schemas/types-of/type-of-message.ts';
import type { CommandSpec } from '../args/command.ts';
import { openType } from '../message-type/open-type.ts';

/** `message-type types DIR`: TypeScript types, readers and writers of a type, from its schemas. */
export const messageTypeTypes: CommandSpec = {
  arguments: [{ name: 'DIR', text: 'folder of a message type' }],
  options: {
    out: { value: 'FILE', text: 'write there instead of printing' },
    runtime: { value: 'MODULE', text: 'where the file imports its runtime from (default this package)' },
  },
  examples: ['dienstweg message-type types my-types/notice/1.0 --out src/notice.ts'],
  run: async (input, { language }) => {
    const type = openType(input.argument(0) ?? '', language);
    const typescript = typesOfMessage(type, input.text('runtime'));
    const { code, version } = type.manifest;
    const codecs = [...typescript.matchAll(/^export const (codecOf[^:]+)/gm)].map(([, name]) => name);
    const out = input.text('out');
    if (out === undefined) return { value: { code, version, codecs, typescript }, text: typescript, isDocument: true };
    writeFileSync(resolve(out), typescript);
    return { value: { code, version, codecs, file: out }, text: `${out}: ${codecs.join(', ')}` };
  },
};
