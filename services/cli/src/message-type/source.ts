/** Where a collection comes from: a folder, a ZIP, or one XSD with what it refers to. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { folderFaults } from '@dienstweg/schemas/xsd/documents.ts';
import type { SchemaFault } from '@dienstweg/schemas/xsd/fault.ts';
import { schemaHead } from '@dienstweg/schemas/xsd/head.ts';
import { isAbsoluteUrl, pathsMeant } from '@dienstweg/schemas/xsd/path.ts';
import { schemaText } from '@dienstweg/schemas/xsd/schema-text.ts';
import { readInput } from '../client/read-input.ts';
import { isPlainFileNear, MOST_UP } from './plain-file.ts';
import { refusal } from './refusal.ts';
import { ArchiveError, unzip, type Wanted } from './unzip.ts';

/** Files by path with `/`; `entries`: the XSD that was named, else none. */
export interface Source {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly entries: readonly string[];
  /** Code lists in genericode, by path. */
  readonly lists: ReadonlyMap<string, Uint8Array>;
  /** What was passed over, and why. */
  readonly notes: readonly string[];
}

/** Schemas, WSDLs with schemas in them, and catalogs are needed; what may be a code list is useful. */
const wantedOf = (path: string): Wanted => {
  if (/\.(?:xsd|wsdl)$/i.test(path)) return 'needed';
  if (/(?:^|\/)[^/]*catalog[^/]*\.xml$/i.test(path) && !/genericode/i.test(path)) return 'needed';
  return /\.(?:xml|gc)$/i.test(path) && !/(?:^|\/)(?:__MACOSX\/|\.)/.test(path) ? 'useful' : undefined;
};
const isNeeded = (path: string): boolean => wantedOf(path) === 'needed';

/** Octets looked at for what a file is. */
const HEAD_BYTES = 4096;
const isCodeList = (octets: Uint8Array): boolean =>
  /<(?:\w+:)?CodeList[\s>]/.test(Buffer.from(octets.subarray(0, HEAD_BYTES)).toString('latin1')) &&
  Buffer.from(octets.subarray(0, HEAD_BYTES)).includes('docs.oasis-open.org/codelist/ns/genericode/');

const sorted = (files: ReadonlyMap<string, Uint8Array>): Pick<Source, 'files' | 'lists'> => ({
  files: new Map([...files].filter(([path]) => isNeeded(path))),
  lists: new Map([...files].filter(([path, octets]) => !isNeeded(path) && isCodeList(octets))),
});

const ZIP_BYTES = 64 * 1024 * 1024;
const LIST_BYTES = 16 * 1024 * 1024;
const slashed = (path: string): string => path.split(sep).join('/');

interface Below {
  readonly files: readonly string[];
  /** Links are not followed: they may lead anywhere, and round in circles. */
  readonly links: readonly string[];
}

/** What lies in a folder and those in it. */
const below = (folder: string): Below => {
  const files: string[] = [];
  const links: string[] = [];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop())
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isSymbolicLink()) links.push(path);
      else if (entry.isFile() && wantedOf(slashed(path)) !== undefined) files.push(path);
    }
  return { files: files.sort(), links: links.sort() };
};
const neededAmong = ({ files }: Below): readonly string[] => files.filter((path) => isNeeded(slashed(path)));
const notesOnLinks = (base: string, { links }: Below): readonly string[] =>
  links.map((path) => `${slashed(relative(base, path))} is a symbolic link: what it leads to is not taken`);

/** Code lists of a folder; what is too large to be one is passed over. */
const listsAmong = (folder: string, { files }: Below): ReadonlyMap<string, Uint8Array> => {
  const lists = new Map<string, Uint8Array>();
  for (const path of files) {
    if (isNeeded(slashed(path)) || statSync(path).size > LIST_BYTES) continue;
    const octets = readFileSync(path);
    if (isCodeList(octets)) lists.set(slashed(relative(folder, path)), octets);
  }
  return lists;
};

const readAll = (base: string, paths: readonly string[], language: Language): ReadonlyMap<string, Uint8Array> => {
  const keyed = paths.map((path) => [slashed(relative(base, path)), path] as const);
  const faults = folderFaults(keyed.map(([key, path]) => ({ path: key, bytes: statSync(path).size })));
  if (faults.length > 0) throw refusal(faults, language);
  return new Map(keyed.map(([key, path]) => [key, readFileSync(path)]));
};

