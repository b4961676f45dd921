/** An expression as read, names resolved. Every node knows its offset for messages. */
import type { Atomic } from './values.ts';

export type Axis =
  | 'child'
  | 'descendant'
  | 'descendant-or-self'
  | 'attribute'
  | 'self'
  | 'parent'
  | 'ancestor'
  | 'ancestor-or-self'
  | 'following'
  | 'following-sibling'
  | 'preceding'
  | 'preceding-sibling';

/** `undefined` stands for a wildcard. */
export type NodeTest =
  | { readonly test: 'name'; readonly uri: string | undefined; readonly local: string | undefined }
  | {
      readonly test: 'kind';
      readonly kind: 'node' | 'text' | 'comment' | 'instruction' | 'document' | 'element' | 'attribute';
      readonly name?: { readonly uri: string; readonly local: string };
    };

export const ATOMIC_TYPES = [
  'anyAtomicType',
  'untypedAtomic',
  'string',
  'boolean',
  'decimal',
  'integer',
  'double',
  'date',
  'dateTime',
  'time',
  'dayTimeDuration',
  'yearMonthDuration',
] as const;
export type AtomicType = (typeof ATOMIC_TYPES)[number];

/** What `cast as` and constructors know besides: types that are only narrower. */
export const NARROWER_TYPES = [
  'anyURI',
  'normalizedString',
  'token',
  'long',
  'int',
  'short',
  'byte',
  'nonNegativeInteger',
  'positiveInteger',
  'nonPositiveInteger',
  'negativeInteger',
  'unsignedLong',
  'unsignedInt',
  'unsignedShort',
  'unsignedByte',
] as const;
export type CastType = AtomicType | (typeof NARROWER_TYPES)[number];

export type Occurrence = '1' | '?' | '*' | '+' | '0';

export interface SequenceType {
  readonly item:
    | { readonly is: 'item' }
    | { readonly is: 'atomic'; readonly type: AtomicType }
    | { readonly is: 'node'; readonly test: NodeTest };
  readonly occurrence: Occurrence;
}

export interface Binding {
  readonly name: string;
  readonly source: Expression;
}

export type Step =
  | { readonly step: 'axis'; readonly axis: Axis; readonly test: NodeTest; readonly predicates: readonly Expression[] }
  | { readonly step: 'expression'; readonly expression: Expression };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | 'div' | 'idiv' | 'mod';

interface At {
  readonly at: number;
}

export type Expression = At &
  (
    | { readonly is: 'literal'; readonly value: Atomic }
    | { readonly is: 'variable'; readonly name: string }
    | { readonly is: 'context' }
    | { readonly is: 'sequence'; readonly items: readonly Expression[] }
    | { readonly is: 'range'; readonly from: Expression; readonly to: Expression }
    | { readonly is: 'or' | 'and'; readonly left: Expression; readonly right: Expression }
    | {
        readonly is: 'general' | 'value';
        readonly operator: Comparison;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly is: 'nodes';
        readonly operator: 'is' | '<<' | '>>';
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly is: 'arithmetic';
        readonly operator: Arithmetic;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly is: 'negative' | 'positive'; readonly operand: Expression }
    | { readonly is: 'union' | 'intersect' | 'except'; readonly left: Expression; readonly right: Expression }
    | { readonly is: 'if'; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression }
    | { readonly is: 'for'; readonly bindings: readonly Binding[]; readonly result: Expression }
    | { readonly is: 'some' | 'every'; readonly bindings: readonly Binding[]; readonly test: Expression }
    | { readonly is: 'instance' | 'treat'; readonly operand: Expression; readonly type: SequenceType }
    | {
        readonly is: 'castable' | 'cast';
        readonly operand: Expression;
        readonly type: CastType;
        readonly optional: boolean;
      }
    | { readonly is: 'path'; readonly absolute: boolean; readonly steps: readonly Step[] }
    | { readonly is: 'filter'; readonly operand: Expression; readonly predicates: readonly Expression[] }
    | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[] }
  );
