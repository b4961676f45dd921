/** OASIS XML Catalogs 1.1: which file of the folder stands for a URL. Pure; a catalog never leads out of the folder. */
import type { SchemaFault } from './fault.ts';
import { folderOf, isAbsoluteUrl, pathsMeant } from './path.ts';
import { schemaText } from './schema-text.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Answers with the path of a file, relative to the folder of the first catalog. */
export interface SchemaCatalog {
  /** File for a URL, system identifier or namespace. */
  resolve(uri: string): string | undefined;
  readonly faults: readonly SchemaFault[];
}

/** A catalog as it was read: also what of it is wrong where somebody asks. */
export interface FoundCatalog extends SchemaCatalog {
  /** Faults of the entries that are for a URI; those of other entries leave its answer as it is. */
  wrongFor(uri: string): readonly SchemaFault[];
}

type How = 'exact' | 'prefix' | 'suffix';

interface Entry {
  readonly how: How;
  readonly name: string;
  readonly path: string;
}

/** An entry that leads nowhere. */
interface WrongEntry extends Omit<Entry, 'path'> {
  readonly fault: SchemaFault;
}

const isFor = ({ how, name }: Omit<Entry, 'path'>, uri: string): boolean =>
  how === 'exact' ? uri === name : how === 'prefix' ? uri.startsWith(name) : uri.endsWith(name);

const NAMESPACE = 'urn:oasis:names:tc:entity:xmlns:xml:catalog';
/** Element → attribute with the name, attribute with the target, and how the name is compared. */
const ENTRIES: Readonly<Record<string, readonly [string, string, How]>> = {
  uri: ['name', 'uri', 'exact'],
  system: ['systemId', 'uri', 'exact'],
  public: ['publicId', 'uri', 'exact'],
  rewriteURI: ['uriStartString', 'rewritePrefix', 'prefix'],
  rewriteSystem: ['systemIdStartString', 'rewritePrefix', 'prefix'],
  uriSuffix: ['uriSuffix', 'uri', 'suffix'],
  systemSuffix: ['systemIdSuffix', 'uri', 'suffix'],
};
const MOST_CATALOGS = 50;

/** A target as a path of the folder; `undefined` where it is a URL or leads out. */
const targetOf = (base: string, target: string): string | undefined => {
  if (isAbsoluteUrl(target) || target.startsWith('/')) return undefined;
  const [path] = pathsMeant(base, target);
  return path === undefined ? undefined : target.endsWith('/') && path !== '' ? `${path}/` : path;
};

interface Reading {
  readonly entries: Entry[];
  readonly wrong: WrongEntry[];
  readonly faults: SchemaFault[];
  readonly seen: Set<string>;
}

type StartTag = Extract<Token, { kind: 'start' }>;
const saidIn = (tag: StartTag, name: string): string | undefined =>
  tag.attributes.find((each) => each.name === name)?.value.trim();

const outside = (target: string): string =>
  `"${target}" ${isAbsoluteUrl(target) ? 'is a URL; a catalog may only point to files of this folder' : 'leads out of the folder'}`;

