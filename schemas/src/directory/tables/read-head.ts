/** The first row of a table: which kind of entries it holds, and which column is which. */
import type { EntryKind } from '../change/changes.ts';
import { COLUMNS, type Column, KIND_ORDER } from './columns.ts';
import type { TableFinding } from './texts.ts';

/** Gives the candidate that a word was probably meant to be. */
export type Nearest = (word: string, candidates: readonly string[]) => string | undefined;

/** Whether a text names a kind of entry. */
export const isKind = (text: string): text is EntryKind => KIND_ORDER.some((kind) => kind === text);

const namesOf = (kind: EntryKind): readonly string[] => ['kind', ...COLUMNS[kind].map(({ name }) => name)];

const missingIn = (kind: EntryKind, names: ReadonlySet<string>): readonly Column[] =>
  COLUMNS[kind].filter(({ name, required }) => required && !names.has(name));

/** The kind whose columns these are, or most nearly are; `undefined` where several come equally near. */
export const kindOfHead = (head: readonly string[]): EntryKind | undefined => {
  const names = new Set(head);
  const away = KIND_ORDER.map((kind) => {
    const known = new Set(namesOf(kind));
    return missingIn(kind, names).length + head.filter((name) => !known.has(name)).length;
  });
  const least = Math.min(...away);
  const near = KIND_ORDER.filter((_, n) => away[n] === least);
  return near.length === 1 && least <= head.length / 2 ? near[0] : undefined;
};

/** Of a head with more faults than this the first ones tell enough. */
const MOST_FINDINGS = 100;

/** The columns by their place (`undefined` where `kind` stands), or everything wrong with the head. */
export const readHead = (
  kind: EntryKind,
  head: readonly string[],
  line: number,
  nearest: Nearest,
): { readonly places: readonly (Column | undefined)[]; readonly findings: readonly TableFinding[] } => {
  const columns = COLUMNS[kind];
  const known = namesOf(kind);
  const there = new Set(head);
  const free = known.filter((each) => !there.has(each));
  const seen = new Set<string>();
  const findings: TableFinding[] = [];
  for (const name of head) {
    if (findings.length >= MOST_FINDINGS) break;
    if (seen.has(name)) findings.push({ line, text: 'column-twice', values: { name } });
    seen.add(name);
    if (known.includes(name)) continue;
    const meant = nearest(name, free);
    findings.push(
      meant === undefined
        ? { line, text: 'column-unknown', values: { name, kind }, expected: known.join(', ') }
        : { line, text: 'column-meant', values: { name, kind, meant } },
    );
  }
  for (const { name } of missingIn(kind, there))
    findings.push({ line, text: 'column-missing', values: { name, kind } });
  return { places: head.map((name) => columns.find((column) => column.name === name)), findings };
};
