/** Axes: the nodes they lead to, nearest first, that pass a test. */
import type { Axis, NodeTest } from './ast.ts';
import { type Context, spend } from './evaluate.ts';
import { nameKey, type RuleDocument, type RuleNode } from './nodes.ts';

export type Passes = (node: RuleNode) => boolean;
export type Follow = (node: RuleNode, context: Context) => readonly RuleNode[];

const NONE: readonly RuleNode[] = [];

/** A test of nodes for an axis: a name means attributes on the attribute axis, elements on all others. */
export const passesOf = (test: NodeTest, axis: Axis): Passes => {
  const principal = axis === 'attribute' ? 'attribute' : 'element';
  if (test.test === 'kind') {
    const { kind, name } = test;
    if (kind === 'node') return () => true;
    if (name === undefined) return (node) => node.kind === kind;
    if (kind === 'instruction') return (node) => node.kind === kind && node.name === name.local;
    const key = nameKey(name.uri, name.local);
    return (node) => node.kind === kind && node.key === key;
  }
  const { uri, local } = test;
  if (uri !== undefined && local !== undefined) {
    const key = nameKey(uri, local);
    return (node) => node.key === key && node.kind === principal;
  }
  if (uri !== undefined) return (node) => node.kind === principal && node.namespaceUri === uri;
  if (local !== undefined) return (node) => node.kind === principal && node.name === local;
  return (node) => node.kind === principal;
};

/** First place in a list in document order whose node comes after `order`. */
const firstAfter = (nodes: readonly RuleNode[], order: number): number => {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.order ?? 0) > order) high = middle;
    else low = middle + 1;
  }
  return low;
};

const collectWithin = (node: RuleNode, passes: Passes, found: RuleNode[]): void => {
  for (const child of node.children) {
    if (passes(child)) found.push(child);
    if (child.children.length > 0) collectWithin(child, passes, found);
  }
};

/** The elements of a document that a name test is about, from the index; `undefined` where there is no index for it. */
const indexed = (test: NodeTest): ((document: RuleDocument) => readonly RuleNode[]) | undefined => {
  if (test.test === 'kind') return undefined;
  const { uri, local } = test;
  if (uri === undefined && local === undefined) return (document) => document.elements;
  if (uri === undefined || local === undefined) return undefined;
  const key = nameKey(uri, local);
  return (document) => document.byName.get(key) ?? NONE;
};

const descendants = (test: NodeTest, passes: Passes, orSelf: boolean): Follow => {
  const byName = indexed(test);
  if (byName !== undefined)
    return (node, context) => {
      const all = byName(context.run.document);
      const from = firstAfter(all, orSelf ? node.order - 1 : node.order);
      const to = node.order === 0 ? all.length : firstAfter(all, node.last);
      spend(context, to - from + 1);
      return from === 0 && to === all.length ? all : all.slice(from, to);
    };
  return (node, context) => {
    spend(context, node.last - node.order + 1);
    const found: RuleNode[] = [];
    if (orSelf && passes(node)) found.push(node);
    collectWithin(node, passes, found);
    return found;
  };
};

const ancestors = (node: RuleNode | undefined, passes: Passes): readonly RuleNode[] => {
  const found: RuleNode[] = [];
  for (let at = node; at !== undefined; at = at.parent) if (passes(at)) found.push(at);
  return found;
};

const siblings = (node: RuleNode, forward: boolean): readonly RuleNode[] => {
  if (node.kind === 'attribute' || node.parent === undefined) return NONE;
  const all = node.parent.children;
  return forward ? all.slice(node.index + 1) : all.slice(0, node.index).reverse();
};

/** Everything after the end of a node, in document order. */
const following = (node: RuleNode, passes: Passes): readonly RuleNode[] => {
  const found: RuleNode[] = [];
  const include = (each: RuleNode): void => {
    if (passes(each)) found.push(each);
    collectWithin(each, passes, found);
  };
  if (node.kind === 'attribute') for (const child of node.parent?.children ?? NONE) include(child);
  for (let at: RuleNode | undefined = node.kind === 'attribute' ? node.parent : node; at !== undefined; at = at.parent)
    for (const sibling of siblings(at, true)) include(sibling);
  return found;
};

/** Everything that ended before a node began, nearest first. */
const preceding = (node: RuleNode, passes: Passes): readonly RuleNode[] => {
  const before: RuleNode[] = [];
  for (let at: RuleNode | undefined = node.kind === 'attribute' ? node.parent : node; at !== undefined; at = at.parent)
    for (const sibling of siblings(at, false)) {
      const found: RuleNode[] = [];
      if (passes(sibling)) found.push(sibling);
      collectWithin(sibling, passes, found);
      before.push(...found.reverse());
    }
  return before;
};

const filtered = (nodes: readonly RuleNode[], passes: Passes, context: Context): readonly RuleNode[] => {
  spend(context, nodes.length + 1);
  let found: RuleNode[] | undefined;
  for (const node of nodes)
    if (passes(node)) {
      if (found === undefined) found = [node];
      else found.push(node);
    }
  return found ?? NONE;
};

/** Whether an axis yields its nodes from the last to the first in document order. */
export const isReverse = (axis: Axis): boolean =>
  axis === 'ancestor' || axis === 'ancestor-or-self' || axis === 'preceding' || axis === 'preceding-sibling';

/** The nodes of an axis that pass a test, in the order of the axis. */
export const followOf = (axis: Axis, test: NodeTest): Follow => {
  const passes = passesOf(test, axis);
  switch (axis) {
    case 'child':
      return (node, context) => filtered(node.children, passes, context);
    case 'attribute':
      return (node, context) => filtered(node.attributes, passes, context);
    case 'descendant':
      return descendants(test, passes, false);
    case 'descendant-or-self':
      return descendants(test, passes, true);
    case 'self':
      return (node) => (passes(node) ? [node] : NONE);
    case 'parent':
      return (node) => (node.parent !== undefined && passes(node.parent) ? [node.parent] : NONE);
    case 'ancestor':
      return (node) => ancestors(node.parent, passes);
    case 'ancestor-or-self':
      return (node) => ancestors(node, passes);
    case 'following-sibling':
      return (node, context) => filtered(siblings(node, true), passes, context);
    case 'preceding-sibling':
      return (node, context) => filtered(siblings(node, false), passes, context);
    case 'following':
      return (node, context) => {
        spend(context, context.run.document.root.last - node.last + 1);
        return following(node, passes);
      };
    case 'preceding':
      return (node, context) => {
        spend(context, node.order + 1);
        return preceding(node, passes);
      };
  }
};