/** Distributions write down where they install the files that lie beside the catalog: `/usr/share/xml/…/a.xsd`. */
const installedElsewhere = (
  files: ReadonlyMap<string, Uint8Array>,
  base: string,
  target: string,
): string | undefined => {
  if (!/^(?:file:\/\/)?\//.test(target)) return undefined;
  const beside = `${folderOf(base)}${target.slice(target.lastIndexOf('/') + 1)}`;
  return files.has(beside) ? beside : undefined;
};

/** An entry, or why it is wrong, with what it is for where it says so. */
type ReadEntry = Entry | ({ readonly why: string } & Partial<Omit<Entry, 'path'>>);

/** What one element of a catalog says. `base` is the file its targets are relative to. */
const readEntry = (files: ReadonlyMap<string, Uint8Array>, tag: StartTag, base: string): ReadEntry | undefined => {
  const name = tag.name.slice(tag.name.indexOf(':') + 1);
  const form = Object.hasOwn(ENTRIES, name) ? ENTRIES[name] : undefined;
  if (form === undefined) return name.startsWith('delegate') ? { why: `<${name}> is not supported` } : undefined;
  const [nameAttribute, targetAttribute, how] = form;
  const from = saidIn(tag, nameAttribute);
  const target = saidIn(tag, targetAttribute);
  if (from === undefined || target === undefined)
    return { why: `<${name}> needs ${nameAttribute} and ${targetAttribute}` };
  const path = targetOf(base, target) ?? (how === 'prefix' ? undefined : installedElsewhere(files, base, target));
  if (path === undefined) return { how, name: from, why: outside(target) };
  return how !== 'prefix' && !files.has(path)
    ? { how, name: from, why: `there is no file ${path}` }
    : { how, name: from, path };
};

const readOne = (files: ReadonlyMap<string, Uint8Array>, file: string, reading: Reading): void => {
  const { entries, wrong, faults, seen } = reading;
  const fault = (text: string, line?: number): SchemaFault => {
    const found: SchemaFault = { code: 'catalog', file, text, ...(line === undefined ? {} : { line }) };
    faults.push(found);
    return found;
  };
  if (seen.has(file)) return;
  seen.add(file);
  const octets = files.get(file);
  const decoded = octets === undefined ? undefined : schemaText(octets);
  const tokens = decoded?.ok === true ? [...tokensOf(decoded.text)] : [];
  const first = tokens.find((token) => token.kind === 'start');
  if (decoded?.ok !== true || seen.size > MOST_CATALOGS)
    fault(decoded?.ok === false ? decoded.why : seen.size > MOST_CATALOGS ? 'too many catalogs' : 'it is not there');
  else if (!/^(?:\w+:)?catalog$/.test(first?.name ?? '') || !first?.attributes.some(({ value }) => value === NAMESPACE))
    fault(`this is no catalog: a root <catalog xmlns="${NAMESPACE}"> is expected`, first?.line ?? 1);
  else {
    const bases = [file];
    for (const token of tokens) {
      if (token.kind === 'end') bases.pop();
      if (token.kind !== 'start') continue;
      const outer = bases.at(-1) ?? file;
      const said = saidIn(token, 'xml:base');
      const base = said === undefined ? outer : targetOf(outer, said.endsWith('/') ? said : folderOf(said));
      if (base === undefined) fault(`xml:base: ${outside(said ?? '')}`, token.line);
      if (!token.empty) bases.push(base ?? outer);
      if (base === undefined) continue;
      if (/^(?:\w+:)?nextCatalog$/.test(token.name)) {
        const next = saidIn(token, 'catalog') ?? '';
        const path = targetOf(base, next);
        if (path === undefined) fault(outside(next), token.line);
        else if (files.has(path)) readOne(files, path, reading);
        else fault(`the next catalog "${next}" is not there`, token.line);
        continue;
      }
      const entry = readEntry(files, token, base);
      if (entry === undefined) continue;
      if ('path' in entry) entries.push(entry);
      else {
        const { how, name, why } = entry;
        const found = fault(why, token.line);
        if (how !== undefined && name !== undefined) wrong.push({ how, name, fault: found });
      }
    }
  }
};

/**
 * Reads the catalog `file` and those it goes on to. `files` are keyed by path from the folder the catalog stands in.
 * Exact names count first, then the longest prefix, then the longest suffix.
 */
export const readCatalog = (files: ReadonlyMap<string, Uint8Array>, file = 'catalog.xml'): FoundCatalog => {
  const reading: Reading = { entries: [], wrong: [], faults: [], seen: new Set() };
  readOne(files, file, reading);
  const exact = new Map<string, string>();
  for (const entry of reading.entries)
    if (entry.how === 'exact' && !exact.has(entry.name)) exact.set(entry.name, entry.path);
  const byLength = reading.entries.filter(({ how }) => how !== 'exact').sort((a, b) => b.name.length - a.name.length);
  return {
    faults: reading.faults,
    wrongFor: (uri) => reading.wrong.filter((entry) => isFor(entry, uri)).map(({ fault }) => fault),
    resolve: (uri) => {
      const known = exact.get(uri);
      if (known !== undefined) return known;
      const prefix = byLength.find((entry) => entry.how === 'prefix' && isFor(entry, uri));
      if (prefix !== undefined) {
        const rest = uri.slice(prefix.name.length);
        return pathsMeant('', prefix.path + rest)[0];
      }
      return byLength.find((entry) => entry.how === 'suffix' && isFor(entry, uri))?.path;
    },
  };
};
