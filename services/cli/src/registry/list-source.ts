/** A genericode list as the source of an import. */

import { CODE_LIST_LIMITS, type CodeList, readCodeList } from '@dienstweg/schemas/codelists/genericode.ts';
import type { RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { keysOfList, type NamedColumns } from '@dienstweg/schemas/directory/tables/list-columns.ts';
import { type KnownLists, type ListPlan, planList } from '@dienstweg/schemas/directory/tables/list-plan.ts';
import type { TableFinding } from '@dienstweg/schemas/directory/tables/texts.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { usageError } from '../args/parse.ts';
import { readInput } from '../client/read-input.ts';
import type { Findings } from './gather.ts';

/** `key=…,name=…` of `--columns`. Throws `usage-error` for anything else. */
export const columnsOption = (text: string | undefined): NamedColumns => {
  const columns: { key?: string; name?: string } = {};
  for (const pair of text === undefined ? [] : text.split(',')) {
    const [, role, column] = /^(key|name)=(.+)$/.exec(pair.trim()) ?? [];
    if (column === undefined || (role !== 'key' && role !== 'name'))
      throw usageError(`--columns takes key=COLUMN,name=COLUMN, not "${pair}".`);
    columns[role] = column;
  }
  return columns;
};

/** What is asked of a list. */
export interface ListQuestion {
  readonly columns: NamedColumns;
  readonly validFrom?: string;
  readonly language: Language;
}

/** What the list says, and the day from which it does. */
export interface ListedPlan extends ListPlan {
  readonly what: string;
  readonly validFrom: string;
  /** The list is a whole table; other lists add to entries that there are. */
  readonly isWhole: boolean;
}

/** Reads a list and plans it against the directory. Throws the problem of a file that is none. */
export const planOfList = (
  path: string,
  directory: Directory,
  { columns, validFrom, language }: ListQuestion,
  findings: Findings,
): ListedPlan | undefined => {
  const read = readCodeList(readInput(path, CODE_LIST_LIMITS.octets), language);
  if (!read.ok) throw new ProblemError(problem(read.code, { violations: read.violations, language }));
  const { list } = read;
  const keys = keysOfList(list, columns);
  const from = validFrom ?? list.validFrom;
  if (typeof keys === 'string') findings.add({ line: 1, text: keys, expected: namesIn(list) });
  if (from === undefined) findings.add({ line: 1, text: 'list-day' });
  if (typeof keys === 'string' || from === undefined) return undefined;
  const plan = planList(keys.subject, keys.keys, from, knownIn(directory));
  for (const finding of plan.findings) findings.add(finding);
  if (keys.subject === 'prefixes') {
    const first = categoriesFirst(directory, plan, keys.keys[0]?.line ?? 1);
    if (first !== undefined) findings.add(first);
  }
  const name = list.versionUri || `${list.uri} ${list.version}`.trim() || path;
  return {
    ...plan,
    what: `${name} (${keys.subject}, ${keys.keys.length} keys)`,
    validFrom: from,
    isWhole: keys.subject === 'ars',
  };
};

const MOST_NAMED = 20;

/** Where no category is registered yet, the first ones make all that are in use be looked for: they are told. */
const categoriesFirst = (directory: Directory, { entries }: ListPlan, line: number): TableFinding | undefined => {
  if (entries.length === 0 || directory.categories.keys().next().done !== true) return undefined;
  const used = new Set<string>();
  for (const entry of directory.otherEntries()) {
    if (entry.kind === 'authority') used.add(entry.category);
    const parties =
      entry.kind === 'permission' ? [entry.from, entry.to] : entry.kind === 'activation' ? [entry.who] : [];
    for (const party of parties) if ('category' in party) used.add(party.category);
  }
  if (used.size === 0) return undefined;
  const named = [...used].sort();
  const more = named.length > MOST_NAMED ? ' …' : '';
  return { line, text: 'categories-first', values: { categories: named.slice(0, MOST_NAMED).join(', ') + more } };
};

const namesIn = ({ columns }: CodeList): string => columns.map(({ names }) => names[0] ?? '').join(', ');

const knownIn = (directory: Directory): KnownLists => ({
  regionsOf: (region) => directory.regions.known(region),
  allRegions: () => ofKind(directory, 'region'),
  allCategories: () => ofKind(directory, 'category'),
  isIdUsed: (id) => directory.entry(id) !== undefined,
});

function* ofKind<K extends RegistryEntry['kind']>(
  directory: Directory,
  kind: K,
): Generator<Extract<RegistryEntry, { kind: K }>> {
  const isOne = (entry: RegistryEntry): entry is Extract<RegistryEntry, { kind: K }> => entry.kind === kind;
  for (const entry of directory.entries()) if (isOne(entry)) yield entry;
}
