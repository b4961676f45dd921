/** Which entries of a plan can be compiled as one: those that do not declare the same things in different documents. Pure. */
import { XSD_NAMESPACE } from './head.ts';
import { type SchemaNode, schemaTree } from './model/node.ts';
import type { SchemaPlan } from './plan.ts';

/** Entries that go together. */
export interface SchemaSet {
  readonly entries: readonly string[];
  /** Every document they reach. */
  readonly documents: ReadonlySet<string>;
}

/** Documents reached from one, itself among them. */
export const reachOf = ({ documents }: SchemaPlan, from: string): ReadonlySet<string> => {
  const reached = new Set([from]);
  for (const path of reached)
    for (const { paths } of documents.get(path)?.references ?? []) for (const to of paths) reached.add(to);
  return reached;
};

const KINDS: Readonly<Record<string, string>> = {
  element: 'element',
  attribute: 'attribute',
  simpleType: 'type',
  complexType: 'type',
  group: 'group',
  attributeGroup: 'attributeGroup',
};

/** Namespaces a document counts in: its own, or those of its includers. Empty: none. */
export const namespacesOf = (plan: SchemaPlan): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  const todo = plan.entries.map((path) => ({ path, from: '' }));
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const document = plan.documents.get(next.path);
    if (document === undefined) continue;
    const namespace = document.head.targetNamespace ?? next.from;
    const known = found.get(next.path) ?? new Set<string>();
    if (known.has(namespace)) continue;
    found.set(next.path, known.add(namespace));
    for (const { reference, paths } of document.references)
      for (const path of paths) todo.push({ path, from: reference.kind === 'import' ? '' : namespace });
  }
  return found;
};

/** What each document declares at its top, `kind {namespace}name`. */
const declaredIn = (plan: SchemaPlan): ReadonlyMap<string, ReadonlySet<string>> => {
  const namespaces = namespacesOf(plan);
  return new Map(
    [...plan.documents].map(([path, { text }]) => {
      const components = (schemaTree(text)?.children ?? []).flatMap(({ namespace, name, attributes }) => {
        const kind = namespace === XSD_NAMESPACE && Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
        const local = attributes.get('name');
        return kind === undefined || local === undefined
          ? []
          : [...(namespaces.get(path) ?? [])].map((each) => `${kind} {${each}}${local}`);
      });
      return [path, new Set(components)] as const;
    }),
  );
};

/** Pairs of documents that declare the same; those of one reach are left to the compiler. */
const rivalsOf = (declared: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> => {
  const by = new Map<string, string[]>();
  for (const [path, names] of declared)
    for (const name of names) {
      const paths = by.get(name);
      if (paths === undefined) by.set(name, [path]);
      else paths.push(path);
    }
  const rivals = new Map<string, Set<string>>();
  for (const paths of by.values())
    if (paths.length > 1)
      for (const path of paths) {
        const known = rivals.get(path) ?? new Set<string>();
        for (const other of paths) if (other !== path) known.add(other);
        rivals.set(path, known);
      }
  return rivals;
};

/** Documents that redefine others, with those they redefine. */
const redefinersOf = ({ documents }: SchemaPlan): readonly { readonly by: string; readonly what: string }[] =>
  [...documents.values()].flatMap(({ path, references }) =>
    references
      .filter(({ reference }) => reference.kind === 'redefine')
      .flatMap(({ paths }) => paths.map((what) => ({ by: path, what }))),
  );

/**
 * The entries in sets that go together, in order; one set where all do. Two renditions of the same schemas, or two
 * versions of them with the same namespaces, come to two sets.
 */
export const setsOf = (plan: SchemaPlan): readonly SchemaSet[] => {
  const rivals = rivalsOf(declaredIn(plan));
  const redefiners = redefinersOf(plan);
  const sets: { entries: string[]; documents: Set<string> }[] = [];
  for (const entry of plan.entries) {
    const reach = reachOf(plan, entry);
    const forbidden = [...new Set([...reach].flatMap((path) => [...(rivals.get(path) ?? [])]))];
    const fits = (documents: ReadonlySet<string>): boolean =>
      // what an entry reaches itself is no reason to keep it from others that reach the same
      !forbidden.some((path) => documents.has(path) && !reach.has(path)) &&
      !redefiners.some(({ by, what }) => reach.has(what) && documents.has(what) && reach.has(by) !== documents.has(by));
    const place = sets.find(({ documents }) => fits(documents));
    if (place === undefined) sets.push({ entries: [entry], documents: new Set(reach) });
    else {
      place.entries.push(entry);
      for (const path of reach) place.documents.add(path);
    }
  }
  return sets;
};

/** A component without its explanations, as one text. */
const bareText = ({ namespace, name, attributes, children }: SchemaNode): string => {
  const within = children.filter((child) => child.namespace !== XSD_NAMESPACE || child.name !== 'annotation');
  const said = [...attributes].map(([key, value]) => `${key}="${value}"`).sort();
  return `<{${namespace}}${[name, ...said].join(' ')}>${within.map(bareText).join('')}</>`;
};

/** Whether two sets declare the very same: the same schemas twice, with other explanations or another layout. */
export const declareTheSame = (plan: SchemaPlan, a: SchemaSet, b: SchemaSet): boolean => {
  const namespaces = namespacesOf(plan);
  const saidIn = ({ documents }: SchemaSet): string => {
    const components = [...documents].flatMap((path) => {
      const tree = schemaTree(plan.documents.get(path)?.text ?? '');
      const of = [...(namespaces.get(path) ?? [])].sort().join(' ');
      return (tree?.children ?? [])
        .filter((child) => !['annotation', 'import', 'include'].includes(child.name))
        .map((child) => `${of} ${bareText(child)}`);
    });
    return [...new Set(components)].sort().join('\n');
  };
  return saidIn(a) === saidIn(b);
};
