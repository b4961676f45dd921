/** The grammar of the XPath 2.0 subset, by recursive descent: one function a level of precedence. */
import type { Arithmetic, Binding, Comparison, Expression } from './ast.ts';
import { parseDecimal } from './decimal.ts';
import { parsePath } from './parse-path.ts';
import { atKindTest, parseSequenceType, parseSingleType } from './parse-types.ts';
import { FUNCTIONS_NAMESPACE, type Naming, walkWords } from './words.ts';

const VALUE_COMPARISONS: Readonly<Record<string, Comparison>> = {
  eq: '=',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};
const GENERAL: readonly Comparison[] = ['=', '!=', '<', '<=', '>', '>='];
const MULTIPLICATIVE: readonly Arithmetic[] = ['div', 'idiv', 'mod'];
/** Brackets within brackets: more is an attack on the stack, not a rule. */
const DEEPEST = 200;

/** Reads an expression. Throws XPathStaticError with the place of what is wrong or not of the subset. */
export const parseExpression = (text: string, naming: Naming): Expression => {
  const words = walkWords(text, naming);
  let depth = 0;

  const expression = (): Expression => {
    if (++depth > DEEPEST) words.fail('the expression is nested too deeply');
    const { at } = words.peek();
    const items = [single()];
    while (words.accept(',')) items.push(single());
    depth--;
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { is: 'sequence', items, at };
  };

  const bindings = (): Binding[] => {
    const bound: Binding[] = [];
    do {
      words.expect('$');
      const name = words.takeVariable();
      words.expectKeyword('in');
      bound.push({ name, source: single() });
    } while (words.accept(','));
    return bound;
  };

  const single = (): Expression => {
    const { at } = words.peek();
    if (words.isSymbol('$', 1)) {
      if (words.acceptKeyword('for')) {
        const bound = bindings();
        words.expectKeyword('return');
        return { is: 'for', bindings: bound, result: single(), at };
      }
      for (const is of ['some', 'every'] as const)
        if (words.acceptKeyword(is)) {
          const bound = bindings();
          words.expectKeyword('satisfies');
          return { is, bindings: bound, test: single(), at };
        }
      if (words.isKeyword('let')) words.fail('let is XPath 3 and not supported', at);
    }
    if (words.isKeyword('if') && words.isSymbol('(', 1)) {
      words.take();
      words.expect('(');
      const test = expression();
      words.expect(')');
      words.expectKeyword('then');
      const then = single();
      words.expectKeyword('else');
      return { is: 'if', test, then, otherwise: single(), at };
    }
    return or();
  };

  const or = (): Expression => {
    let left = and();
    for (let { at } = words.peek(); words.acceptKeyword('or'); { at } = words.peek())
      left = { is: 'or', left, right: and(), at };
    return left;
  };

  const and = (): Expression => {
    let left = comparison();
    for (let { at } = words.peek(); words.acceptKeyword('and'); { at } = words.peek())
      left = { is: 'and', left, right: comparison(), at };
    return left;
  };

  const comparison = (): Expression => {
    const left = range();
    const word = words.peek();
    const { at } = word;
    if (word.word === 'symbol') {
      const operator = GENERAL.find((known) => known === word.text);
      if (operator !== undefined) {
        words.take();
        return { is: 'general', operator, left, right: range(), at };
      }
      if (word.text === '<<' || word.text === '>>') {
        words.take();
        return { is: 'nodes', operator: word.text, left, right: range(), at };
      }
    }
    if (word.word === 'name' && word.prefix === undefined) {
      const operator = VALUE_COMPARISONS[word.local];
      if (operator !== undefined) {
        words.take();
        return { is: 'value', operator, left, right: range(), at };
      }
      if (word.local === 'is') {
        words.take();
        return { is: 'nodes', operator: 'is', left, right: range(), at };
      }
    }
    return left;
  };

  const range = (): Expression => {
    const from = additive();
    const { at } = words.peek();
    return words.acceptKeyword('to') ? { is: 'range', from, to: additive(), at } : from;
  };

  const additive = (): Expression => {
    let left = multiplicative();
    for (;;) {
      const { at } = words.peek();
      const operator = words.accept('+') ? '+' : words.accept('-') ? '-' : undefined;
      if (operator === undefined) return left;
      left = { is: 'arithmetic', operator, left, right: multiplicative(), at };
    }
  };

  const multiplicative = (): Expression => {
    let left = union();
    for (;;) {
      const { at } = words.peek();
      const operator = words.accept('*') ? '*' : MULTIPLICATIVE.find((known) => words.acceptKeyword(known));
      if (operator === undefined) return left;
      left = { is: 'arithmetic', operator, left, right: union(), at };
    }
  };

  const union = (): Expression => {
    let left = intersection();
    for (let { at } = words.peek(); words.accept('|') || words.acceptKeyword('union'); { at } = words.peek())
      left = { is: 'union', left, right: intersection(), at };
    return left;
  };

  const intersection = (): Expression => {
    let left = typed();
    for (;;) {
      const { at } = words.peek();
      const is = words.acceptKeyword('intersect') ? 'intersect' : words.acceptKeyword('except') ? 'except' : undefined;
      if (is === undefined) return left;
      left = { is, left, right: typed(), at };
    }
  };

  /** `instance of`, `treat as`, `castable as`, `cast as`, in this order of precedence. */
  const typed = (): Expression => {
    let operand = unary();
    const { at } = words.peek();
    const two = (first: string, second: string): boolean => {
      if (!words.isKeyword(first) || !words.isKeyword(second, 1)) return false;
      words.take();
      words.take();
      return true;
    };
    if (two('cast', 'as')) operand = { is: 'cast', operand, ...parseSingleType(words), at };
    if (two('castable', 'as')) operand = { is: 'castable', operand, ...parseSingleType(words), at };
    if (two('treat', 'as')) operand = { is: 'treat', operand, type: parseSequenceType(words), at };
    if (two('instance', 'of')) operand = { is: 'instance', operand, type: parseSequenceType(words), at };
    return operand;
  };

  const unary = (): Expression => {
    const { at } = words.peek();
    if (words.accept('-')) return { is: 'negative', operand: unary(), at };
    if (words.accept('+')) return { is: 'positive', operand: unary(), at };
    return parsePath(words, { expression, primary });
  };

  const call = (): Expression => {
    const { prefix, local, at } = words.takeName();
    const uri = prefix === undefined ? FUNCTIONS_NAMESPACE : words.namespaceOf(prefix, at);
    words.expect('(');
    const args: Expression[] = [];
    if (!words.isSymbol(')')) {
      do args.push(single());
      while (words.accept(','));
    }
    words.expect(')');
    return { is: 'call', name: uri === FUNCTIONS_NAMESPACE ? local : `{${uri}}${local}`, args, at };
  };

  const primary = (): Expression | undefined => {
    const word = words.peek();
    const { at } = word;
    switch (word.word) {
      case 'string':
        words.take();
        return { is: 'literal', value: word.text, at };
      case 'integer':
        words.take();
        return { is: 'literal', value: BigInt(word.text), at };
      case 'decimal':
        words.take();
        return { is: 'literal', value: parseDecimal(word.text) ?? words.fail(`${word.text} is no number`, at), at };
      case 'double':
        words.take();
        return { is: 'literal', value: Number(word.text), at };
      case 'name':
        return words.isSymbol('(', 1) && !atKindTest(words) ? call() : undefined;
      case 'end':
        return words.fail('an expression was expected, here is the end', at);
      case 'symbol':
        break;
    }
    if (words.accept('.')) return { is: 'context', at };
    if (words.accept('$')) return { is: 'variable', name: words.takeVariable(), at };
    if (!words.accept('(')) return undefined;
    if (words.accept(')')) return { is: 'sequence', items: [], at };
    const inner = expression();
    words.expect(')');
    return inner;
  };

  const whole = expression();
  const rest = words.peek();
  if (rest.word !== 'end') words.fail(`${words.said(rest)} is not expected here`);
  return whole;
};
