/** How functions are declared: parameter by parameter, with the conversions of XPath 2.0, 3.1.5. */

import { numberOf } from '../arithmetic.ts';
import { castTo } from '../cast.ts';
import type { Exact } from '../decimal.ts';
import { XPathDynamicError } from '../errors.ts';
import type { Context } from '../evaluate.ts';
import type { Moment } from '../moments.ts';
import type { RuleNode } from '../nodes.ts';
import type { Span } from '../spans.ts';
import {
  type Atomic,
  atMostOne,
  atomize,
  isNode,
  isNumeric,
  type Sequence,
  textOfAtom,
  textOfItem,
  typeOfAtom,
} from '../values.ts';

/** What becomes of an argument. */
interface Values {
  /** xs:string, empty for none. */
  readonly text: string;
  readonly 'text?': string | undefined;
  readonly texts: readonly string[];
  /** A number; untyped becomes a double. */
  readonly 'number?': number | Exact | undefined;
  readonly integer: number;
  readonly 'atom?': Atomic | undefined;
  readonly atoms: readonly Atomic[];
  readonly items: Sequence;
  readonly 'node?': RuleNode | undefined;
  readonly 'moment?': Moment | undefined;
  readonly 'span?': Span | undefined;
}
export type Kind = keyof Values;

type Arguments<P extends readonly Kind[]> = { readonly [I in keyof P]: Values[P[I]] };

/** A function of the library. Missing arguments at the end are `undefined`, where `least` allows. */
export interface LibraryFunction {
  readonly least: number;
  readonly most: number;
  readonly parameters: readonly Kind[];
  readonly call: (args: readonly unknown[], context: Context) => Sequence;
}

/** A function with typed arguments; `least`: how many must be there. */
export const define = <const P extends readonly Kind[]>(
  parameters: P,
  call: (args: Arguments<P>, context: Context) => Sequence,
  least: number = parameters.length,
): LibraryFunction => ({ least, most: parameters.length, parameters, call: call as LibraryFunction['call'] });

const isUntyped = (value: Atomic): boolean => typeof value === 'object' && value.kind === 'untyped';

const mismatch = (value: Atomic, expected: string): XPathDynamicError =>
  new XPathDynamicError('XPTY0004', `${expected} was expected, here is ${typeOfAtom(value)}`);

const asText = (value: Atomic): string => {
  if (typeof value === 'string') return value;
  if (isUntyped(value)) return textOfAtom(value);
  throw mismatch(value, 'xs:string');
};

const asNumber = (value: Atomic): number | Exact => {
  const number = isUntyped(value) ? castTo(value, 'double') : value;
  if (isNumeric(number)) return number;
  throw mismatch(value, 'a number');
};

const asInteger = (value: Atomic): number => {
  const number = isUntyped(value) ? castTo(value, 'integer') : value;
  if (typeof number === 'bigint') return Number(number);
  throw mismatch(value, 'xs:integer');
};

const one = (items: Sequence): Atomic | undefined => atMostOne(atomize(items), 'a parameter');

/** XPath 1.0: the first of several, made what is wanted. */
const convertAsBefore = (items: Sequence, kind: Kind): unknown => {
  const [first] = items;
  switch (kind) {
    case 'text':
      return first === undefined ? '' : textOfItem(first);
    case 'text?':
      return first === undefined ? undefined : textOfItem(first);
    case 'number?':
      return numberOf(atomize(items)[0]);
    case 'integer':
      return Math.round(numberOf(atomize(items)[0]));
    case 'atom?':
      return atomize(items)[0];
    default:
      return convert(items, kind);
  }
};

const convert = (items: Sequence, kind: Kind): unknown => {
  switch (kind) {
    case 'items':
      return items;
    case 'atoms':
      return atomize(items);
    case 'texts':
      return atomize(items).map(asText);
    case 'node?': {
      const node = atMostOne(items, 'a parameter');
      if (node === undefined || isNode(node)) return node;
      throw mismatch(node, 'a node');
    }
    default:
      break;
  }
  const value = one(items);
  if (value === undefined) {
    if (kind === 'text') return '';
    if (kind === 'integer') throw new XPathDynamicError('XPTY0004', 'xs:integer was expected, here is nothing');
    return undefined;
  }
  switch (kind) {
    case 'text':
    case 'text?':
      return asText(value);
    case 'number?':
      return asNumber(value);
    case 'integer':
      return asInteger(value);
    case 'moment?':
      if (typeof value === 'object' && (value.kind === 'date' || value.kind === 'dateTime' || value.kind === 'time'))
        return value;
      throw mismatch(value, 'a date or time');
    case 'span?':
      if (typeof value === 'object' && value.kind === 'duration') return value;
      throw mismatch(value, 'a duration');
    case 'atom?':
      return value;
  }
};

/** The argument as the function wants it. */
export const argumentFor = (kind: Kind, compatible: boolean): ((items: Sequence) => unknown) =>
  compatible ? (items) => convertAsBefore(items, kind) : (items) => convert(items, kind);
