import { join, resolve } from 'node:path';
import type { EntryKind, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { KIND_ORDER } from '@dienstweg/schemas/directory/tables/columns.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { connectOperator } from '../client/operator.ts';
import { inOrder, readDirectory } from '../registry/current.ts';
import { dayOption } from '../registry/day-option.ts';
import { FORMATS, type Format, textOf, writeWhole } from '../registry/write-file.ts';

/** More than this goes to a file: one text cannot hold a country. */
const MOST_SHOWN = 200_000;

/** `registry export`: entries in an order that does not change, as JSON or as tables. */
export const registryExport: CommandSpec = {
  options: {
    kind: { value: 'KIND', text: 'only entries of this kind', choices: KIND_ORDER },
    format: { value: 'FORMAT', text: 'how they are written (default json)', choices: FORMATS },
    at: { value: 'DATE', text: 'only what is in force on this day (default: all, past and coming ones too)' },
    out: { value: 'PATH', text: 'a file; for tables of all kinds a folder (default stdout)' },
  },
  examples: [
    'dienstweg registry export --format csv --out tables/',
    'dienstweg registry export --kind responsibility --format csv --at 2027-01-01 --out responsibility.csv',
  ],
  run: async (input, { settings, json }) => {
    const at = dayOption(input, 'at');
    const kind = input.text('kind') as EntryKind | undefined;
    const format = (input.text('format') ?? 'json') as Format;
    const out = input.text('out');
    if (format === 'csv' && kind === undefined && out === undefined && !json)
      throw usageError('A table holds one kind of entry: name it with --kind, or a folder for all with --out.');
    await using operator = await connectOperator(settings);
    const directory = await readDirectory(operator);
    const { edition } = directory;
    const wanted = (only = kind) =>
      inOrder(directory, { ...(only === undefined ? {} : { kind: only }), ...(at === undefined ? {} : { at }) });
    if (out === undefined) {
      const entries = upTo(MOST_SHOWN, wanted());
      const text = json ? '' : [...textOf(format, entries, { edition, kind: kind ?? 'region' })].join('').trimEnd();
      return { value: { edition, entries }, text, isDocument: true };
    }
    const counter = { entries: 0 };
    const write = (file: string, only: EntryKind | undefined): string => {
      writeWhole(file, textOf(format, counted(wanted(only), counter), { edition, kind: only ?? 'region' }));
      return file;
    };
    const kinds = format === 'csv' && kind === undefined ? kindsIn(wanted()) : [];
    const files =
      format === 'csv' && kind === undefined
        ? kinds.map((each) => write(resolve(join(out, `${each}.csv`)), each))
        : [write(resolve(out), kind)];
    const value = { edition, entries: counter.entries, file: resolve(out), files };
    return { value, text: `${value.file}: ${value.entries} entries, edition ${edition}` };
  },
};

const kindsIn = (entries: Iterable<RegistryEntry>): readonly EntryKind[] => {
  const kinds = new Set<EntryKind>();
  for (const { kind } of entries) kinds.add(kind);
  return [...kinds];
};

function* counted(entries: Iterable<RegistryEntry>, counter: { entries: number }): Generator<RegistryEntry> {
  for (const entry of entries) {
    counter.entries += 1;
    yield entry;
  }
}

const upTo = (most: number, entries: Iterable<RegistryEntry>): readonly RegistryEntry[] => {
  const taken: RegistryEntry[] = [];
  for (const entry of entries) {
    if (taken.length === most)
      throw usageError(`There are more than ${most} entries. Name a file with --out, or one kind with --kind.`);
    taken.push(entry);
  }
  return taken;
};
