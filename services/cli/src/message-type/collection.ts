/** A collection taken apart: its schemas, where to begin, and what may be the root of a document. */
import { type FoundCatalog, readCatalog, type SchemaCatalog } from '@dienstweg/schemas/xsd/catalog.ts';
import type { SchemaFault } from '@dienstweg/schemas/xsd/fault.ts';
import { type ElementDeclaration, type Name, nameText, type XsdType } from '@dienstweg/schemas/xsd/model/components.ts';
import { modelOf, type XsdModel } from '@dienstweg/schemas/xsd/model/read-xsd.ts';
import { type PlannedDocument, planSchemas, type SchemaPlan } from '@dienstweg/schemas/xsd/plan.ts';
import { schemaText } from '@dienstweg/schemas/xsd/schema-text.ts';
import { reachOf } from '@dienstweg/schemas/xsd/sets.ts';
import { schemasOfWsdl } from '@dienstweg/schemas/xsd/wsdl.ts';
import type { Source } from './source.ts';

/** A document that may stand at the root, and the schema to begin with for it. */
export interface Root {
  readonly namespace: string;
  readonly local: string;
  /** Path of the schema. */
  readonly schema: string;
  readonly element: ElementDeclaration;
}

/** Everything found in a source. */
export interface Collection {
  /** Schemas, those of WSDLs as documents of their own, and catalogs. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** With the faults of entries that are asked for. */
  readonly catalog: SchemaCatalog | undefined;
  /** What else is wrong with the catalog; it matters only where something is missing. */
  readonly catalogFaults: readonly SchemaFault[];
  readonly plan: SchemaPlan;
}

const withWsdls = (files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> =>
  new Map(
    [...files].flatMap(([path, octets]): (readonly [string, Uint8Array])[] => {
      if (!/\.wsdl$/i.test(path)) return [[path, octets]];
      const text = schemaText(octets);
      const schemas = (text.ok ? schemasOfWsdl(text.text) : undefined) ?? [];
      return schemas.map((schema, index) => [`${path}-${index + 1}.xsd`, Buffer.from(schema)]);
    }),
  );

const isXsd = (path: string): boolean => /\.xsd$/i.test(path);

/** The catalog nearest to the top, if any of the files is one. */
const catalogIn = (files: ReadonlyMap<string, Uint8Array>): FoundCatalog | undefined => {
  const depth = (path: string): number => path.split('/').length;
  const candidates = [...files.keys()].filter((path) => !isXsd(path)).sort((a, b) => depth(a) - depth(b));
  for (const file of candidates) {
    const text = schemaText(files.get(file) ?? new Uint8Array());
    if (text.ok && text.text.includes('urn:oasis:names:tc:entity:xmlns:xml:catalog')) return readCatalog(files, file);
  }
  return undefined;
};

/** Schemas that no other refers to: where a collection begins. All of them where they go round in a circle. */
const beginnings = (plan: SchemaPlan): readonly string[] => {
  const referred = new Set(
    [...plan.documents.values()].flatMap(({ path, references }) =>
      references.flatMap(({ paths }) => paths.filter((to) => to !== path)),
    ),
  );
  const top = plan.entries.filter((path) => !referred.has(path));
  return top.length > 0 ? top : plan.entries;
};

/** A catalog with the faults of what the schemas ask for; what is wrong with the rest of it refuses nothing. */
const asFarAsAsked = (
  found: FoundCatalog,
  files: ReadonlyMap<string, Uint8Array>,
  entries: readonly string[],
): SchemaCatalog => {
  if (found.faults.length === 0) return found;
  const wrong = new Set<SchemaFault>();
  const resolve = (uri: string): string | undefined => {
    for (const fault of found.wrongFor(uri)) wrong.add(fault);
    return found.resolve(uri);
  };
  planSchemas(files, entries, { catalog: { resolve, faults: [] } });
  return { resolve: found.resolve, faults: [...wrong] };
};

/** Plans a source: by the XSD that was named, else by those nothing refers to. */
export const collectionOf = (source: Source): Collection => {
  const files = withWsdls(source.files);
  const isNamed = source.entries.length > 0;
  const entries = isNamed ? source.entries.filter((path) => files.has(path)) : [...files.keys()].filter(isXsd);
  const found = catalogIn(files);
  const catalog = found === undefined ? undefined : asFarAsAsked(found, files, entries);
  const options = catalog === undefined ? {} : { catalog };
  const all = planSchemas(files, entries, options);
  const plan = isNamed ? all : planSchemas(files, beginnings(all), options);
  return {
    files,
    catalog,
    catalogFaults: found?.faults.filter((fault) => catalog?.faults.includes(fault) !== true) ?? [],
    plan,
  };
};

/** Whether a schema seems to declare a global element; from its text, before anything is compiled. */
const mayDeclare = ({ head, text }: PlannedDocument, asked: string): boolean => {
  const [, namespace, local = asked] = /^\{([^}]*)\}(.*)$/.exec(asked) ?? [];
  const isOfNamespace = namespace === undefined || (head.targetNamespace ?? '') === namespace;
  return isOfNamespace && [`name="${local}"`, `name='${local}'`].some((each) => text.includes(each));
};

