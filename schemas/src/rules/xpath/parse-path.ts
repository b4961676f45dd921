/** Paths: `/a//b[1]/@c`, `../x/string(y)`. */
import type { Axis, Expression, NodeTest, Step } from './ast.ts';
import { atKindTest, parseKindTest, parseNameTest } from './parse-types.ts';
import type { Words } from './words.ts';

const AXES: ReadonlySet<string> = new Set<Axis>([
  'child',
  'descendant',
  'descendant-or-self',
  'attribute',
  'self',
  'parent',
  'ancestor',
  'ancestor-or-self',
  'following',
  'following-sibling',
  'preceding',
  'preceding-sibling',
]);
const isAxis = (text: string): text is Axis => AXES.has(text);

const ANY_NODE: NodeTest = { test: 'kind', kind: 'node' };
const DESCEND: Step = { step: 'axis', axis: 'descendant-or-self', test: ANY_NODE, predicates: [] };

/** What a path needs of the whole grammar. */
interface Grammar {
  readonly expression: () => Expression;
  /** A literal, variable, call, bracket or `.`, if one begins here. */
  readonly primary: () => Expression | undefined;
}

const parsePredicates = (words: Words, { expression }: Grammar): readonly Expression[] => {
  const predicates: Expression[] = [];
  while (words.accept('[')) {
    predicates.push(expression());
    words.expect(']');
  }
  return predicates;
};

const parseTest = (words: Words): NodeTest => (atKindTest(words) ? parseKindTest(words) : parseNameTest(words));

const parseAxisStep = (words: Words): { readonly axis: Axis; readonly test: NodeTest } => {
  if (words.accept('..')) return { axis: 'parent', test: ANY_NODE };
  if (words.accept('@')) return { axis: 'attribute', test: parseTest(words) };
  const word = words.peek();
  if (word.word === 'name' && words.isSymbol('::', 1)) {
    if (word.prefix !== undefined || !isAxis(word.local))
      return words.fail(`the axis ${word.local} is not supported`, word.at);
    words.take();
    words.take();
    return { axis: word.local, test: parseTest(words) };
  }
  const test = parseTest(words);
  return { axis: test.test === 'kind' && test.kind === 'attribute' ? 'attribute' : 'child', test };
};

const parseStep = (words: Words, grammar: Grammar): Step => {
  const { at } = words.peek();
  const primary = grammar.primary();
  if (primary !== undefined) {
    const predicates = parsePredicates(words, grammar);
    const expression: Expression =
      predicates.length === 0 ? primary : { is: 'filter', operand: primary, predicates, at };
    return { step: 'expression', expression };
  }
  const { axis, test } = parseAxisStep(words);
  return { step: 'axis', axis, test, predicates: parsePredicates(words, grammar) };
};

const beginsStep = (words: Words): boolean => {
  const word = words.peek();
  if (word.word === 'end') return false;
  return word.word !== 'symbol' || ['.', '..', '@', '*', '(', '$'].includes(word.text);
};

/** A path, or the one primary expression it consists of. */
export const parsePath = (words: Words, grammar: Grammar): Expression => {
  const { at } = words.peek();
  const steps: Step[] = [];
  let absolute = false;
  if (words.accept('/')) {
    absolute = true;
    if (!beginsStep(words)) return { is: 'path', absolute, steps, at };
  } else if (words.accept('//')) {
    absolute = true;
    steps.push(DESCEND);
  }
  steps.push(parseStep(words, grammar));
  for (;;) {
    if (words.accept('//')) steps.push(DESCEND);
    else if (!words.accept('/')) break;
    steps.push(parseStep(words, grammar));
  }
  const [only] = steps;
  if (!absolute && steps.length === 1 && only?.step === 'expression') return only.expression;
  return { is: 'path', absolute, steps, at };
};
