/**
 * The document as rules see it: taken over from libxml2 once, as plain data with parents, document order and an index
 * of names. Every question to libxml2 costs more than the answer, and rules ask the same things hundreds of times.
 */
import {
  XmlAttribute,
  XmlCData,
  XmlComment,
  type XmlDocument,
  XmlElement,
  type XmlNode,
  XmlText,
  XmlTreeNode,
} from 'libxml2-wasm';
import type { Untyped } from './values.ts';

export type NodeKind = 'document' | 'element' | 'attribute' | 'text' | 'comment' | 'instruction';

/** A node. Nothing in it changes but what it has worked out about itself (`text`, `typed`). */
export interface RuleNode {
  readonly kind: NodeKind;
  /** Local name; a processing instruction's target; empty where there is none. */
  readonly name: string;
  readonly prefix: string;
  readonly namespaceUri: string;
  /** Name and namespace in one: see {@link nameKey}. */
  readonly key: string;
  readonly parent: RuleNode | undefined;
  readonly children: RuleNode[];
  readonly attributes: RuleNode[];
  /** Place in document order. */
  readonly order: number;
  /** `order` of the last node within. */
  last: number;
  /** Place among the parent's children (of an attribute: among its attributes). */
  readonly index: number;
  /** String value, once asked for. */
  text: string | undefined;
  typed: Untyped | undefined;
  /** libxml2's element, for the line of a finding; usable as long as the document is open. */
  readonly source: XmlElement | undefined;
}

/** A document taken over. */
export interface RuleDocument {
  readonly root: RuleNode;
  /** Elements by {@link nameKey}, in document order. */
  readonly byName: ReadonlyMap<string, readonly RuleNode[]>;
  readonly elements: readonly RuleNode[];
}

/** Local name first: names differ early. */
export const nameKey = (namespaceUri: string, name: string): string => `${name}\u0000${namespaceUri}`;

const NONE: RuleNode[] = [];

const bare = (kind: NodeKind, parent: RuleNode | undefined, order: number, index: number): RuleNode => ({
  kind,
  name: '',
  prefix: '',
  namespaceUri: '',
  key: '',
  parent,
  children: NONE,
  attributes: NONE,
  order,
  last: order,
  index,
  text: undefined,
  typed: undefined,
  source: undefined,
});

const childrenOf = (node: XmlElement): readonly XmlNode[] => {
  const children: XmlNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.next) {
    // the binding's processing instructions know no neighbours: then the children have to be asked for
    if (!(child instanceof XmlTreeNode)) return node.find('node()');
    children.push(child);
  }
  return children;
};

/** Takes over a document. Comments and instructions outside the root element are left out: no rule is about them. */
export const takeOver = (document: XmlDocument): RuleDocument => {
  const byName = new Map<string, RuleNode[]>();
  const elements: RuleNode[] = [];
  const keys = new Map<string, Map<string, string>>();
  let order = 0;

  const keyOf = (namespaceUri: string, name: string): string => {
    let names = keys.get(namespaceUri);
    if (names === undefined) {
      names = new Map();
      keys.set(namespaceUri, names);
    }
    let key = names.get(name);
    if (key === undefined) {
      key = nameKey(namespaceUri, name);
      names.set(name, key);
    }
    return key;
  };

  const attribute = (source: XmlAttribute, owner: RuleNode, scope: ReadonlyMap<string, string>): void => {
    const { prefix, name, value } = source;
    const namespaceUri = prefix === '' ? '' : (scope.get(prefix) ?? source.namespaceUri);
    owner.attributes.push({
      ...bare('attribute', owner, order++, owner.attributes.length),
      name,
      prefix,
      namespaceUri,
      key: keyOf(namespaceUri, name),
      text: value,
    });
  };

  const text = (value: string, parent: RuleNode): void => {
    const before = parent.children.at(-1);
    // CDATA sections and what stands around them are one text to XPath
    if (before?.kind === 'text') before.text = (before.text ?? '') + value;
    else if (value !== '')
      parent.children.push({ ...bare('text', parent, order++, parent.children.length), text: value });
  };

  const other = (source: XmlNode, parent: RuleNode): void => {
    if (source instanceof XmlText || source instanceof XmlCData) text(source.content, parent);
    else {
      const kind = source instanceof XmlComment ? 'comment' : 'instruction';
      parent.children.push({ ...bare(kind, parent, order++, parent.children.length), text: source.content });
    }
  };

  const element = (source: XmlElement, parent: RuleNode, outer: ReadonlyMap<string, string>): void => {
    let scope = outer;
    const declared = source.nsDeclarations;
    for (const prefix in declared) {
      if (scope === outer) scope = new Map(outer);
      (scope as Map<string, string>).set(prefix, declared[prefix] ?? '');
    }
    const { name, prefix } = source;
    const namespaceUri = scope.get(prefix) ?? source.namespaceUri;
    const key = keyOf(namespaceUri, name);
    const node: RuleNode = {
      kind: 'element',
      name,
      prefix,
      namespaceUri,
      key,
      parent,
      children: [],
      attributes: [],
      order: order++,
      last: 0,
      index: parent.children.length,
      text: undefined,
      typed: undefined,
      source,
    };
    parent.children.push(node);
    elements.push(node);
    const alike = byName.get(key);
    if (alike === undefined) byName.set(key, [node]);
    else alike.push(node);
    for (const each of source.attrs) attribute(each, node, scope);
    for (const child of childrenOf(source)) {
      if (child instanceof XmlElement) element(child, node, scope);
      else if (!(child instanceof XmlAttribute)) other(child, node);
    }
    node.last = order - 1;
  };

  const root: RuleNode = { ...bare('document', undefined, order++, 0), children: [] };
  element(document.root, root, new Map());
  root.last = order - 1;
  return { root, byName, elements };
};

/** The string value of a node (XPath data model, 6). */
export const textOf = (node: RuleNode): string => {
  if (node.text !== undefined) return node.text;
  let text = '';
  for (const child of node.children) if (child.kind === 'text' || child.kind === 'element') text += textOf(child);
  node.text = text;
  return text;
};

/** Path by local names, with a position only where siblings share the name: `/Invoice/InvoiceLine[2]/@id`. */
export const readablePathOf = (node: RuleNode): string => {
  const steps: string[] = [];
  for (let at: RuleNode | undefined = node; at?.parent !== undefined; at = at.parent) {
    const { kind, name, parent }: RuleNode = at;
    if (kind === 'attribute') steps.push(`@${name}`);
    else {
      const step: string =
        kind === 'element' ? name : kind === 'instruction' ? 'processing-instruction()' : `${kind}()`;
      const self: RuleNode = at;
      const alike = parent?.children.filter((other) => other.kind === kind && other.name === name) ?? [];
      steps.push(alike.length > 1 ? `${step}[${alike.indexOf(self) + 1}]` : step);
    }
  }
  return `/${steps.reverse().join('/')}`;
};

/** The line of the node, or of the element it stands in; `undefined` where libxml2 does not know it. */
export const lineOf = (node: RuleNode): number | undefined => {
  for (let at: RuleNode | undefined = node; at !== undefined; at = at.parent)
    if (at.source !== undefined) return at.source.line > 0 && at.source.line < 65_535 ? at.source.line : undefined;
  return node.children[0] === undefined ? undefined : lineOf(node.children[0]);
};
