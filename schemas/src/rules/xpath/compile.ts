/** From an expression to closures: everything that can be known before a document is there is worked out here. */
import { calculate, calculateAsBefore, negate, numberOf } from './arithmetic.ts';
import type { Expression } from './ast.ts';
import { castTo } from './cast.ts';
import { compareGeneral, compareValues } from './compare.ts';
import { XPathDynamicError, XPathStaticError } from './errors.ts';
import { type Context, contextItem, type Evaluate, type Scope, spend, type Test } from './evaluate.ts';
import { compileCall } from './functions/call.ts';
import { isInstance } from './instance.ts';
import type { RuleNode } from './nodes.ts';
import { parseExpression } from './parse.ts';
import { type Compile, compilePath, compilePredicates } from './path.ts';
import {
  type Atomic,
  atMostOne,
  atomize,
  EMPTY,
  inDocumentOrder,
  isNode,
  isTrue,
  type Sequence,
  truth,
} from './values.ts';
import type { Naming } from './words.ts';

/** Longest sequence that a range or a loop may make. */
const LONGEST_RANGE = 1_000_000;

const testOnly: ReadonlySet<Expression['is']> = new Set([
  'or',
  'and',
  'general',
  'some',
  'every',
  'castable',
  'instance',
]);

const nodesOf = (items: Sequence): readonly RuleNode[] => {
  const nodes = items.filter(isNode);
  if (nodes.length < items.length) throw new XPathDynamicError('XPTY0004', 'nodes were expected, here are values');
  return nodes;
};

