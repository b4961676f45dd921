/**
 * Contexts of rules. They are patterns of XSLT: a relative one matches wherever it leads from some node of the
 * document, so all its nodes are those that `//pattern` finds.
 */
import type { Expression, Step } from '../xpath/ast.ts';
import { compilerIn } from '../xpath/compile.ts';
import type { Evaluate, Scope } from '../xpath/evaluate.ts';
import { parseExpression } from '../xpath/parse.ts';
import type { Naming } from '../xpath/words.ts';

const ANYWHERE: Step = {
  step: 'axis',
  axis: 'descendant-or-self',
  test: { test: 'kind', kind: 'node' },
  predicates: [],
};

const fromRoot = (expression: Expression): Expression => {
  const { at } = expression;
  switch (expression.is) {
    case 'union':
      return { ...expression, left: fromRoot(expression.left), right: fromRoot(expression.right) };
    case 'variable':
      return expression;
    case 'call':
      return expression.name === 'key' || expression.name === 'id'
        ? expression
        : anywhere([{ step: 'expression', expression }], at);
    case 'path': {
      const [first] = expression.steps;
      const found = first?.step === 'expression' ? first.expression : undefined;
      const begins =
        found?.is === 'variable' || (found?.is === 'call' && (found.name === 'key' || found.name === 'id'));
      return expression.absolute || begins ? expression : anywhere(expression.steps, at);
    }
    default:
      return anywhere([{ step: 'expression', expression }], at);
  }
};

const anywhere = (steps: readonly Step[], at: number): Expression => ({
  is: 'path',
  absolute: true,
  steps: [ANYWHERE, ...steps],
  at,
});

/** Compiles a context: evaluated at the root, it gives every node that matches. Throws XPathStaticError. */
export const compileSelection = (text: string, naming: Naming, scope: Scope): Evaluate =>
  compilerIn(scope).evaluate(fromRoot(parseExpression(text, naming)));
