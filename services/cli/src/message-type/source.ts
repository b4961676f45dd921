/** Where a collection comes from: a folder, a ZIP, or one XSD with what it refers to. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { folderFaults } from '@dienstweg/schemas/xsd/documents.ts';
import { schemaHead } from '@dienstweg/schemas/xsd/head.ts';
import { isAbsoluteUrl, pathsMeant } from '@dienstweg/schemas/xsd/path.ts';
import { schemaText } from '@dienstweg/schemas/xsd/schema-text.ts';
import { readInput } from '../client/read-input.ts';
import { refusal } from './refusal.ts';
import { ArchiveError, unzip } from './unzip.ts';

/** Files by path with `/`; `entries`: the XSD that was named, else none. */
export interface Source {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly entries: readonly string[];
}

/** Schemas, WSDLs with schemas in them, and catalogs; everything else is left where it is. */
const isWanted = (path: string): boolean =>
  /\.(?:xsd|wsdl)$/i.test(path) || (/(?:^|\/)[^/]*catalog[^/]*\.xml$/i.test(path) && !/genericode/i.test(path));

const ZIP_BYTES = 64 * 1024 * 1024;
const slashed = (path: string): string => path.split(sep).join('/');

const wantedBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => isWanted(slashed(path)))
    .sort();

const readAll = (base: string, paths: readonly string[], language: Language): ReadonlyMap<string, Uint8Array> => {
  const keyed = paths.map((path) => [slashed(relative(base, path)), path] as const);
  const faults = folderFaults(keyed.map(([key, path]) => ({ path: key, bytes: statSync(path).size })));
  if (faults.length > 0) throw refusal(faults, language);
  return new Map(keyed.map(([key, path]) => [key, readFileSync(path)]));
};

/** Folders above a schema that it may refer into. */
const MOST_UP = 4;

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
      const there = meant.find((each) => existsSync(each) && statSync(each).isFile());
      if (there !== undefined && /\.xsd$/i.test(there)) found.add(there);
    }
  }
  return [...found];
};

const fromXsd = (path: string, language: Language): Source => {
  const start = resolve(path);
  const paths = new Set([...followed(start), ...wantedBelow(dirname(start))]);
  let base = dirname(start);
  for (let up = 0; up < MOST_UP && [...paths].some((each) => relative(base, each).startsWith('..')); up++)
    base = dirname(base);
  const within = [...paths].filter((each) => !relative(base, each).startsWith('..'));
  return { files: readAll(base, within, language), entries: [slashed(relative(base, start))] };
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
export const within = ({ files, entries }: Source, folder: string): Source => {
  const prefix = `${folder.replace(/^\.?\/+|\/+$/g, '')}/`;
  const inside = [...files].filter(([path]) => path.startsWith(prefix));
  return { files: new Map(inside.map(([path, octets]) => [path.slice(prefix.length), octets])), entries };
};

/** Reads a collection. Throws a problem where there is none, or where it is too much or not in order. */
export const readSource = async (path: string, language: Language): Promise<Source> => {
  if (statSync(path).isDirectory()) {
    const folder = resolve(path);
    return { files: readAll(folder, wantedBelow(folder), language), entries: [] };
  }
  if (/\.(?:xsd|wsdl)$/i.test(path)) return fromXsd(path, language);
  try {
    return { files: unwrapped(await unzip(readInput(path, ZIP_BYTES), isWanted)), entries: [] };
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw refusal([{ file: error.entry === '' ? path : `${path}: ${error.entry}`, text: error.message }], language);
  }
};
