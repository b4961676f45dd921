/** What a compiled expression is: a function from a context to a sequence. */
import type { AtomicType, CastType, SequenceType } from './ast.ts';
import { pay, type Steps, XPathDynamicError } from './errors.ts';
import type { RuleDocument, RuleNode } from './nodes.ts';
import type { Item, Sequence } from './values.ts';

/** What all expressions share while one document is looked at. */
export interface Run {
  readonly document: RuleDocument;
  readonly steps: Steps;
  /** Values of variables by slot; `undefined`: not worked out yet. */
  readonly slots: (Sequence | undefined)[];
  readonly now: Date;
  /** Depth of calls of declared functions. */
  calls: number;
  /** Nodes by key name and value, worked out at first use. */
  readonly keys: Map<string, ReadonlyMap<string, readonly RuleNode[]>>;
}

/** Where an expression is evaluated. One object may serve several items in turn: keep none. */
export interface Context {
  item: Item | undefined;
  position: number;
  size: number;
  /** What `current()` is: the node the rule is about. */
  readonly current: RuleNode | undefined;
  readonly run: Run;
}

export type Evaluate = (context: Context) => Sequence;
export type Test = (context: Context) => boolean;

/** How a variable is read where it stands. */
export interface Variable {
  readonly read: Evaluate;
}

/** A function that rules may call. */
export interface DeclaredFunction {
  readonly parameters: number;
  /** The body comes after all declarations: functions may call each other. */
  readonly call: (args: readonly Sequence[], context: Context) => Sequence;
}

/** What can be named in an expression. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly functions: ReadonlyMap<string, DeclaredFunction>;
  /** Names of keys that are declared. */
  readonly keys: ReadonlyMap<string, KeyDeclaration>;
  /** A slot nobody else uses. */
  readonly newSlot: () => number;
  /** XPath 1.0 compatibility: the first of several values counts, and what is compared with a number becomes one. */
  readonly compatible: boolean;
  /** Told when an expression asks what time it is. */
  readonly clockUsed: () => void;
}

/** Nodes that can be found by a value: what matches, and the values. */
export interface KeyDeclaration {
  readonly match: Evaluate;
  readonly use: Evaluate;
}

export type { AtomicType, CastType, SequenceType };

/** The context item (XPDY0002 where there is none). */
export const contextItem = (context: Context): Item => {
  if (context.item === undefined) throw new XPathDynamicError('XPDY0002', 'there is no context item here');
  return context.item;
};

/** Pays for steps of a run. */
export const spend = (context: Context, cost: number): void => pay(context.run.steps, cost);
