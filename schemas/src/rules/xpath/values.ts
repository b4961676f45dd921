/** Items and sequences of the XPath data model, as far as the subset goes, and what every operator asks of them. */
import { type Decimal, doubleOfExact, textOfExact } from './decimal.ts';
import { XPathDynamicError } from './errors.ts';
import { type Moment, textOfMoment } from './moments.ts';
import { type RuleNode, textOf } from './nodes.ts';
import { type Span, textOfSpan } from './spans.ts';

/** A value from a document without types: becomes what the other operand is. */
export interface Untyped {
  readonly kind: 'untyped';
  readonly value: string;
}

/** xs:string is a string, xs:boolean a boolean, xs:integer a bigint, xs:double a number. */
export type Atomic = string | boolean | bigint | number | Decimal | Untyped | Moment | Span;
export type Item = Atomic | RuleNode;
export type Sequence = readonly Item[];

export const EMPTY: Sequence = [];
export const TRUE: Sequence = [true];
export const FALSE: Sequence = [false];
/** One of two shared sequences. */
export const truth = (value: boolean): Sequence => (value ? TRUE : FALSE);

const NODE_KINDS: ReadonlySet<string> = new Set<RuleNode['kind']>([
  'element',
  'attribute',
  'text',
  'document',
  'comment',
  'instruction',
]);

export const isNode = (item: Item | undefined): item is RuleNode =>
  typeof item === 'object' && NODE_KINDS.has(item.kind);

const untypedOf = (node: RuleNode): Untyped => {
  node.typed ??= { kind: 'untyped', value: textOf(node) };
  return node.typed;
};

/** The typed value of an item. Comments and instructions are strings. */
export const atomOf = (item: Item): Atomic => {
  if (!isNode(item)) return item;
  return item.kind === 'comment' || item.kind === 'instruction' ? textOf(item) : untypedOf(item);
};

export const atomize = (items: Sequence): readonly Atomic[] => {
  const [first] = items;
  if (first === undefined) return [];
  if (items.length === 1) return [atomOf(first)];
  return items.map(atomOf);
};

/** xs:double as text: plain from a millionth to a million, with an exponent beyond. */
export const textOfDouble = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const size = Math.abs(value);
  if (size >= 1e-6 && size < 1e6)
    return size >= 1e-6 && String(value).includes('e') ? value.toFixed(20).replace(/0+$/, '') : String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
};

/** A value as text, as casting to xs:string does. */
export const textOfAtom = (value: Atomic): string => {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return value.toString();
    case 'number':
      return textOfDouble(value);
    default:
      switch (value.kind) {
        case 'untyped':
          return value.value;
        case 'decimal':
          return textOfExact(value);
        case 'duration':
          return textOfSpan(value);
        default:
          return textOfMoment(value);
      }
  }
};

export const textOfItem = (item: Item): string => (isNode(item) ? textOf(item) : textOfAtom(item));

/** What a value is called in messages. */
export const typeOfAtom = (value: Atomic): string => {
  switch (typeof value) {
    case 'bigint':
      return 'xs:integer';
    case 'number':
      return 'xs:double';
    case 'object':
      return value.kind === 'untyped'
        ? 'xs:untypedAtomic'
        : `xs:${value.kind === 'duration' ? value.type : value.kind}`;
    default:
      return `xs:${typeof value}`;
  }
};

export const isNumeric = (value: Atomic): value is bigint | number | Decimal =>
  typeof value === 'bigint' || typeof value === 'number' || (typeof value === 'object' && value.kind === 'decimal');

export const doubleOf = (value: bigint | number | Decimal): number =>
  typeof value === 'number' ? value : doubleOfExact(value);

/** The effective boolean value (XPath 2.0, 2.4.3). */
export const isTrue = (items: Sequence): boolean => {
  const [first] = items;
  if (first === undefined) return false;
  if (typeof first === 'boolean' && items.length === 1) return first;
  if (isNode(first)) return true;
  if (items.length > 1) throw new XPathDynamicError('FORG0006', 'several values are neither true nor false');
  if (typeof first === 'string') return first !== '';
  if (typeof first === 'bigint') return first !== 0n;
  if (typeof first === 'number') return first !== 0 && !Number.isNaN(first);
  if (typeof first === 'object' && first.kind === 'untyped') return first.value !== '';
  if (typeof first === 'object' && first.kind === 'decimal') return first.mantissa !== 0n;
  throw new XPathDynamicError('FORG0006', `a value of type ${typeOfAtom(first as Atomic)} is neither true nor false`);
};

/** No more than one item (XPTY0004 otherwise). */
export const atMostOne = <T>(items: readonly T[], what: string): T | undefined => {
  if (items.length > 1) throw new XPathDynamicError('XPTY0004', `${what} takes one value, here are ${items.length}`);
  return items[0];
};

/** Document order without repetitions; the same array where it is so already. */
export const inDocumentOrder = (nodes: readonly RuleNode[]): readonly RuleNode[] => {
  let sorted = true;
  for (let at = 1; at < nodes.length && sorted; at++) sorted = (nodes[at - 1]?.order ?? 0) < (nodes[at]?.order ?? 0);
  if (sorted) return nodes;
  return [...new Set(nodes)].sort((a, b) => a.order - b.order);
};
