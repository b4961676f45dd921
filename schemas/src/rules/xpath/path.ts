/** Compiling paths: steps over nodes, each result in document order without repetitions. */

import type { Expression, Step } from './ast.ts';
import { followOf, isReverse } from './axes.ts';
import { XPathDynamicError } from './errors.ts';
import { type Context, contextItem, type Evaluate, spend, type Test } from './evaluate.ts';
import type { RuleNode } from './nodes.ts';
import { isPositional } from './positional.ts';
import {
  type Atomic,
  doubleOf,
  EMPTY,
  type Item,
  inDocumentOrder,
  isNode,
  isNumeric,
  isTrue,
  type Sequence,
} from './values.ts';

/** What paths need of the compiler. */
export interface Compile {
  readonly evaluate: (expression: Expression) => Evaluate;
  readonly test: (expression: Expression) => Test;
}

type Narrow = <T extends Item>(items: readonly T[], context: Context) => readonly T[];

const within = (context: Context): Context => ({
  item: undefined,
  position: 0,
  size: 0,
  current: context.current,
  run: context.run,
});

const compilePredicate = (predicate: Expression, compile: Compile): Narrow => {
  if (predicate.is === 'literal' && typeof predicate.value === 'bigint') {
    const index = Number(predicate.value) - 1;
    return (items) => items.slice(index < 0 ? items.length : index, index < 0 ? items.length : index + 1);
  }
  if (!isPositional(predicate)) {
    const test = compile.test(predicate);
    return (items, context) => {
      if (items.length === 0) return items;
      const inner = within(context);
      spend(context, items.length);
      return items.filter((item) => {
        inner.item = item;
        return test(inner);
      });
    };
  }
  const evaluate = compile.evaluate(predicate);
  return (items, context) => {
    const inner = within(context);
    spend(context, items.length);
    return items.filter((item, index) => {
      inner.item = item;
      inner.position = index + 1;
      inner.size = items.length;
      const value = evaluate(inner);
      const [first] = value;
      return value.length === 1 && !isNode(first) && isNumeric(first as Atomic)
        ? doubleOf(first as bigint | number) === index + 1
        : isTrue(value);
    });
  };
};

/** All predicates of a step or filter, one after another. */
export const compilePredicates = (predicates: readonly Expression[], compile: Compile): Narrow => {
  const narrow = predicates.map((predicate) => compilePredicate(predicate, compile));
  const [only] = narrow;
  if (only === undefined) return (items) => items;
  if (narrow.length === 1) return only;
  return (items, context) => narrow.reduce((left, next) => next(left, context), items);
};

const nodeOf = (item: Item): RuleNode => {
  if (isNode(item)) return item;
  throw new XPathDynamicError('XPTY0020', 'a step leads on from nodes, here is a value');
};

type Walk = (items: Sequence, context: Context) => Sequence;

const compileAxis = (step: Extract<Step, { step: 'axis' }>, compile: Compile): Walk => {
  const follow = followOf(step.axis, step.test);
  const narrow = compilePredicates(step.predicates, compile);
  const reverse = isReverse(step.axis);
  const one = (item: Item, context: Context): readonly RuleNode[] => {
    const found = narrow(follow(nodeOf(item), context), context);
    return reverse && found.length > 1 ? [...found].reverse() : found;
  };
  return (items, context) => {
    const [first] = items;
    if (first === undefined) return EMPTY;
    if (items.length === 1) return one(first, context);
    const all: RuleNode[] = [];
    for (const item of items) for (const found of one(item, context)) all.push(found);
    return inDocumentOrder(all);
  };
};

const compileInner = (expression: Expression, compile: Compile): Walk => {
  const evaluate = compile.evaluate(expression);
  return (items, context) => {
    const inner = within(context);
    inner.size = items.length;
    spend(context, items.length);
    const all: Item[] = [];
    let nodes = 0;
    items.forEach((item, index) => {
      inner.item = nodeOf(item);
      inner.position = index + 1;
      for (const found of evaluate(inner)) {
        if (isNode(found)) nodes++;
        all.push(found);
      }
    });
    if (nodes === 0) return all;
    if (nodes < all.length) throw new XPathDynamicError('XPTY0018', 'a step gives nodes and values');
    return inDocumentOrder(all.filter(isNode));
  };
};

/** `//a` asks the index of names for `a`, where no predicate counts among siblings. */
const shortened = (steps: readonly Step[]): readonly Step[] => {
  const short: Step[] = [];
  for (const step of steps) {
    const before = short.at(-1);
    const descends =
      before?.step === 'axis' &&
      before.axis === 'descendant-or-self' &&
      before.test.test === 'kind' &&
      before.test.kind === 'node' &&
      before.predicates.length === 0;
    if (descends && step.step === 'axis' && step.axis === 'child' && !step.predicates.some(isPositional))
      short.splice(-1, 1, { ...step, axis: 'descendant' });
    else short.push(step);
  }
  return short;
};

/** A path as a function: from the root, or from the context item. */
export const compilePath = (path: Extract<Expression, { is: 'path' }>, compile: Compile): Evaluate => {
  const walks = shortened(path.steps).map((step) =>
    step.step === 'axis' ? compileAxis(step, compile) : compileInner(step.expression, compile),
  );
  const { absolute } = path;
  const [first] = path.steps;
  // a bracket or call at the beginning is evaluated where the path stands, position and all
  const head = !absolute && first?.step === 'expression' ? compile.evaluate(first.expression) : undefined;
  const rest = head === undefined ? walks : walks.slice(1);
  return (context) => {
    let items: Sequence;
    if (head !== undefined) items = head(context);
    else if (absolute) {
      nodeOf(contextItem(context));
      items = [context.run.document.root];
    } else items = [contextItem(context)];
    for (const walk of rest) {
      if (items.length === 0) return EMPTY;
      items = walk(items, context);
    }
    return items;
  };
};
