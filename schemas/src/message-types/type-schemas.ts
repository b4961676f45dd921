/** The schemas of a type's folder, and those compiled of many types, bounded in memory. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { readSchemaFolder, type Schema, schemaOf } from '../xml/schema.ts';
import { readCatalog, type SchemaCatalog } from '../xsd/catalog.ts';
import type { SchemaFiles } from '../xsd/documents.ts';
import { planSchemas, type SchemaPlan } from '../xsd/plan.ts';

/** Where schemas stand in the folder of a type. */
export const SCHEMA_FOLDER = 'schema';
const WITHIN = `${SCHEMA_FOLDER}/`;
/** Catalogs are small; what is larger is none. */
const CATALOG_BYTES = 1024 * 1024;

/** What the folder of a type holds of schemas; paths of files are below `schema/`. */
export interface TypeSchemaFiles {
  readonly files: SchemaFiles;
  /** `catalog.xml` beside the manifest or in `schema/`. */
  readonly catalog?: SchemaCatalog;
}

const xmlBeside = (folder: string): readonly (readonly [string, Uint8Array])[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.xml'))
    .filter(({ name }) => statSync(join(folder, name)).size <= CATALOG_BYTES)
    .map(({ name }) => [name, readFileSync(join(folder, name))]);

/** The catalog of a type, answering with paths below `schema/`; what it points to elsewhere is a fault. */
const catalogOf = (folder: string, files: SchemaFiles): SchemaCatalog | undefined => {
  const all = new Map([...xmlBeside(folder), ...[...files].map(([path, octets]) => [WITHIN + path, octets] as const)]);
  const place = ['catalog.xml', `${WITHIN}catalog.xml`].find((path) => all.has(path));
  if (place === undefined) return undefined;
  const catalog = readCatalog(all, place);
  return {
    faults: catalog.faults,
    resolve: (uri) => {
      const path = catalog.resolve(uri);
      return path?.startsWith(WITHIN) ? path.slice(WITHIN.length) : undefined;
    },
  };
};

/** Reads the schemas and the catalog of a type. Throws SchemaError where a file is too large to be read. */
export const readTypeSchemas = (folder: string): TypeSchemaFiles => {
  const files = readSchemaFolder(join(folder, SCHEMA_FOLDER));
  const catalog = catalogOf(folder, files);
  return catalog === undefined ? { files } : { files, catalog };
};

/** The plan of entries given as the manifest gives them, `schema/…`. */
export const planOfType = ({ files, catalog }: TypeSchemaFiles, entries: readonly string[]): SchemaPlan =>
  planSchemas(
    files,
    entries.map((entry) => entry.slice(WITHIN.length)),
    catalog === undefined ? {} : { catalog },
  );

/** Compiled schemas of many types; those not used for longest are freed and compiled again when asked for. */
export interface SchemaCache extends Disposable {
  /** The schema of entries of a type, `schema/…`, compiled as one. It counts until the next call, no longer. */
  schemaOf(folder: string, entries: readonly string[]): Schema;
  /** Whether the next schema may cost another one its place. */
  isFull(): boolean;
  /** Frees what a folder has compiled. */
  forget(folder: string): void;
}

/** Schema text kept compiled by default; with all that belongs to it, memory is about twelve times that. */
const COMPILED_BYTES = 8 * 1024 * 1024;

const sizeOf = ({ documents }: SchemaPlan): number =>
  Math.max(
    1,
    [...documents.values()].reduce((sum, { text }) => sum + text.length, 0),
  );

/** Keeps compiled what at most `limitBytes` of schema text came to, the one in use apart; `compiling` runs what compiles. */
export const schemaCache = (
  limitBytes: number = COMPILED_BYTES,
  compiling: <T>(compile: () => T) => T = (compile) => compile(),
): SchemaCache => {
  const compiled = new LRUCache<string, Schema>({
    maxSize: limitBytes,
    dispose: (schema) => schema[Symbol.dispose](),
  });
  const keyOf = (folder: string, entries: readonly string[]): string => [folder, ...entries].join('\0');
  return {
    schemaOf: (folder, entries) => {
      const key = keyOf(folder, entries);
      const known = compiled.get(key);
      if (known !== undefined) return known;
      return compiling(() => {
        const plan = planOfType(readTypeSchemas(folder), entries);
        const schema = schemaOf(plan);
        compiled.set(key, schema, { size: Math.min(limitBytes, sizeOf(plan)) });
        return schema;
      });
    },
    isFull: () => compiled.calculatedSize > limitBytes / 2,
    forget: (folder) => {
      for (const key of [...compiled.keys()]) if (key.startsWith(`${folder}\0`)) compiled.delete(key);
    },
    [Symbol.dispose]: () => compiled.clear(),
  };
};
