/** What one set of entries says otherwise than another. */
import type { EntryKind, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { holdsOn } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import {
  byKindAndId,
  canonicalText,
  type FieldDifference,
  fieldDifferences,
} from '@dienstweg/schemas/directory/tables/canonical.ts';
import type { NamedColumns } from '@dienstweg/schemas/directory/tables/list-columns.ts';
import type { Cli, Outcome } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { connectOperator } from '../client/operator.ts';
import { visibleInLine } from '../print/visible.ts';
import { readDirectory } from './current.ts';
import { Findings, filesOf, gather, groupOf } from './gather.ts';
import { planOfList } from './list-source.ts';
import { beginProgress } from './progress.ts';
import { formOfFile } from './read-file.ts';

/** How sets are compared. */
export interface DiffOrder {
  /** Only entries in force on this day. */
  readonly at?: string;
  readonly kind?: EntryKind;
  /** Of a genericode list, as for an import. */
  readonly columns?: NamedColumns;
  readonly validFrom?: string;
  /** Differences that are listed. */
  readonly limit: number;
}

/** An entry that one side has otherwise than the other. `closed`: the later side does not have it. */
export interface EntryDifference {
  readonly change: 'added' | 'changed' | 'closed';
  readonly kind: EntryKind;
  readonly id: string;
  readonly fields: readonly FieldDifference[];
}

type Texts = ReadonlyMap<string, string>;

const entryIn = (text: string): RegistryEntry => JSON.parse(text) as RegistryEntry;

/** Differences by kind and id; entries as canonical texts by id. */
export const differencesOf = (before: Texts, after: Texts): readonly EntryDifference[] => {
  const found: EntryDifference[] = [];
  for (const [id, text] of after) {
    const was = before.get(id);
    if (was === text) continue;
    const entry = entryIn(text);
    const fields = was === undefined ? [] : fieldDifferences(entryIn(was), entry);
    found.push({ change: was === undefined ? 'added' : 'changed', kind: entry.kind, id, fields });
  }
  for (const [id, text] of before)
    if (!after.has(id)) found.push({ change: 'closed', kind: entryIn(text).kind, id, fields: [] });
  return found.sort(byKindAndId);
};

/** Compares a file with the directory, or a first file with a second one. Exit code 1 where they differ. */
export const diffFiles = async (
  cli: Cli,
  [first, second]: readonly [string, string | undefined],
  order: DiffOrder,
): Promise<Outcome> => {
  if (!Number.isSafeInteger(order.limit) || order.limit < 0) throw usageError('--limit must be a number.');
  const isWanted = (entry: RegistryEntry): boolean => order.at === undefined || holdsOn(entry, order.at);
  const read = async (path: string): Promise<{ texts: Map<string, string>; groups: Set<string> }> => {
    const [texts, groups] = [new Map<string, string>(), new Set<string>()];
    const findings = new Findings(cli.language);
    const progress = beginProgress(cli, 'reading');
    await gather(filesOf(path), {
      findings,
      ...(order.kind === undefined ? {} : { kind: order.kind }),
      onEntry: (entry, canonical) => {
        groups.add(groupOf(entry));
        if (isWanted(entry)) texts.set(entry.id, canonical);
      },
      onProgress: progress.at,
    });
    findings.refuseIfAny();
    return { texts, groups };
  };
  const { before, after, edition } =
    second === undefined
      ? await besideDirectory(cli, first, order, isWanted, read)
      : { before: (await read(first)).texts, after: (await read(second)).texts, edition: undefined };
  const differences = differencesOf(before, after);
  const count = (change: EntryDifference['change']): number =>
    differences.filter((each) => each.change === change).length;
  const counts = { added: count('added'), changed: count('changed'), closed: count('closed') };
  const same = after.size - counts.added - counts.changed;
  const listed = differences.slice(0, order.limit);
  const value = {
    ...(edition === undefined ? {} : { edition }),
    different: differences.length > 0,
    ...counts,
    same,
    differences: listed,
  };
  const sum = `${counts.added} added, ${counts.changed} changed, ${counts.closed} closed, ${same} the same`;
  const rest = differences.length - listed.length;
  const text = [...listed.map(differenceText), ...(rest > 0 ? [`… and ${rest} more (--limit)`] : []), sum].join('\n');
  return differences.length > 0 ? { value, text, exitCode: 1 } : { value, text };
};

type ReadTexts = (path: string) => Promise<{ readonly texts: Map<string, string>; readonly groups: Set<string> }>;

/** A file, and the entries of the directory of the same kinds and schemes as those in it. */
const besideDirectory = async (
  cli: Cli,
  path: string,
  order: DiffOrder,
  isWanted: (entry: RegistryEntry) => boolean,
  read: ReadTexts,
): Promise<{ before: Texts; after: Texts; edition: number }> => {
  const isList = filesOf(path).length === 1 && (await formOfFile(path)) === 'xml';
  // what is wrong with a table is told also where nothing runs
  const table = isList ? undefined : await read(path);
  await using operator = await connectOperator(cli.settings);
  const directory = await readDirectory(operator);
  const { texts, groups } = table ?? readList(cli, path, order, directory, isWanted);
  const before = new Map<string, string>();
  for (const entry of directory.entries())
    if ((groups.has(groupOf(entry)) || texts.has(entry.id)) && isWanted(entry))
      before.set(entry.id, canonicalText(entry));
  return { before, after: texts, edition: directory.edition };
};

/** The entries a code list would make of those that are there; those that end with it end in both. */
const readList = (
  { language }: Cli,
  path: string,
  { columns = {}, validFrom }: DiffOrder,
  directory: Directory,
  isWanted: (entry: RegistryEntry) => boolean,
): { texts: Map<string, string>; groups: Set<string> } => {
  const findings = new Findings(language);
  const question = { columns, language, ...(validFrom === undefined ? {} : { validFrom }) };
  const plan = planOfList(path, directory, question, findings);
  findings.refuseIfAny();
  const [texts, groups] = [new Map<string, string>(), new Set<string>()];
  const take = (entry: RegistryEntry): void => {
    if (plan?.isWhole === true) groups.add(groupOf(entry));
    if (isWanted(entry)) texts.set(entry.id, canonicalText(entry));
  };
  for (const { id, validUntil } of plan?.closes ?? []) {
    const entry = directory.entry(id);
    if (entry !== undefined) take({ ...entry, validUntil });
  }
  for (const { entry } of plan?.entries ?? []) take(entry);
  return { texts, groups };
};

const SIGNS = { added: '+', changed: '~', closed: '-' } as const;

/** One line a field, so that it can be read aloud. */
export const differenceText = ({ change, kind, id, fields }: EntryDifference): string =>
  [`${SIGNS[change]} ${kind} ${visibleInLine(id)}`, ...fields.map((field) => `    ${fieldText(field)}`)].join('\n');

/** A field as `name: before → after`. */
export const fieldText = ({ field, before, after }: FieldDifference): string =>
  visibleInLine(`${field}: ${shown(before)} → ${shown(after)}`);

const shown = (value: unknown): string => (value === undefined ? '(none)' : JSON.stringify(value));
