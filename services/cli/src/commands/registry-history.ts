import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { connectOperator } from '../client/operator.ts';
import { table } from '../print/table.ts';
import { fieldText } from '../registry/diff.ts';
import { type HistoryLine, readHistory } from '../registry/history.ts';

/** `registry history [ENTRY]`: every edition, who asked for it, when and why; of one entry also what changed. */
export const registryHistory: CommandSpec = {
  arguments: [
    { name: 'ENTRY', text: 'id of an entry: only what touched it, with the fields that changed', optional: true },
  ],
  run: async (input, { settings }) => {
    const entry = input.argument(0);
    await using operator = await connectOperator(settings);
    const changes = await readHistory(operator, entry);
    if (entry !== undefined && changes.length === 0)
      throw new ProblemError({
        ...problem('not-found', { detail: `There is no entry "${entry}".` }),
        remedy: 'registry export --kind … lists the ids.',
      });
    const text =
      entry === undefined
        ? table(['EDITION', 'RECORDED', 'BY', 'ENTRIES', 'REASON'], changes.map(row))
        : changes.map(lines).join('\n');
    return { value: { ...(entry === undefined ? {} : { entry }), changes }, text };
  },
};

/** What an edition was, where it was no plain change. */
const whatOf = ({ recorded, part, proposedIn, decided }: HistoryLine): string => {
  const who = decided === undefined ? '' : ` by ${decided.by}: ${decided.reason}`;
  switch (recorded) {
    case 'change':
      return part === undefined ? '' : ` (${part.of} parts)`;
    case 'part':
      return part === undefined ? '' : ` (part ${part.n} of ${part.of})`;
    case 'proposal':
      return ' (proposed, waits for a second registrar)';
    case 'approval':
      return ` (proposed in ${proposedIn}, approved${who})`;
    case 'withdrawal':
      return ` (proposed in ${proposedIn}, withdrawn${who})`;
    case 'nothing':
      return ' (without effect)';
    default:
      return recorded satisfies never;
  }
};

const row = (change: HistoryLine): readonly string[] => [
  String(change.edition),
  change.recordedAt,
  change.by,
  `+${change.puts} −${change.closes}`,
  `${change.reason}${whatOf(change)}`,
];

const lines = (change: HistoryLine): string =>
  [
    `edition ${change.edition}, ${change.recordedAt}: ${change.did ?? ''} by ${change.by}`,
    `    ${change.reason}${whatOf(change)}`,
    ...(change.fields ?? []).map((field) => `    ${fieldText(field)}`),
  ].join('\n');
