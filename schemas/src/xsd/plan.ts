/** How a collection of schema documents is put before libxml2: every reference resolved, one entrance for each namespace. */
import type { SchemaCatalog } from './catalog.ts';
import { folderFaults, type SchemaDocument, SchemaDocuments, type SchemaFiles } from './documents.ts';
import type { SchemaFault, SchemaNote } from './fault.ts';
import type { SchemaReference } from './head.ts';
import { DEEPEST_NESTING, tooDeep } from './nesting.ts';
import { resolveReference } from './resolve.ts';

/** A reference with the files it came to; none where there is nothing to load. */
export interface ResolvedReference {
  readonly reference: SchemaReference;
  readonly paths: readonly string[];
}

/** A document of the plan. */
export interface PlannedDocument extends SchemaDocument {
  readonly references: readonly ResolvedReference[];
}

/** Everything that is reached from the entries. */
export interface SchemaPlan {
  readonly entries: readonly string[];
  /** By path, in the order they were reached. */
  readonly documents: ReadonlyMap<string, PlannedDocument>;
  /** Namespace → the documents it is imported from, entries among them. `undefined`: no namespace. */
  readonly namespaces: ReadonlyMap<string | undefined, ReadonlySet<string>>;
  readonly notes: readonly SchemaNote[];
  readonly faults: readonly SchemaFault[];
}

/** What planning may use besides the files. */
export interface PlanOptions {
  readonly catalog?: SchemaCatalog;
}

const namespaceName = (namespace: string | undefined): string =>
  namespace === undefined ? 'no target namespace' : `target namespace ${namespace}`;

/** What is wrong between a document and one it refers to. */
const misfit = (from: SchemaDocument, reference: SchemaReference, to: SchemaDocument): SchemaFault | undefined => {
  const is = to.head.targetNamespace;
  const wanted = reference.kind === 'import' ? reference.namespace : from.head.targetNamespace;
  const chameleon = reference.kind !== 'import' && is === undefined;
  if (is === wanted || chameleon) return undefined;
  return {
    code: 'wrong-namespace',
    file: from.path,
    line: reference.line,
    text: `${reference.kind} of ${to.path}: it has ${namespaceName(is)}, expected is ${namespaceName(wanted)}`,
  };
};

/**
 * Follows all references from `entries`. Faults name file and line of the reference; with any of them the plan must not
 * be compiled.
 */
export const planSchemas = (files: SchemaFiles, entries: readonly string[], options: PlanOptions = {}): SchemaPlan => {
  const faults: SchemaFault[] = [
    ...folderFaults([...files].map(([path, { length }]) => ({ path, bytes: length }))),
    ...(options.catalog?.faults ?? []),
  ];
  const notes: SchemaNote[] = [];
  const reached = new Map<string, PlannedDocument>();
  const namespaces = new Map<string | undefined, Set<string>>();
  const plan: SchemaPlan = { entries, documents: reached, namespaces, notes, faults };
  if (faults.length > 0) return plan;

  const documents = new SchemaDocuments(files);
  const needs = { documents, ...(options.catalog === undefined ? {} : { catalog: options.catalog }) };
  const enter = (namespace: string | undefined, path: string): void => {
    const paths = namespaces.get(namespace);
    if (paths === undefined) namespaces.set(namespace, new Set([path]));
    else paths.add(path);
  };
  const queue: { path: string; from?: SchemaDocument; reference?: SchemaReference }[] = entries.map((path) => ({
    path,
  }));
  const follow = (document: SchemaDocument): PlannedDocument => ({
    ...document,
    references: document.head.references.map((reference) => {
      const resolved = resolveReference(needs, document, reference);
      if (resolved.to === 'fault') faults.push(resolved.fault);
      if (resolved.to !== 'files') return { reference, paths: [] };
      if (resolved.note !== undefined) notes.push(resolved.note);
      for (const path of resolved.paths) queue.push({ path, from: document, reference });
      return { reference, paths: resolved.paths };
    }),
  });
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { path, from, reference } = next;
    const reading = documents.read(path);
    if (!reading.ok) {
      const { fault } = reading;
      faults.push(
        from === undefined ? fault : { ...fault, text: `${fault.text} (asked for by ${from.path}:${reference?.line})` },
      );
      continue;
    }
    const { document } = reading;
    const wrong = from === undefined || reference === undefined ? undefined : misfit(from, reference, document);
    if (wrong !== undefined) faults.push(wrong);
    if (reference === undefined || reference.kind === 'import') enter(document.head.targetNamespace, path);
    if (reached.has(path)) continue;
    for (const left of document.leftOut) notes.push({ code: 'left-out', file: path, ...left });
    reached.set(path, follow(document));
  }
  for (const [namespace, paths] of namespaces)
    if (paths.size > 1 && entries.length < paths.size)
      notes.push({
        code: 'wrapped',
        file: [...paths].sort()[0] ?? '',
        text: `${namespaceName(namespace)} is imported from ${paths.size} files; they are compiled as one`,
      });
  const deep = tooDeep(plan);
  if (deep !== undefined)
    faults.push({
      code: 'too-deep',
      file: deep,
      text: `it is reached through more than ${DEEPEST_NESTING} documents that refer to one another`,
    });
  return { ...plan, faults: distinct(faults) };
};

const distinct = (faults: readonly SchemaFault[]): readonly SchemaFault[] => [
  ...new Map(faults.map((fault) => [`${fault.file}:${fault.line}:${fault.text}`, fault])).values(),
];
