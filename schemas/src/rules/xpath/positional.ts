/** Whether a predicate may be about positions: then nodes have to be counted before it is asked. */
import type { Expression } from './ast.ts';

/** Functions that return neither numbers nor positions. */
const NOT_NUMERIC: ReadonlySet<string> = new Set([
  'not',
  'exists',
  'empty',
  'boolean',
  'true',
  'false',
  'contains',
  'starts-with',
  'ends-with',
  'matches',
  'string',
  'concat',
  'normalize-space',
  'upper-case',
  'lower-case',
  'substring',
  'substring-before',
  'substring-after',
  'translate',
  'local-name',
  'name',
  'namespace-uri',
  'string-join',
  'deep-equal',
  'lang',
]);

const childrenOf = (expression: Expression): readonly Expression[] => {
  switch (expression.is) {
    case 'sequence':
      return expression.items;
    case 'range':
      return [expression.from, expression.to];
    case 'or':
    case 'and':
    case 'general':
    case 'value':
    case 'nodes':
    case 'arithmetic':
    case 'union':
    case 'intersect':
    case 'except':
      return [expression.left, expression.right];
    case 'negative':
    case 'positive':
    case 'instance':
    case 'treat':
    case 'castable':
    case 'cast':
      return [expression.operand];
    case 'if':
      return [expression.test, expression.then, expression.otherwise];
    case 'for':
      return [...expression.bindings.map(({ source }) => source), expression.result];
    case 'some':
    case 'every':
      return [...expression.bindings.map(({ source }) => source), expression.test];
    case 'path': {
      // only the first step sees the position outside
      const [first] = expression.steps;
      return !expression.absolute && first?.step === 'expression' ? [first.expression] : [];
    }
    case 'filter':
      return [expression.operand];
    case 'call':
      return expression.args;
    default:
      return [];
  }
};

const asksForPosition = (expression: Expression): boolean =>
  (expression.is === 'call' && (expression.name === 'position' || expression.name === 'last')) ||
  childrenOf(expression).some(asksForPosition);

/** Whether the value may be a number. Where in doubt, it may. */
const maybeNumeric = (expression: Expression): boolean => {
  switch (expression.is) {
    case 'literal':
      return typeof expression.value !== 'string';
    case 'or':
    case 'and':
    case 'general':
    case 'value':
    case 'nodes':
    case 'some':
    case 'every':
    case 'instance':
    case 'castable':
    case 'union':
    case 'intersect':
    case 'except':
      return false;
    case 'path': {
      const last = expression.steps.at(-1);
      return last?.step === 'expression' && maybeNumeric(last.expression);
    }
    case 'call':
      return !NOT_NUMERIC.has(expression.name);
    case 'if':
      return maybeNumeric(expression.then) || maybeNumeric(expression.otherwise);
    default:
      return true;
  }
};

/** Whether a predicate needs the position of what it is asked about. */
export const isPositional = (predicate: Expression): boolean => maybeNumeric(predicate) || asksForPosition(predicate);
