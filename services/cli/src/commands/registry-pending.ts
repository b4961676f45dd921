import type { CommandSpec } from '../args/command.ts';
import { askOnce } from '../client/operator.ts';
import { table } from '../print/table.ts';

/** `registry pending`: changes that wait for a second registrar. */
export const registryPending: CommandSpec = {
  run: async (_input, { settings }) => {
    const value = await askOnce(settings, 'registryPending', {});
    const rows = value.pending.map((each) => [
      each.changeId,
      String(each.edition),
      each.proposedAt,
      each.by,
      each.kinds.join(' '),
      `+${each.puts} −${each.closes}`,
      each.reason,
    ]);
    const head = ['CHANGE', 'EDITION', 'PROPOSED', 'BY', 'BECAUSE OF', 'ENTRIES', 'REASON'];
    return { value, text: table(head, rows, 'No change waits for approval.') };
  },
};
