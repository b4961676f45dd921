import type { EntryKind } from '@dienstweg/schemas/directory/change/changes.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import { KIND_ORDER } from '@dienstweg/schemas/directory/tables/columns.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { dayOption } from '../registry/day-option.ts';
import { filesOf } from '../registry/gather.ts';
import { importFiles } from '../registry/import.ts';
import { columnsOption } from '../registry/list-source.ts';
import { SIGNING_OPTIONS, signingOf } from '../registry/registrar.ts';

/** `registry import FILE`: entries signed by this home's registrar and recorded as a whole or not at all. */
export const registryImport: CommandSpec = {
  arguments: [
    {
      name: 'FILE',
      text: 'CSV, JSON (a list, JSON lines, an export, a change), a genericode list, or a folder of CSV tables',
    },
  ],
  options: {
    kind: {
      value: 'KIND',
      text: 'which entries a CSV table holds, where its columns do not tell',
      choices: KIND_ORDER,
    },
    replace: { text: 'close entries of the same kind (and scheme) that are not in the file' },
    on: { value: 'DATE', text: 'with --replace: the day from which they no longer hold (default today)' },
    'dry-run': { text: 'check and compare, record nothing' },
    genericode: { text: 'the file must be a genericode list of ARS or AGS keys, or of DVDV prefixes' },
    columns: { value: 'key=C,name=C', text: 'columns of a genericode list, where they are not recognised' },
    'valid-from': { value: 'DATE', text: 'the day from which a genericode list holds, where it does not say' },
    reason: { value: 'TEXT', text: 'why; part of the history' },
    confirm: { value: 'CODE', text: 'a warning that was seen and is confirmed, e.g. gap', multiple: true },
    ...SIGNING_OPTIONS,
  },
  examples: [
    'dienstweg registry import responsibility.csv --reason "council decision of 3 May"',
    'dienstweg registry import regions.xml --genericode --replace --on 2027-01-01 --dry-run',
  ],
  run: async (input, cli) => {
    const path = input.argument(0) ?? '';
    const columns = columnsOption(input.text('columns'));
    if (input.text('on') !== undefined && !input.flag('replace')) throw usageError('--on is only for --replace.');
    const kind = input.text('kind') as EntryKind | undefined;
    const validFrom = dayOption(input, 'valid-from');
    const on = dayOption(input, 'on');
    const reason = input.text('reason');
    return await importFiles(cli, filesOf(path), {
      signing: () => signingOf(cli.settings.home, input),
      today: dayOf(new Date()),
      replace: input.flag('replace'),
      dryRun: input.flag('dry-run'),
      genericode: input.flag('genericode'),
      columns,
      confirms: input.all('confirm'),
      ...(reason === undefined ? {} : { reason }),
      ...(on === undefined ? {} : { on }),
      ...(kind === undefined ? {} : { kind }),
      ...(validFrom === undefined ? {} : { validFrom }),
    });
  },
};
