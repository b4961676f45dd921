import { compareMessageTypes } from '@dienstweg/schemas/compare/message-types.ts';
import type { CommandSpec } from '../args/command.ts';
import { openType } from '../message-type/open-type.ts';

const HEADINGS = {
  'breaks-old-writers': 'Breaks those who write by the old version:',
  'breaks-old-readers': 'Breaks those who read by the old version:',
  compatible: 'Breaks nobody:',
} as const;

/** `message-type diff OLD NEW`: what readers and writers of the old version would trip over. */
export const messageTypeDiff: CommandSpec = {
  arguments: [
    { name: 'OLD', text: 'folder of the old version' },
    { name: 'NEW', text: 'folder of the new version' },
  ],
  examples: ['dienstweg message-type diff notice/0.9 notice/1.0 --json'],
  run: async (input, { language }) => {
    const old = openType(input.argument(0) ?? '', language);
    const fresh = openType(input.argument(1) ?? '', language);
    const changes = compareMessageTypes(old, fresh);
    const compatible = changes.every(({ direction }) => direction === 'compatible');
    const nameOf = ({ manifest: { code, version } }: typeof old) => ({ code, version });
    const lines = Object.entries(HEADINGS).flatMap(([direction, heading]) => {
      const of = changes.filter((change) => change.direction === direction);
      return of.length === 0 ? [] : [heading, ...of.map(({ path, text }) => `  ${path}: ${text}`)];
    });
    return {
      value: { compatible, old: nameOf(old), new: nameOf(fresh), changes },
      text: lines.length === 0 ? 'Nothing that anybody would notice has changed.' : lines.join('\n'),
      ...(compatible ? {} : { exitCode: 1 as const }),
    };
  },
};
