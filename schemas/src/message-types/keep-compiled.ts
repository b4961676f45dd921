/** What message types have compiled, kept in bounded memory, and the time it took told to whoever counts time. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Schema } from '../xml/schema.ts';
import type { ContentChecks } from './content-checks.ts';
import { schemaCache } from './type-schemas.ts';

/** Runs what compiles, and nothing else. Compiling is not part of the examination of a message. */
export type Compiling = <T>(compile: () => T) => T;

/** How much is kept, in octets of what it was compiled from, and who is told. */
export interface KeepLimits {
  readonly schemaBytes?: number;
  readonly contentBytes?: number;
  readonly compiling?: Compiling;
}

/** Compiled schemas, rules and code lists of many types; what was not used for longest is freed, and made again when asked for. */
export interface CompiledTypes extends Disposable {
  /** The schema of entries of a type, `schema/…`, compiled as one. It counts until the next call, no longer. */
  schemaOf(folder: string, entries: readonly string[]): Schema;
  /** The checks of a type beyond its schemas; `make` compiles them where they are not there. */
  contentsOf(folder: string, make: () => ContentChecks): ContentChecks;
  /** Whether the next thing compiled may cost another one its place. */
  isFull(): boolean;
  /** Frees what a folder has compiled. */
  forget(folder: string): void;
}

/** Rules and lists kept compiled by default; with all that belongs to them, memory is about fourteen times that. */
const CONTENT_BYTES = 6 * 1024 * 1024;
/** Of a type with next to nothing. */
const LEAST_BYTES = 4 * 1024;

const FOLDERS = ['rules', 'codelists'];

const sizeOf = (folder: string): number =>
  FOLDERS.map((name) => join(folder, name))
    .filter(existsSync)
    .flatMap((place) => readdirSync(place, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, LEAST_BYTES);

/** Keeps what is compiled, within limits. */
export const keepCompiled = ({
  schemaBytes,
  contentBytes = CONTENT_BYTES,
  compiling = (compile) => compile(),
}: KeepLimits = {}): CompiledTypes => {
  const schemas = schemaCache(schemaBytes, compiling);
  const contents = new LRUCache<string, ContentChecks>({
    maxSize: contentBytes,
    dispose: (checks) => checks[Symbol.dispose](),
  });
  return {
    schemaOf: schemas.schemaOf,
    contentsOf: (folder, make) => {
      const known = contents.get(folder);
      if (known !== undefined) return known;
      const made = compiling(make);
      contents.set(folder, made, { size: Math.min(contentBytes, sizeOf(folder)) });
      return made;
    },
    isFull: () => schemas.isFull() || contents.calculatedSize > contentBytes / 2,
    forget: (folder) => {
      schemas.forget(folder);
      contents.delete(folder);
    },
    [Symbol.dispose]: () => {
      schemas[Symbol.dispose]();
      contents.clear();
    },
  };
};