/** Says of a file that counts as missing, and is there, why it is not taken along, or how it is. */
export const toldWhere =
  (from: string) =>
  (fault: SchemaFault): SchemaFault => {
    const [, location] = / from "([^"]+)"/.exec(fault.text) ?? [];
    if (fault.code !== 'missing' || location === undefined || isAbsoluteUrl(location)) return fault;
    const isFolder = statSync(from).isDirectory();
    const base = isFolder ? resolve(from) : dirname(resolve(from));
    const meant = resolve(base, dirname(fault.file), location);
    if (!existsSync(meant)) return fault;
    if (!/\.xsd$/i.test(meant) || !isPlainFileNear(resolve(base, fault.file), meant))
      return { ...fault, text: `${fault.text}: only .xsd files that lie near are taken along, and no links` };
    if (!isFolder || !relative(base, meant).startsWith('..')) return fault;
    return {
      ...fault,
      text: `${fault.text} within ${from}, but outside it; name the XSD to begin with as --from, and what it refers to is taken along`,
    };
  };

/** The files an XSD refers to by relative path, itself first; those that are not there are left to the planning. */
const followed = (start: string): readonly string[] => {
  const found = new Set([start]);
  for (const path of found) {
    if (statSync(path).size > ZIP_BYTES) continue;
    const text = schemaText(readFileSync(path));
    const head = text.ok ? schemaHead(text.text) : undefined;
    for (const { location } of head?.references ?? []) {
      if (location === undefined || isAbsoluteUrl(location)) continue;
      const base = slashed(path).replace(/^\//, '');
      const meant = pathsMeant(base, location).map((each) => resolve('/', each));
      const there = meant.find((each) => /\.xsd$/i.test(each) && isPlainFileNear(start, each));
      if (there !== undefined) found.add(there);
    }
  }
  return [...found];
};

const fromXsd = (path: string, language: Language): Source => {
  const start = resolve(path);
  const beside = below(dirname(start));
  const paths = new Set([...followed(start), ...neededAmong(beside)]);
  let base = dirname(start);
  for (let up = 0; up < MOST_UP && [...paths].some((each) => relative(base, each).startsWith('..')); up++)
    base = dirname(base);
  const within = [...paths].filter((each) => !relative(base, each).startsWith('..'));
  return {
    files: readAll(base, within, language),
    entries: [slashed(relative(base, start))],
    lists: new Map(),
    notes: notesOnLinks(base, beside),
  };
};

/** Paths without the folders all of them are in. */
const unwrapped = (files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> => {
  const paths = [...files.keys()];
  const [first = ''] = paths;
  let prefix = first.slice(0, first.lastIndexOf('/') + 1);
  while (prefix !== '' && !paths.every((path) => path.startsWith(prefix)))
    prefix = prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
  return new Map([...files].map(([path, octets]) => [path.slice(prefix.length), octets]));
};

/** The part of a source that lies in one of its folders, e.g. one of two renditions of the same schemas. */
export const within = ({ files, entries, lists, notes }: Source, folder: string): Source => {
  const name = posix.normalize(slashed(folder)).replace(/^\/+|\/+$/g, '');
  if (name === '.' || name === '') return { files, entries, lists, notes };
  const prefix = `${name}/`;
  const inside = [...files].filter(([path]) => path.startsWith(prefix));
  return { files: new Map(inside.map(([path, octets]) => [path.slice(prefix.length), octets])), entries, lists, notes };
};

/** Reads a collection. Throws a problem where there is none, or where it is too much or not in order. */
export const readSource = async (path: string, language: Language): Promise<Source> => {
  if (statSync(path).isDirectory()) {
    const folder = resolve(path);
    const found = below(folder);
    const files = readAll(folder, neededAmong(found), language);
    return { files, entries: [], lists: listsAmong(folder, found), notes: notesOnLinks(folder, found) };
  }
  if (/\.(?:xsd|wsdl)$/i.test(path)) return fromXsd(path, language);
  try {
    const { files, lists } = sorted(await unzip(readInput(path, ZIP_BYTES), wantedOf));
    return { files: unwrapped(files), lists, entries: [], notes: [] };
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw refusal([{ file: error.entry === '' ? path : `${path}: ${error.entry}`, text: error.message }], language);
  }
};
