import type { EntryKind } from '@dienstweg/schemas/directory/change/changes.ts';
import { KIND_ORDER } from '@dienstweg/schemas/directory/tables/columns.ts';
import type { CommandSpec } from '../args/command.ts';
import { dayOption } from '../registry/day-option.ts';
import { diffFiles } from '../registry/diff.ts';
import { columnsOption } from '../registry/list-source.ts';

/** `registry diff FILE [FILE]`: what a file says otherwise than the directory, or than another file. */
export const registryDiff: CommandSpec = {
  arguments: [
    { name: 'FILE', text: 'entries as for "registry import", or a folder of tables; compared with the directory' },
    { name: 'FILE2', text: 'what FILE is compared with instead: FILE is then before, FILE2 after', optional: true },
  ],
  options: {
    kind: {
      value: 'KIND',
      text: 'which entries a CSV table holds, where its columns do not tell',
      choices: KIND_ORDER,
    },
    at: { value: 'DATE', text: 'only what is in force on this day, on both sides' },
    columns: { value: 'key=C,name=C', text: 'columns of a genericode list, where they are not recognised' },
    'valid-from': { value: 'DATE', text: 'the day from which a genericode list holds, where it does not say' },
    limit: { value: 'N', text: 'most differences that are listed (default 1000); all are counted' },
  },
  examples: ['dienstweg registry diff responsibility.csv', 'dienstweg registry diff old/ new/ --at 2027-01-01 --json'],
  run: async (input, cli) => {
    const at = dayOption(input, 'at');
    const kind = input.text('kind') as EntryKind | undefined;
    const validFrom = dayOption(input, 'valid-from');
    return await diffFiles(cli, [input.argument(0) ?? '', input.argument(1)], {
      ...(at === undefined ? {} : { at }),
      ...(kind === undefined ? {} : { kind }),
      ...(validFrom === undefined ? {} : { validFrom }),
      columns: columnsOption(input.text('columns')),
      limit: Number(input.text('limit') ?? 1_000),
    });
  },
};
