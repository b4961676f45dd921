import { readFileSync } from 'node:fs';
import { changeIdOf } from '@dienstweg/schemas/directory/change/change-id.ts';
import type { EntryKind, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { changeViolation } from '@dienstweg/schemas/directory/change/read-change.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import { canonicalText } from '@dienstweg/schemas/directory/tables/canonical.ts';
import { entryReader } from '@dienstweg/schemas/directory/tables/check-entry.ts';
import { COLUMNS, KIND_ORDER } from '@dienstweg/schemas/directory/tables/columns.ts';
import { rowReader } from '@dienstweg/schemas/directory/tables/row.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { unknownWord, usageError } from '../args/parse.ts';
import { connectOperator } from '../client/operator.ts';
import { readInput, SMALL_LIMIT_BYTES } from '../client/read-input.ts';
import { readFold } from '../registry/current.ts';
import { carryOut } from '../registry/propose.ts';
import { SIGNING_OPTIONS, signingOf } from '../registry/registrar.ts';

type Raw = Readonly<Record<string, unknown>>;

/** The entry that `KIND --set COLUMN=VALUE …` says. */
const fromOptions = (kind: string, sets: readonly string[]): Raw => {
  if (!KIND_ORDER.some((each) => each === kind)) throw unknownWord('kind of entry', kind, KIND_ORDER);
  const columns = COLUMNS[kind as EntryKind];
  const places = sets.map((set) => {
    const [name = ''] = set.split('=', 1);
    const column = columns.find((each) => each.name === name);
    if (column === undefined || !set.includes('='))
      throw unknownWord(
        'column',
        name,
        columns.map((each) => each.name),
      );
    return column;
  });
  return rowReader(kind as EntryKind, places)(sets.map((set) => set.slice(set.indexOf('=') + 1)));
};

const fromJson = (octets: Uint8Array): Raw => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw;
  } catch (cause) {
    throw new ProblemError(problem('registry-change-invalid', { detail: 'The entry is no JSON in UTF-8.' }), { cause });
  }
  throw new ProblemError(problem('registry-change-invalid', { detail: 'The entry is no JSON object.' }));
};

const rawOf = (input: Input): Raw => {
  const [kind, file] = [input.argument(0), input.text('entry')];
  if ((kind === undefined) === (file === undefined))
    throw usageError('Give either KIND with --set COLUMN=VALUE …, or --entry FILE.');
  if (file === undefined) return fromOptions(kind ?? '', input.all('set'));
  return fromJson(file === '-' ? readFileSync(0) : readInput(file, SMALL_LIMIT_BYTES));
};

/** What is missing is filled in: the id by the content, the first day by today. */
const completed = (raw: Raw): Raw => {
  const dated: Raw = { validFrom: dayOf(new Date()), ...raw };
  return { id: `${String(raw.kind)}/${changeIdOf(dated).slice(0, 13)}`, ...dated };
};

const entryOf = (raw: Raw, language: Language): RegistryEntry => {
  const read = entryReader()(completed(raw));
  if (read.ok) return read.entry;
  const violations = read.findings.map((finding) => changeViolation(finding, language));
  throw new ProblemError(problem('registry-change-invalid', { violations, language }));
};

/** `registry add`: one entry; added again it is left as it is. */
export const registryAdd: CommandSpec = {
  arguments: [{ name: 'KIND', text: KIND_ORDER.join(', '), optional: true }],
  options: {
    set: { value: 'COLUMN=VALUE', text: 'a member of the entry, named as in the tables of export', multiple: true },
    entry: { value: 'FILE', text: 'the entry as JSON; - for standard input' },
    correct: { text: 'put it in the place of the entry of the same id' },
    reason: { value: 'TEXT', text: 'why; part of the history' },
    confirm: { value: 'CODE', text: 'a warning that was seen and is confirmed, e.g. gap', multiple: true },
    'dry-run': { text: 'check, and show what would be routed differently; record nothing' },
    ...SIGNING_OPTIONS,
  },
  examples: [
    'dienstweg registry add responsibility --set service=leika:99999050012000 --set role=responsible --set region=ars:990100007007 --set authority=dvdv:xga:990100007007 --set validFrom=2027-01-01',
    'dienstweg registry add approval-rule --set kinds=responsibility --reason "council decision"',
  ],
  run: async (input, cli) => {
    const entry = entryOf(rawOf(input), cli.language);
    const signing = signingOf(cli.settings.home, input);
    await using operator = await connectOperator(cli.settings);
    const fold = await readFold(operator);
    const { directory } = fold;
    const there = directory.entry(entry.id);
    const edition = directory.editionOfEntry(entry.id);
    if (there !== undefined && canonicalText(there) === canonicalText(entry)) {
      const value = { edition, unchanged: true, entries: [entry.id] };
      return { value, text: `${entry.id} stands so in edition ${edition}. Nothing was recorded.` };
    }
    if (there !== undefined && !input.flag('correct')) {
      const by = directory.editions.of(edition ?? 0)?.by ?? '?';
      const detail = `There is another entry ${entry.id}, of edition ${edition} by ${by}. To correct it: --correct.`;
      throw new ProblemError(problem('registry-conflict', { language: cli.language, detail }));
    }
    const reason = input.text('reason') ?? `${there === undefined ? 'added' : 'corrected'} ${entry.id}`;
    const order = { puts: [entry], closes: [], reason, confirms: input.all('confirm') };
    return await carryOut({ cli, operator, fold, signing }, order, input.flag('dry-run'));
  },
};
