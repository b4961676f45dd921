/** A type made from a collection: schemas as they are, a catalog for what was mapped, samples where they can be made. */
import { Buffer } from 'node:buffer';
import type { XsdModel } from '@dienstweg/schemas/xsd/model/read-xsd.ts';
import { planSchemas, type SchemaPlan } from '@dienstweg/schemas/xsd/plan.ts';
import { buildSample, NoSampleError } from '@dienstweg/schemas/xsd/sample/build.ts';
import type { Collection, Root } from './collection.ts';
import type { TypeFiles } from './skeleton.ts';

/** Samples made of a collection with many roots; more would say no more. */
const MOST_SAMPLES = 5;

/** What came of the samples that were to be made. */
export interface MadeSample {
  readonly root: string;
  /** Path within the folder; absent where none could be made. */
  readonly file?: string;
  readonly why?: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const within = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** A catalog of what was mapped: by the collection's own, of which no more is needed, or by what fits. */
const catalogText = (mapped: ReadonlyMap<string, string>): string | undefined => {
  if (mapped.size === 0) return undefined;
  const entries = [...mapped].map(
    ([location, path]) => `  <uri name="${escaped(location)}" uri="schema/${within(path)}"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!-- which file of this folder stands for a location -->',
    '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">',
    ...entries,
    '</catalog>',
    '',
  ].join('\n');
};

/** The documents of the schemas to begin with, and which of them stand for a location. */
const planned = (
  { files, catalog }: Collection,
  entries: readonly string[],
): { readonly documents: SchemaPlan['documents']; readonly mapped: ReadonlyMap<string, string> } => {
  const mapped = new Map<string, string>();
  const resolve = (uri: string): string | undefined => {
    const path = catalog?.resolve(uri);
    if (path !== undefined) mapped.set(uri, path);
    return path;
  };
  const options = catalog === undefined ? {} : { catalog: { resolve, faults: catalog.faults } };
  const { documents, notes } = planSchemas(files, entries, options);
  for (const { code, location, path } of notes)
    if (code === 'mapped' && location !== undefined && location !== '' && path !== undefined)
      mapped.set(location, path);
  return { documents, mapped: new Map([...mapped].filter(([, path]) => files.has(path) && documents.has(path))) };
};

const fileName = (local: string): string => local.replace(/[^\p{L}\p{N}._-]/gu, '_');

const samplesOf = (model: XsdModel, roots: readonly Root[]) =>
  roots.slice(0, MOST_SAMPLES).map(({ local, element }): MadeSample & { readonly text?: string } => {
    try {
      return { root: local, file: `samples/valid/${fileName(local)}.xml`, text: buildSample(model, element) };
    } catch (error) {
      if (!(error instanceof NoSampleError)) throw error;
      return { root: local, why: error.message };
    }
  });

/** Prefixes for the namespaces of the roots; `m` for the first. */
const prefixesOf = (roots: readonly Root[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...new Set(roots.map(({ namespace }) => namespace))]
      .filter((namespace) => namespace !== '')
      .slice(0, 20)
      .map((namespace, index) => [index === 0 ? 'm' : `m${index}`, namespace]),
  );

/** The files of a type with the chosen roots. Schemas nothing refers to are left out. */
export const fromCollection = (
  collection: Collection,
  model: XsdModel,
  roots: readonly Root[],
  about: { readonly code: string; readonly version: string; readonly validFrom: string },
): TypeFiles & { readonly samples: readonly MadeSample[] } => {
  const entries = [...new Set(roots.map(({ schema }) => schema))];
  const { documents, mapped } = planned(collection, entries);
  const samples = samplesOf(model, roots);
  const catalog = catalogText(mapped);
  const kept = [...collection.files].filter(([path]) => documents.has(path));
  return {
    type: {
      ...about,
      roots: roots.map(({ namespace, local, schema }) => ({ namespace, local, schema: `schema/${schema}` })),
      namespaces: prefixesOf(roots),
      equations: [],
    },
    files: new Map<string, Uint8Array | string>([
      ...kept.map(([path, octets]) => [`schema/${path}`, octets] as const),
      ...(catalog === undefined ? [] : [['catalog.xml', catalog] as const]),
      ...samples.flatMap(({ file, text }) =>
        file === undefined || text === undefined ? [] : [[file, Buffer.from(text)] as const],
      ),
    ]),
    samples: samples.map(({ root, file, why }) => ({
      root,
      ...(file === undefined ? {} : { file }),
      ...(why === undefined ? {} : { why }),
    })),
  };
};
