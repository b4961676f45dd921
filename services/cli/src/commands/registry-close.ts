import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { connectOperator } from '../client/operator.ts';
import { readFold } from '../registry/current.ts';
import { dayOption } from '../registry/day-option.ts';
import { carryOut } from '../registry/propose.ts';
import { SIGNING_OPTIONS, signingOf } from '../registry/registrar.ts';

/** `registry close ENTRY --on DATE`: the first day on which it no longer holds; closed again it is left as it is. */
export const registryClose: CommandSpec = {
  arguments: [{ name: 'ENTRY', text: 'id of the entry, as route and export show it' }],
  options: {
    on: { value: 'DATE', text: 'first day on which it no longer holds', required: true },
    reason: { value: 'TEXT', text: 'why; part of the history' },
    confirm: { value: 'CODE', text: 'a warning that was seen and is confirmed, e.g. gap', multiple: true },
    'dry-run': { text: 'check, and show what would be routed differently; record nothing' },
    ...SIGNING_OPTIONS,
  },
  examples: ['dienstweg registry close responsibility/town --on 2027-01-01 --reason "council decision" --confirm gap'],
  run: async (input, cli) => {
    const id = input.argument(0) ?? '';
    const validUntil = dayOption(input, 'on');
    if (validUntil === undefined) throw usageError('--on DATE is missing.');
    const signing = signingOf(cli.settings.home, input);
    await using operator = await connectOperator(cli.settings);
    const fold = await readFold(operator);
    const there = fold.directory.entry(id);
    if (there === undefined)
      throw new ProblemError({
        ...problem('not-found', { language: cli.language, detail: `There is no entry ${id} in the directory.` }),
        remedy:
          'Look for its id: dienstweg registry export --kind KIND --format csv; registry add and import tell it too.',
      });
    if (there.validUntil === validUntil) {
      const edition = fold.directory.editionOfEntry(id);
      const value = { edition, unchanged: true, entries: [id] };
      return { value, text: `${id} ends on ${validUntil} since edition ${edition}. Nothing was recorded.` };
    }
    const reason = input.text('reason') ?? `closed on ${validUntil}`;
    const order = { puts: [], closes: [{ id, validUntil }], reason, confirms: input.all('confirm') };
    return await carryOut({ cli, operator, fold, signing }, order, input.flag('dry-run'));
  },
};