/** Only what leads to the root that is asked for; all of it where nothing seems to. */
export const leadingTo = (collection: Collection, asked: string): Collection => {
  const { files, catalog, plan } = collection;
  const declaring = [...plan.documents.values()].filter((each) => mayDeclare(each, asked)).map(({ path }) => path);
  const entries = plan.entries.filter((entry) => {
    const reach = reachOf(plan, entry);
    return declaring.some((path) => reach.has(path));
  });
  if (entries.length === 0 || entries.length === plan.entries.length) return collection;
  return { ...collection, plan: planSchemas(files, entries, catalog === undefined ? {} : { catalog }) };
};

/** Elements that stand within others, by name. */
const usedWithin = (model: XsdModel): ReadonlySet<string> => {
  const used = new Set<string>();
  const seen = new Set<XsdType>();
  const todo: XsdType[] = [...model.elements().map(({ type }) => type), ...model.types()];
  for (let type = todo.pop(); type !== undefined; type = todo.pop()) {
    if (seen.has(type)) continue;
    seen.add(type);
    for (const { element } of model.childrenOf(type)) {
      if (element === undefined) continue;
      todo.push(element.type);
      if (element.global) used.add(nameText(element.name));
    }
  }
  return used;
};

/** Whether an element, or one it may stand for, stands within others. */
const isUsed = (model: XsdModel, used: ReadonlySet<string>, element: ElementDeclaration): boolean => {
  const seen = new Set<ElementDeclaration>();
  for (let next: ElementDeclaration | undefined = element; next !== undefined && !seen.has(next); ) {
    if (used.has(nameText(next.name))) return true;
    seen.add(next);
    const head: Name | undefined = next.substitutionGroup;
    next = head === undefined ? undefined : model.element(head.namespace, head.local);
  }
  return false;
};

/** Whether an element has elements, or may have them. */
export const isStructured = ({ element: { type } }: Root): boolean =>
  type.kind === 'complex' && type.content.kind !== 'simple';

/**
 * The elements documents may begin with: global ones that stand within no other, of the namespaces the collection
 * begins with; where there is none, of all; where there is none at all, all global ones. The plan must have compiled.
 */
export const rootsOf = (
  plan: SchemaPlan,
): {
  readonly model: XsdModel;
  readonly all: readonly Root[];
  /** Those with content of their own that stand within no other, of whatever namespace. */
  readonly free: readonly Root[];
  readonly candidates: readonly Root[];
} => {
  const model = modelOf(plan);
  const reaches = plan.entries
    .map((path) => ({ path, reach: reachOf(plan, path) }))
    .sort((a, b) => a.reach.size - b.reach.size);
  const all = model
    .elements()
    .filter(({ abstract }) => !abstract)
    .map((element): Root => {
      const file = element.place?.file ?? '';
      const schema = plan.entries.includes(file) ? file : (reaches.find(({ reach }) => reach.has(file))?.path ?? file);
      return { ...element.name, schema, element };
    });
  const used = usedWithin(model);
  const own = new Set(plan.entries.map((path) => plan.documents.get(path)?.head.targetNamespace ?? ''));
  const free = all.filter(({ element }) => !isUsed(model, used, element));
  const preferred = [
    free.filter((root) => isStructured(root) && own.has(root.namespace)),
    free.filter(isStructured),
    free.filter(({ namespace }) => own.has(namespace)),
    free,
  ];
  return {
    model,
    all,
    free: free.filter(isStructured),
    candidates: preferred.find((roots) => roots.length > 0) ?? all,
  };
};
