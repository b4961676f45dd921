import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandSpec } from '../args/command.ts';
import { askOnce } from '../client/operator.ts';

/** `registry export`: every entry in force, in an order that does not change. */
export const registryExport: CommandSpec = {
  options: {
    at: { value: 'DATE', text: 'in force on which day (default today)' },
    out: { value: 'FILE', text: 'where it goes (default stdout)' },
  },
  run: async (input, { settings }) => {
    const at = input.text('at');
    const exported = await askOnce(settings, 'registryExport', at === undefined ? {} : { at });
    const out = input.text('out');
    if (out === undefined) return { value: exported, text: JSON.stringify(exported, null, 2), isDocument: true };
    const file = resolve(out);
    writeFileSync(file, `${JSON.stringify(exported, null, 2)}\n`);
    const value = { edition: exported.edition, entries: exported.entries.length, file };
    return { value, text: `${file}: ${value.entries} entries, edition ${value.edition}` };
  },
};