/** Compiles expressions of one scope. */
export const compilerIn = (scope: Scope): Compile => {
  const { compatible } = scope;

  const oneAtom = (items: Sequence, what: string): Atomic | undefined => {
    const values = atomize(items);
    return compatible ? values[0] : atMostOne(values, what);
  };

  const bound = (expression: Extract<Expression, { is: 'for' | 'some' | 'every' }>) => {
    let inner = scope;
    const loops = expression.bindings.map(({ name, source }) => {
      const values = compilerIn(inner).evaluate(source);
      const slot = scope.newSlot();
      const variables = new Map(inner.variables);
      variables.set(name, { read: (context) => context.run.slots[slot] ?? EMPTY });
      inner = { ...inner, variables };
      return { values, slot };
    });
    /** Calls `each` for every combination, until it says stop. */
    const loop = (context: Context, each: () => boolean, at = 0): boolean => {
      const binding = loops[at];
      if (binding === undefined) return each();
      for (const item of binding.values(context)) {
        spend(context, 1);
        context.run.slots[binding.slot] = [item];
        if (loop(context, each, at + 1)) return true;
      }
      return false;
    };
    return { inner: compilerIn(inner), loop };
  };

  const test = (expression: Expression): Test => {
    switch (expression.is) {
      case 'or': {
        const [left, right] = [test(expression.left), test(expression.right)];
        return (context) => left(context) || right(context);
      }
      case 'and': {
        const [left, right] = [test(expression.left), test(expression.right)];
        return (context) => left(context) && right(context);
      }
      case 'general': {
        const [left, right] = [evaluate(expression.left), evaluate(expression.right)];
        const { operator } = expression;
        return (context) =>
          compareGeneral(operator, atomize(left(context)), atomize(right(context)), context, compatible, isTrue);
      }
      case 'some':
      case 'every': {
        const { inner, loop } = bound(expression);
        const holds = inner.test(expression.test);
        return expression.is === 'some'
          ? (context) => loop(context, () => holds(context))
          : (context) => !loop(context, () => !holds(context));
      }
      case 'castable': {
        const operand = evaluate(expression.operand);
        const { type, optional } = expression;
        return (context) => {
          const values = atomize(operand(context));
          const [value] = values;
          if (value === undefined || values.length > 1) return values.length === 0 && optional;
          try {
            castTo(value, type);
            return true;
          } catch (error) {
            if (error instanceof XPathDynamicError) return false;
            throw error;
          }
        };
      }
      case 'instance': {
        const operand = evaluate(expression.operand);
        return (context) => isInstance(operand(context), expression.type);
      }
      case 'call':
        if (expression.name === 'not' && expression.args.length === 1 && expression.args[0] !== undefined) {
          const operand = test(expression.args[0]);
          return (context) => !operand(context);
        }
        break;
      default:
        break;
    }
    const value = evaluate(expression);
    return (context) => isTrue(value(context));
  };

  const evaluate = (expression: Expression): Evaluate => {
    if (testOnly.has(expression.is)) {
      const holds = test(expression);
      return (context) => truth(holds(context));
    }
    switch (expression.is) {
      case 'literal': {
        const value: Sequence = [expression.value];
        return () => value;
      }
      case 'context':
        return (context) => [contextItem(context)];
      case 'variable': {
        const variable = scope.variables.get(expression.name);
        if (variable === undefined)
          throw new XPathStaticError('XPST0008', `the variable $${expression.name} is not declared`, expression.at);
        return variable.read;
      }
      case 'sequence': {
        const items = expression.items.map(evaluate);
        return (context) => items.flatMap((item) => item(context));
      }
      case 'range': {
        const [from, to] = [evaluate(expression.from), evaluate(expression.to)];
        const bound = (items: Sequence): bigint | undefined => {
          const value = oneAtom(items, 'a range');
          return value === undefined ? undefined : (castTo(value, 'integer') as bigint);
        };
        return (context) => {
          const [first, last] = [bound(from(context)), bound(to(context))];
          if (first === undefined || last === undefined || first > last) return EMPTY;
          const length = last - first + 1n;
          spend(context, Number(length > LONGEST_RANGE ? LONGEST_RANGE : length));
          if (length > LONGEST_RANGE) throw new XPathDynamicError('FOAR0002', 'the range is too long');
          return Array.from({ length: Number(length) }, (_, index) => first + BigInt(index));
        };
      }
      case 'value': {
        const [left, right] = [evaluate(expression.left), evaluate(expression.right)];
        const { operator } = expression;
        return (context) => {
          const holds = compareValues(operator, atomize(left(context)), atomize(right(context)));
          return holds === undefined ? EMPTY : truth(holds);
        };
      }
      case 'nodes': {
        const [left, right] = [evaluate(expression.left), evaluate(expression.right)];
        return (context) => {
          const a = atMostOne(nodesOf(left(context)), 'a comparison of nodes');
          const b = atMostOne(nodesOf(right(context)), 'a comparison of nodes');
          if (a === undefined || b === undefined) return EMPTY;
          if (expression.operator === 'is') return truth(a === b);
          return truth(expression.operator === '<<' ? a.order < b.order : a.order > b.order);
        };
      }
      case 'arithmetic': {
        const [left, right] = [evaluate(expression.left), evaluate(expression.right)];
        const { operator } = expression;
        return (context) => {
          spend(context, 1);
          const a = oneAtom(left(context), operator);
          const b = oneAtom(right(context), operator);
          if (compatible) return [calculateAsBefore(operator, a, b)];
          return a === undefined || b === undefined ? EMPTY : [calculate(operator, a, b)];
        };
      }
      case 'negative':
      case 'positive': {
        const operand = evaluate(expression.operand);
        const change = expression.is === 'negative' ? negate : (value: Atomic) => negate(negate(value));
        return (context) => {
          const value = oneAtom(operand(context), 'a sign');
          if (compatible) return [change(numberOf(value))];
          return value === undefined ? EMPTY : [change(value)];
        };
      }
      case 'union': {
        const [left, right] = [evaluate(expression.left), evaluate(expression.right)];
        return (context) => inDocumentOrder([...nodesOf(left(context)), ...nodesOf(right(context))]);
      }
      case 'intersect':
      case 'except': {
        const [left, right] = [evaluate(expression.left), evaluate(expression.right)];
        const wanted = expression.is === 'intersect';
        return (context) => {
          const others = new Set(nodesOf(right(context)));
          return inDocumentOrder(nodesOf(left(context)).filter((node) => others.has(node) === wanted));
        };
      }
      case 'if': {
        const condition = test(expression.test);
        const [then, otherwise] = [evaluate(expression.then), evaluate(expression.otherwise)];
        return (context) => (condition(context) ? then(context) : otherwise(context));
      }
      case 'for': {
        const { inner, loop } = bound(expression);
        const result = inner.evaluate(expression.result);
        return (context) => {
          const all: Sequence[number][] = [];
          loop(context, () => {
            for (const item of result(context)) all.push(item);
            return false;
          });
          return all;
        };
      }
      case 'treat': {
        const operand = evaluate(expression.operand);
        return (context) => {
          const items = operand(context);
          if (isInstance(items, expression.type)) return items;
          throw new XPathDynamicError('XPDY0050', 'the value is not of the type it is treated as');
        };
      }
      case 'cast': {
        const operand = evaluate(expression.operand);
        const { type, optional } = expression;
        return (context) => {
          const value = oneAtom(operand(context), 'cast as');
          if (value !== undefined) return [castTo(value, type)];
          if (optional) return EMPTY;
          throw new XPathDynamicError('XPTY0004', `there is nothing to cast to xs:${type}`);
        };
      }
      case 'path':
        return compilePath(expression, { evaluate, test });
      case 'filter': {
        const operand = evaluate(expression.operand);
        const narrow = compilePredicates(expression.predicates, { evaluate, test });
        return (context) => narrow(operand(context), context);
      }
      case 'call':
        return compileCall(expression, scope, { evaluate, test });
      default:
        throw new XPathStaticError('XPST0003', `${expression.is} is not supported here`, expression.at);
    }
  };

  return { evaluate, test };
};

/** Compiles the text of an expression. Throws XPathStaticError. */
export const compileExpression = (text: string, naming: Naming, scope: Scope): Evaluate =>
  compilerIn(scope).evaluate(parseExpression(text, naming));

/** Compiles the text of a test: its effective boolean value. Throws XPathStaticError. */
export const compileTest = (text: string, naming: Naming, scope: Scope): Test =>
  compilerIn(scope).test(parseExpression(text, naming));
