/**
 * A document's elements as plain data, taken over in one walk: every question to libxml2 costs more than the answer is
 * worth, so each is asked once. Names, namespaces, attributes and lines are copies and stay right when nodes move;
 * `node` is libxml2's own, for its text, for paths and for canonicalising.
 */
import { type XmlAttribute, XmlElement, type XmlNode, XmlTreeNode } from 'libxml2-wasm';

/** An attribute; namespace declarations are none. `namespaceUri` is empty where it has none. */
export interface TreeAttribute {
  readonly name: string;
  readonly namespaceUri: string;
  readonly value: string;
}

/** An element and what is in it. */
export interface TreeElement {
  readonly node: XmlElement;
  readonly name: string;
  readonly namespaceUri: string;
  readonly line: number;
  readonly attributes: readonly TreeAttribute[];
  /** Element children in document order. */
  readonly elements: readonly TreeElement[];
  /** Children that are no elements: text, and whatever else was not refused before. */
  readonly others: readonly XmlNode[];
}

/** Prefixes declared so far; one that is missing is asked of libxml2. */
type Scope = ReadonlyMap<string, string>;

const scopeWithin = (node: XmlElement, outer: Scope): Scope => {
  const declared = node.nsDeclarations;
  let scope: Map<string, string> | undefined;
  for (const prefix in declared) {
    scope ??= new Map(outer);
    scope.set(prefix, declared[prefix] ?? '');
  }
  return scope ?? outer;
};

// A namespace is a long text to fetch from libxml2, a prefix a short one.
const namespaceOf = (node: XmlElement | XmlAttribute, scope: Scope): string =>
  scope.get(node.prefix) ?? node.namespaceUri;

const attributesIn = (node: XmlElement, scope: Scope): readonly TreeAttribute[] =>
  node.attrs.map((attribute) => ({
    name: attribute.name,
    namespaceUri: attribute.prefix === '' ? '' : namespaceOf(attribute, scope),
    value: attribute.value,
  }));

/** Children in document order. */
export const childrenOf = (node: XmlElement): readonly XmlNode[] => {
  const children: XmlNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.next) {
    // the binding's processing instructions know no neighbours: then the children have to be asked for
    if (!(child instanceof XmlTreeNode)) return node.find('node()');
    children.push(child);
  }
  return children;
};

const read = (node: XmlElement, outer: Scope, depth: number): TreeElement => {
  const scope = scopeWithin(node, outer);
  const elements: TreeElement[] = [];
  const others: XmlNode[] = [];
  if (depth > 0)
    for (const child of childrenOf(node)) {
      if (child instanceof XmlElement) elements.push(read(child, scope, depth - 1));
      else others.push(child);
    }
  return {
    node,
    name: node.name,
    namespaceUri: namespaceOf(node, scope),
    line: node.line,
    attributes: attributesIn(node, scope),
    elements,
    others,
  };
};

/** Takes over an element and what is below it, down to `depth` levels (all of them by default). */
export const treeOf = (element: XmlElement, depth = Number.POSITIVE_INFINITY): TreeElement =>
  read(element, new Map(), depth);
