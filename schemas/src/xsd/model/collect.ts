/** The global components of a plan, by kind and name; chameleon inclusion and redefinition carried out. Pure. */
import { XSD_NAMESPACE } from '../head.ts';
import type { PlannedDocument, SchemaPlan } from '../plan.ts';
import { type Name, nameText } from './components.ts';
import { type SchemaNode, schemaTree } from './node.ts';

/** What of its document counts for a component. */
export interface DocumentContext {
  readonly file: string;
  /** The one it counts in: that of its includer, if it has none itself. */
  readonly targetNamespace: string;
  /** It has no target namespace itself: names without prefix mean the includer's. */
  readonly chameleon: boolean;
  readonly elementsQualified: boolean;
  readonly attributesQualified: boolean;
  /** `blockDefault` as written. */
  readonly blockDefault: string | undefined;
}

/** A component as written, with what it redefines. */
export interface Definition {
  readonly node: SchemaNode;
  readonly context: DocumentContext;
  readonly redefines?: Definition;
}

/** Kinds of global components. */
export type Kind = 'element' | 'attribute' | 'type' | 'group' | 'attributeGroup';

/** Global components; keys are names as {@link nameText} writes them. */
export type Globals = Readonly<Record<Kind, ReadonlyMap<string, Definition>>>;

const KINDS: Readonly<Record<string, Kind>> = {
  element: 'element',
  attribute: 'attribute',
  simpleType: 'type',
  complexType: 'type',
  group: 'group',
  attributeGroup: 'attributeGroup',
};
const kindOf = (node: SchemaNode): Kind | undefined =>
  node.namespace === XSD_NAMESPACE && Object.hasOwn(KINDS, node.name) ? KINDS[node.name] : undefined;

/** Name of a component without namespace of its own. */
export const ownName = (node: SchemaNode, namespace: string): Name => ({
  namespace,
  local: node.attributes.get('name') ?? '',
});

/** The name a reference in a schema means. */
export const meantName = ({ chameleon, targetNamespace }: DocumentContext, node: SchemaNode, written: string): Name => {
  const text = written.trim();
  const colon = text.indexOf(':');
  const namespace = node.prefixes.get(colon === -1 ? '' : text.slice(0, colon)) ?? '';
  return {
    namespace: namespace === '' && colon === -1 && chameleon ? targetNamespace : namespace,
    local: text.slice(colon + 1),
  };
};

/** Reads all documents of a plan. */
export const collectGlobals = (plan: SchemaPlan): Globals => {
  const globals = {
    element: new Map<string, Definition>(),
    attribute: new Map<string, Definition>(),
    type: new Map<string, Definition>(),
    group: new Map<string, Definition>(),
    attributeGroup: new Map<string, Definition>(),
  };
  const trees = new Map<string, SchemaNode | undefined>();
  const loaded = new Set<string>();

  const define = (node: SchemaNode, context: DocumentContext, redefining: boolean): void => {
    const kind = kindOf(node);
    if (kind === undefined) return;
    const key = nameText(ownName(node, context.targetNamespace));
    const before = globals[kind].get(key);
    if (before === undefined) globals[kind].set(key, { node, context });
    else if (redefining) globals[kind].set(key, { node, context, redefines: before });
  };
  const load = (document: PlannedDocument, includer: string | undefined): void => {
    const own = document.head.targetNamespace;
    const targetNamespace = own ?? includer ?? '';
    const key = `${targetNamespace}\0${document.path}`;
    if (loaded.has(key)) return;
    loaded.add(key);
    if (!trees.has(document.path)) trees.set(document.path, schemaTree(document.text));
    const tree = trees.get(document.path);
    if (tree === undefined) return;
    const context: DocumentContext = {
      file: document.path,
      targetNamespace,
      chameleon: own === undefined && targetNamespace !== '',
      elementsQualified: tree.attributes.get('elementFormDefault') === 'qualified',
      attributesQualified: tree.attributes.get('attributeFormDefault') === 'qualified',
      blockDefault: tree.attributes.get('blockDefault'),
    };
    for (const { reference, paths } of document.references)
      for (const path of paths) {
        const target = plan.documents.get(path);
        if (target !== undefined) load(target, reference.kind === 'import' ? undefined : targetNamespace);
      }
    for (const child of tree.children) {
      define(child, context, false);
      if (child.namespace === XSD_NAMESPACE && child.name === 'redefine')
        for (const redefined of child.children) define(redefined, context, true);
    }
  };
  for (const path of plan.entries) {
    const document = plan.documents.get(path);
    if (document !== undefined) load(document, undefined);
  }
  return globals;
};
