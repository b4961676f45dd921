/** The code lists of a message type: files of `codelists/`, each read when it is first asked for and kept. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaText } from '../xsd/schema-text.ts';
import { tokensOf } from '../xsd/tokens.ts';
import { type CodeIndex, codeIndex } from './code-index.ts';
import { type CodeList, readCodeList } from './genericode.ts';

/** What a file says of itself before its rows. */
export interface ListHead {
  /** Path within the folder of the type, `codelists/…`. */
  readonly file: string;
  readonly uri: string;
  readonly version: string;
}

/** The lists of a folder. */
export interface CodeListFolder {
  /** Heads of all files that are lists, sorted by file. */
  readonly heads: readonly ListHead[];
  /** The file that a manifest means: a path, or a canonical URI with its version; or in one sentence why there is none. */
  find(list: string, version?: string): ListHead | { readonly mistake: string };
  /** The whole list, or in one sentence why the file is none. */
  read(file: string): CodeList | { readonly mistake: string };
  /** Codes of a column, compiled once; `undefined` where list or column is not there. */
  index(file: string, column?: string): CodeIndex | undefined;
}

/** Identification stands before the rows: only so much of a file is looked at. */
const headOf = (file: string, octets: Uint8Array): ListHead | undefined => {
  const decoded = schemaText(octets);
  if (!decoded.ok) return undefined;
  const said = new Map<string, string>();
  let open = '';
  for (const token of tokensOf(decoded.text)) {
    if (token.kind === 'start') {
      open = token.name.slice(token.name.indexOf(':') + 1);
      if (open === 'ColumnSet' || open === 'SimpleCodeList') break;
    } else if (token.kind === 'end') open = '';
    else if (open === 'CanonicalUri' || open === 'Version') said.set(open, (said.get(open) ?? '') + token.text);
  }
  return { file, uri: (said.get('CanonicalUri') ?? '').trim(), version: (said.get('Version') ?? '').trim() };
};

const filesIn = (folder: string): readonly string[] => {
  const lists = join(folder, 'codelists');
  return existsSync(lists)
    ? readdirSync(lists, { recursive: true, encoding: 'utf8' })
        .map((name) => name.replaceAll('\\', '/'))
        .filter((name) => /\.(?:xml|gc)$/i.test(name))
        .sort()
        .map((name) => `codelists/${name}`)
    : [];
};

const versionsOf = (heads: readonly ListHead[]): string => heads.map(({ version }) => version || '?').join(', ');

/** The lists below `folder`, the folder of a message type. Reads their heads at the first question. */
export const codeListFolder = (folder: string): CodeListFolder => {
  let known: readonly ListHead[] | undefined;
  const lists = new Map<string, CodeList | { readonly mistake: string }>();
  const indexes = new Map<string, CodeIndex | undefined>();
  const heads = (): readonly ListHead[] => {
    known ??= filesIn(folder).flatMap((file) => headOf(file, readFileSync(join(folder, file))) ?? []);
    return known;
  };
  const read = (file: string): CodeList | { readonly mistake: string } => {
    let list = lists.get(file);
    if (list === undefined) {
      const reading = heads().some((head) => head.file === file)
        ? readCodeList(readFileSync(join(folder, file)))
        : undefined;
      if (reading === undefined) list = { mistake: `there is no code list ${file}` };
      else list = reading.ok ? reading.list : { mistake: `${file}: ${reading.violations[0]?.text ?? 'no code list'}` };
      lists.set(file, list);
    }
    return list;
  };
  return {
    get heads() {
      return heads();
    },
    read,
    find: (list, version) => {
      const named = heads().filter(({ file, uri }) => file === list || uri === list);
      if (named.length === 0) return { mistake: `there is no code list ${list} in codelists/` };
      const [fitting, ...others] = named.filter((head) => version === undefined || head.version === version);
      if (fitting === undefined)
        return { mistake: `code list ${list} has no version ${version}, only ${versionsOf(named)}` };
      return others.length === 0
        ? fitting
        : {
            mistake: `code list ${list} is there more than once, and not each version says from which day it holds: pin its version`,
          };
    },
    index: (file, column) => {
      const key = `${file}\n${column ?? ''}`;
      if (!indexes.has(key)) {
        const list = read(file);
        indexes.set(key, 'mistake' in list ? undefined : codeIndex(list, file, column));
      }
      return indexes.get(key);
    },
  };
};
