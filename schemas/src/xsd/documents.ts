/** The schema documents of a folder: their text and head, read when asked for and kept. */
import { XML_NAMESPACE_PATH, XML_NAMESPACE_XSD } from './built-in.ts';
import type { SchemaFault } from './fault.ts';
import { type SchemaHead, schemaHead } from './head.ts';
import { schemaText } from './schema-text.ts';
import { forVersion10, type LeftOutElement } from './versions.ts';

/** A document that is a schema. */
export interface SchemaDocument {
  readonly path: string;
  readonly text: string;
  readonly head: SchemaHead;
  /** Elements that are for other versions of XSD; the text has blanks in their place. */
  readonly leftOut: readonly LeftOutElement[];
}

/** Path → octets, paths with `/`, as {@link SchemaDocuments} takes them. */
export type SchemaFiles = ReadonlyMap<string, Uint8Array>;

/** How much a collection may be, in octets. */
export const SCHEMA_LIMITS = { fileBytes: 16 * 1024 * 1024, totalBytes: 64 * 1024 * 1024, files: 5_000 } as const;

const tooLarge = (bytes: number, limit: number): string =>
  `${Math.ceil(bytes / 1024 / 1024)} MB of schema; at most ${limit / 1024 / 1024} MB are taken`;

/** What is too much of a folder, told by the sizes of its files. */
export const folderFaults = (
  sizes: readonly { readonly path: string; readonly bytes: number }[],
): readonly SchemaFault[] => {
  const { fileBytes, totalBytes, files } = SCHEMA_LIMITS;
  if (sizes.length > files)
    return [{ code: 'too-large', file: '.', text: `${sizes.length} files; at most ${files} are taken` }];
  const large = sizes.filter(({ bytes }) => bytes > fileBytes);
  if (large.length > 0)
    return large.map(({ path, bytes }) => ({ code: 'too-large', file: path, text: tooLarge(bytes, fileBytes) }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  return total > totalBytes ? [{ code: 'too-large', file: '.', text: tooLarge(total, totalBytes) }] : [];
};

/** The documents by path; faults are answers, not thrown. */
export class SchemaDocuments {
  readonly files: SchemaFiles;
  readonly #read = new Map<string, SchemaDocument | SchemaFault>();
  #byNamespace: Map<string | undefined, string[]> | undefined;

  constructor(files: SchemaFiles) {
    this.files = files;
  }

  /** The document of a path, or why it is none. */
  read(
    path: string,
  ): { readonly ok: true; readonly document: SchemaDocument } | { readonly ok: false; readonly fault: SchemaFault } {
    let found = this.#read.get(path);
    if (found === undefined) {
      found = this.#readNow(path);
      this.#read.set(path, found);
    }
    return 'head' in found ? { ok: true, document: found } : { ok: false, fault: found };
  }

  #readNow(path: string): SchemaDocument | SchemaFault {
    const octets = path === XML_NAMESPACE_PATH ? Buffer.from(XML_NAMESPACE_XSD) : this.files.get(path);
    if (octets === undefined) return { code: 'missing', file: path, text: 'this file is not there' };
    const decoded = schemaText(octets);
    if (!decoded.ok) return { code: 'encoding', file: path, line: 1, text: decoded.why };
    const { text, leftOut } = forVersion10(decoded.text);
    const head = schemaHead(text);
    return head === undefined
      ? { code: 'not-a-schema', file: path, line: 1, text: 'this is no XML Schema document' }
      : { path, text, head, leftOut };
  }

  /** Paths of all documents with a target namespace, sorted; `undefined`: without one. */
  ofNamespace(namespace: string | undefined): readonly string[] {
    if (this.#byNamespace === undefined) {
      const sorted = new Map<string | undefined, string[]>();
      for (const path of [...this.files.keys()].sort()) {
        if (!/\.xsd$/i.test(path)) continue;
        const reading = this.read(path);
        if (!reading.ok) continue;
        const { targetNamespace } = reading.document.head;
        const paths = sorted.get(targetNamespace);
        if (paths === undefined) sorted.set(targetNamespace, [path]);
        else paths.push(path);
      }
      this.#byNamespace = sorted;
    }
    return this.#byNamespace.get(namespace) ?? [];
  }
}
