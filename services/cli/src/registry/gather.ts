/** From files to what they would change: every file is read to its end, and only then anything is decided. */
import { hash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EntryKind, RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { canonicalText } from '@dienstweg/schemas/directory/tables/canonical.ts';
import { entryReader } from '@dienstweg/schemas/directory/tables/check-entry.ts';
import { KIND_ORDER } from '@dienstweg/schemas/directory/tables/columns.ts';
import { type TableFinding, tableViolation } from '@dienstweg/schemas/directory/tables/texts.ts';
import { nearest } from '@dienstweg/schemas/problems/nearest.ts';
import { ProblemError, problem, type Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { usageError } from '../args/parse.ts';
import { readEntryFile } from './read-file.ts';

/** Findings that are listed; those beyond are counted. */
export const MOST_FINDINGS = 1_000;
/** Entries that one import may hold. */
export const MOST_ENTRIES = 5_000_000;

/** The files behind a name: itself, or the tables in a folder, those that are referred to first. */
export const filesOf = (path: string): readonly string[] => {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.csv'));
  if (names.length === 0) throw usageError(`${path} is a folder without a .csv file in it.`);
  const place = (name: string): number => KIND_ORDER.findIndex((kind) => name === `${kind}.csv`);
  return names.toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1)).map((name) => join(path, name));
};

/** What is wrong with several files, gathered until all of them are read. */
export class Findings {
  readonly #found: { readonly violation: Violation; readonly file: number }[] = [];
  readonly #files = new Map<string | undefined, number>();
  readonly #language: Language;
  #count = 0;

  constructor(language: Language) {
    this.#language = language;
  }

  /** `file` where there are several. */
  add(finding: TableFinding, file?: string): void {
    this.#count += 1;
    if (this.#found.length >= MOST_FINDINGS) return;
    const found = tableViolation(finding, this.#language);
    if (!this.#files.has(file)) this.#files.set(file, this.#files.size);
    this.#found.push({
      violation: file === undefined ? found : { ...found, text: `${file}: ${found.text}` },
      file: this.#files.get(file) ?? 0,
    });
  }

  /** Throws `registry-change-invalid` with everything that was found, if anything was. */
  refuseIfAny(): void {
    if (this.#count === 0) return;
    // octets that are no text are noticed before what stands in the lines above them
    const inOrder = this.#found.toSorted(
      (a, b) => a.file - b.file || (a.violation.line ?? 0) - (b.violation.line ?? 0),
    );
    const listed = this.#count > MOST_FINDINGS ? `; the first ${MOST_FINDINGS} are listed` : '';
    throw new ProblemError(
      problem('registry-change-invalid', {
        language: this.#language,
        detail: `${this.#count} fault${this.#count === 1 ? '' : 's'} found${listed}. Nothing was recorded.`,
        violations: inOrder.map(({ violation }) => violation),
      }),
    );
  }
}

/** A digest by which two entries are known to be the same. */
export const digestOf = (canonical: string): string => hash('sha256', canonical, 'base64');

/** What is read from files. */
export interface GatherNeeds {
  readonly kind?: EntryKind;
  readonly findings: Findings;
  readonly onEntry: (entry: RegistryEntry, canonical: string, line: number, file: number) => void;
  readonly onClose?: (close: unknown) => void;
  readonly onDocument?: (members: Readonly<Record<string, unknown>>) => void;
  /** Share of all files that is read, and entries so far. */
  readonly onProgress?: (share: number, entries: number) => void;
}

/** Reads files of entries; an id may stand in them once. Resolves with the number of entries. */
export const gather = async (paths: readonly string[], needs: GatherNeeds): Promise<number> => {
  const { findings, kind } = needs;
  const check = entryReader();
  const lineOf = new Map<string, number>();
  const all = Math.max(
    1,
    paths.map((path) => statSync(path).size).reduce((sum, size) => sum + size, 0),
  );
  let before = 0;
  for (const [file, path] of paths.entries()) {
    const name = paths.length === 1 ? undefined : path;
    await readEntryFile(
      path,
      {
        ...(kind === undefined ? {} : { kind }),
        check,
        nearest,
        onFinding: (finding) => findings.add(finding, name),
        onEntry: (entry, line) => {
          const first = lineOf.get(entry.id);
          if (first !== undefined)
            return findings.add({ line, text: 'id-twice', values: { id: entry.id, first } }, name);
          lineOf.set(entry.id, line);
          if (lineOf.size === MOST_ENTRIES + 1)
            findings.add({ line, text: 'too-many', values: { limit: MOST_ENTRIES } }, name);
          if (lineOf.size <= MOST_ENTRIES) needs.onEntry(entry, canonicalText(entry), line, file);
        },
        onClose: needs.onClose ?? (() => {}),
        onDocument: needs.onDocument ?? (() => {}),
      },
      (octets) => needs.onProgress?.((before + octets) / all, lineOf.size),
    );
    before += statSync(path).size;
  }
  return lineOf.size;
};

/** What `--replace` compares: entries of one kind, and of one scheme where identifiers have several. */
export const groupOf = (entry: RegistryEntry): string => {
  const id = identifierOf(entry);
  return id === undefined ? entry.kind : `${entry.kind} ${id.slice(0, id.indexOf(':'))}`;
};

const identifierOf = (entry: RegistryEntry): string | undefined => {
  if (entry.kind === 'region') return entry.region;
  if (entry.kind === 'authority') return entry.authority;
  return entry.kind === 'service' ? entry.service : undefined;
};

/** How an entry that is no longer wanted is closed on a day; `undefined` where it has ended by then. */
export const closeOn = (
  { id, validFrom, validUntil }: Pick<RegistryEntry, 'id' | 'validFrom' | 'validUntil'>,
  day: string,
): RegistryChange['closes'][number] | undefined => {
  if (validUntil !== undefined && validUntil <= day) return undefined;
  // one that has not begun by then never holds
  const end = day < validFrom ? validFrom : day;
  return validUntil === end ? undefined : { id, validUntil: end };
};
