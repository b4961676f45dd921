/** Functions on sequences and nodes (XQuery and XPath functions, 14 and 15). */
import { order } from '../compare.ts';
import { XPathDynamicError } from '../errors.ts';
import { type Context, spend } from '../evaluate.ts';
import { type RuleNode, textOf } from '../nodes.ts';
import { type Atomic, doubleOf, EMPTY, type Item, isNode, type Sequence, textOfAtom, truth } from '../values.ts';
import { define, type LibraryFunction } from './define.ts';

/** Whether `eq` holds; values that cannot be compared differ. */
export const sameValue = (left: Atomic, right: Atomic): boolean => {
  if (typeof left === 'number' && typeof right === 'number' && Number.isNaN(left) && Number.isNaN(right)) return true;
  try {
    return order(left, right) === 0;
  } catch (error) {
    if (error instanceof XPathDynamicError) return false;
    throw error;
  }
};

const distinct = (values: readonly Atomic[], context: Context): readonly Atomic[] => {
  const texts = new Set<string>();
  const others: Atomic[] = [];
  return values.filter((value) => {
    if (typeof value === 'string' || (typeof value === 'object' && value.kind === 'untyped')) {
      const text = textOfAtom(value);
      if (texts.has(text)) return false;
      texts.add(text);
      return true;
    }
    spend(context, others.length + 1);
    if (others.some((other) => sameValue(other, value))) return false;
    others.push(value);
    return true;
  });
};

const significant = (node: RuleNode): readonly RuleNode[] =>
  node.children.filter(({ kind }) => kind === 'element' || kind === 'text');

const sameNode = (left: RuleNode, right: RuleNode, context: Context): boolean => {
  spend(context, 1);
  if (left.kind !== right.kind || left.key !== right.key) return false;
  if (left.kind !== 'element' && left.kind !== 'document')
    return left.name === right.name && textOf(left) === textOf(right);
  if (left.attributes.length !== right.attributes.length) return false;
  if (!left.attributes.every((a) => right.attributes.some((b) => a.key === b.key && a.text === b.text))) return false;
  const [a, b] = [significant(left), significant(right)];
  return a.length === b.length && a.every((child, index) => sameNode(child, b[index] ?? child, context));
};

const sameItem = (left: Item, right: Item, context: Context): boolean => {
  if (isNode(left) !== isNode(right)) return false;
  return isNode(left) && isNode(right) ? sameNode(left, right, context) : sameValue(left as Atomic, right as Atomic);
};

const cardinality = (holds: (length: number) => boolean, code: string): LibraryFunction =>
  define(['items'], ([items]) => {
    if (holds(items.length)) return items;
    throw new XPathDynamicError(code, `here are ${items.length} items`);
  });

const language = (node: RuleNode | undefined): string | undefined => {
  for (let at = node; at !== undefined; at = at.parent) {
    const found = at.attributes.find(
      ({ name, namespaceUri }) => name === 'lang' && namespaceUri === 'http://www.w3.org/XML/1998/namespace',
    );
    if (found !== undefined) return found.text;
  }
  return undefined;
};

const qualified = ({ prefix, name }: RuleNode): string => (prefix === '' ? name : `${prefix}:${name}`);

const subsequence = (items: Sequence, start: number, length: number): Sequence => {
  const from = Math.round(start);
  const to = length === Number.POSITIVE_INFINITY ? length : from + Math.round(length);
  return items.filter((_, index) => index + 1 >= from && index + 1 < to);
};

export const SEQUENCE_FUNCTIONS: Readonly<Record<string, LibraryFunction>> = {
  count: define(['items'], ([items]) => [BigInt(items.length)]),
  exists: define(['items'], ([items]) => truth(items.length > 0)),
  empty: define(['items'], ([items]) => truth(items.length === 0)),
  data: define(['atoms'], ([atoms]) => atoms),
  'distinct-values': define(['atoms'], ([values], context) => distinct(values, context)),
  'index-of': define(['atoms', 'atom?'], ([values, wanted], context) => {
    spend(context, values.length);
    return wanted === undefined
      ? EMPTY
      : values.flatMap((value, index) => (sameValue(value, wanted) ? [BigInt(index + 1)] : []));
  }),
  reverse: define(['items'], ([items]) => [...items].reverse()),
  'insert-before': define(['items', 'integer', 'items'], ([items, position, inserted]) => {
    const at = Math.min(Math.max(position, 1), items.length + 1) - 1;
    return [...items.slice(0, at), ...inserted, ...items.slice(at)];
  }),
  remove: define(['items', 'integer'], ([items, position]) => items.filter((_, index) => index + 1 !== position)),
  subsequence: define(
    ['items', 'number?', 'number?'],
    ([items, start, length]) =>
      start === undefined
        ? EMPTY
        : subsequence(items, doubleOf(start), length === undefined ? Number.POSITIVE_INFINITY : doubleOf(length)),
    2,
  ),
  unordered: define(['items'], ([items]) => items),
  'zero-or-one': cardinality((length) => length <= 1, 'FORG0003'),
  'one-or-more': cardinality((length) => length >= 1, 'FORG0004'),
  'exactly-one': cardinality((length) => length === 1, 'FORG0005'),
  'deep-equal': define(['items', 'items'], ([left, right], context) =>
    truth(left.length === right.length && left.every((item, index) => sameItem(item, right[index] ?? item, context))),
  ),
  name: define(['node?'], ([node]) => [node === undefined ? '' : qualified(node)]),
  'local-name': define(['node?'], ([node]) => [node?.name ?? '']),
  'namespace-uri': define(['node?'], ([node]) => [node?.namespaceUri ?? '']),
  root: define(['node?'], ([node], context) => (node === undefined ? EMPTY : [context.run.document.root])),
  lang: define(
    ['text', 'node?'],
    ([wanted, node]) => {
      const stated = language(node)?.toLowerCase();
      const asked = wanted.toLowerCase();
      return truth(stated !== undefined && (stated === asked || stated.startsWith(`${asked}-`)));
    },
    1,
  ),
};

/** Functions that take the context item where the argument is left out. */
export const OF_CONTEXT: ReadonlySet<string> = new Set([
  'string',
  'normalize-space',
  'string-length',
  'number',
  'name',
  'local-name',
  'namespace-uri',
  'root',
  'data',
]);
