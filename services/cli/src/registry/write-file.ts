/** Entries as files: the same entries give the same octets. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolderNow } from '@dienstweg/infra/folders.ts';
import type { EntryKind, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { writtenText } from '@dienstweg/schemas/directory/tables/canonical.ts';
import { csvLine } from '@dienstweg/schemas/directory/tables/csv-rows.ts';
import { cellsOf, headOf } from '@dienstweg/schemas/directory/tables/row.ts';

/** Forms that entries are written in. */
export const FORMATS = ['json', 'jsonl', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** What surrounds the entries of a form. A table holds one kind. */
const FRAME: Readonly<
  Record<
    Format,
    { readonly head: (edition: number, kind: EntryKind) => string; readonly between: string; readonly foot: string }
  >
> = {
  json: { head: (edition) => `{"edition":${edition},"entries":[\n`, between: ',\n', foot: '\n]}\n' },
  jsonl: { head: () => '', between: '\n', foot: '\n' },
  csv: { head: (_, kind) => csvLine(headOf(kind)), between: '', foot: '' },
};

const entryText = (format: Format, entry: RegistryEntry): string =>
  format === 'csv' ? csvLine(cellsOf(entry)) : writtenText(entry);

/** The text of entries in pieces; `kind` is that of a table. */
export function* textOf(
  format: Format,
  entries: Iterable<RegistryEntry>,
  { edition, kind }: { readonly edition: number; readonly kind: EntryKind },
): Generator<string> {
  const { head, between, foot } = FRAME[format];
  yield head(edition, kind);
  let count = 0;
  for (const entry of entries) {
    yield count === 0 ? entryText(format, entry) : between + entryText(format, entry);
    count += 1;
  }
  yield count === 0 && format === 'jsonl' ? '' : foot;
}

const BUFFERED = 1024 * 1024;

/** Writes pieces of text to a file that appears when it is whole; one that was there is replaced. */
export const writeWhole = (path: string, pieces: Iterable<string>): void => {
  makeFolderNow(dirname(path));
  const partial = `${path}.part`;
  const file = openSync(partial, 'w');
  try {
    let gathered: string[] = [];
    let length = 0;
    const flush = (): void => {
      const octets = Buffer.from(gathered.join(''));
      for (let written = 0; written < octets.length; ) written += writeSync(file, octets, written);
      [gathered, length] = [[], 0];
    };
    for (const piece of pieces) {
      gathered.push(piece);
      length += piece.length;
      if (length >= BUFFERED) flush();
    }
    flush();
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(partial, path);
};
