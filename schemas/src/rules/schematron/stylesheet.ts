/** The parts of XSLT that rule sets declare beside their patterns: keys, and functions that only say what they are. */
import { compileExpression, compileTest } from '../xpath/compile.ts';
import { converterTo } from '../xpath/convert.ts';
import { XPathDynamicError } from '../xpath/errors.ts';
import type { Context, DeclaredFunction, Evaluate, KeyDeclaration, Scope } from '../xpath/evaluate.ts';
import { atomize, EMPTY, type Item, type Sequence, textOfAtom } from '../xpath/values.ts';
import { type Compiling, expandedName } from './declare.ts';
import { isRuleElement, type RuleElement, XSLT } from './read.ts';
import { compileSelection } from './selection.ts';

/** Calls within calls. */
const DEEPEST_CALL = 200;

const isXslt = (element: RuleElement, name: string): boolean => element.namespaceUri === XSLT && element.name === name;
const elementsOf = (element: RuleElement): readonly RuleElement[] => element.children.filter(isRuleElement);

const bodyOf = (elements: readonly (RuleElement | string)[], scope: Scope, compiling: Compiling): Evaluate => {
  const { naming, mistakes } = compiling;
  let inner = scope;
  const parts: Evaluate[] = [];
  const required = (element: RuleElement, name: string): string => {
    const value = element.attributes.get(name);
    if (value === undefined)
      mistakes.add({
        file: element.file,
        line: element.line,
        text: `xsl:${element.name} without ${name} is not supported`,
      });
    return value ?? '()';
  };
  for (const element of elements) {
    if (!isRuleElement(element)) {
      if (element.trim() !== '') parts.push(() => [{ kind: 'untyped', value: element }]);
      continue;
    }
    const kind = element.namespaceUri === XSLT ? element.name : '';
    switch (kind) {
      case 'param':
        break;
      case 'variable': {
        const select = required(element, 'select');
        const within = inner;
        const type = element.attributes.get('as');
        const evaluate = mistakes.attempt(element, select, () => {
          const compiled = compileExpression(select, naming, within);
          if (type === undefined) return compiled;
          const convert = converterTo(type, naming);
          return (context: Context) => convert(compiled(context));
        });
        const slot = scope.newSlot();
        const variables = new Map(inner.variables);
        variables.set(expandedName(element.attributes.get('name') ?? '', naming), {
          read: ({ run }) => run.slots[slot] ?? EMPTY,
        });
        inner = { ...inner, variables };
        if (evaluate !== undefined) {
          parts.push((context) => {
            context.run.slots[slot] = evaluate(context);
            return EMPTY;
          });
        }
        break;
      }
      case 'sequence':
      case 'copy-of': {
        const select = required(element, 'select');
        const within = inner;
        const evaluate = mistakes.attempt(element, select, () => compileExpression(select, naming, within));
        if (evaluate !== undefined) parts.push(evaluate);
        break;
      }
      case 'value-of': {
        const select = required(element, 'select');
        const within = inner;
        const separator = element.attributes.get('separator') ?? ' ';
        const evaluate = mistakes.attempt(element, select, () => compileExpression(select, naming, within));
        if (evaluate !== undefined)
          parts.push((context) => [
            { kind: 'untyped', value: atomize(evaluate(context)).map(textOfAtom).join(separator) },
          ]);
        break;
      }
      case 'text':
        parts.push(() => [
          { kind: 'untyped', value: element.children.filter((child) => typeof child === 'string').join('') },
        ]);
        break;
      case 'if': {
        const text = required(element, 'test');
        const within = inner;
        const test = mistakes.attempt(element, text, () => compileTest(text, naming, within));
        const then = bodyOf(element.children, inner, compiling);
        if (test !== undefined) parts.push((context) => (test(context) ? then(context) : EMPTY));
        break;
      }
      case 'choose': {
        const within = inner;
        const branches = elementsOf(element).map((branch) => {
          const text = isXslt(branch, 'otherwise') ? 'true()' : required(branch, 'test');
          const test = mistakes.attempt(branch, text, () => compileTest(text, naming, within));
          return { test: test ?? (() => false), body: bodyOf(branch.children, within, compiling) };
        });
        parts.push((context) => branches.find(({ test }) => test(context))?.body(context) ?? EMPTY);
        break;
      }
      default: {
        const shown = kind === '' ? element.name : `xsl:${kind}`;
        mistakes.add({ file: element.file, line: element.line, text: `${shown} in a function is not supported` });
      }
    }
  }
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return (context) => {
    const all: Item[] = [];
    for (const part of parts) for (const item of part(context)) all.push(item);
    return all;
  };
};

const declareFunction = (element: RuleElement, compiling: Compiling) => {
  const { naming, mistakes } = compiling;
  const parameters = elementsOf(element).filter((child) => isXslt(child, 'param'));
  const typed = (owner: RuleElement): ((items: Sequence) => Sequence) => {
    const type = owner.attributes.get('as');
    if (type === undefined) return (items) => items;
    return mistakes.attempt(owner, type, () => converterTo(type, naming)) ?? ((items) => items);
  };
  let body: ((args: readonly Sequence[], context: Context) => Sequence) | undefined;
  const name = expandedName(element.attributes.get('name') ?? '', naming);
  const declared: DeclaredFunction = {
    parameters: parameters.length,
    call: (args, context) => {
      if (context.run.calls >= DEEPEST_CALL) throw new XPathDynamicError('XTDE0000', `${name} calls itself too deeply`);
      context.run.calls++;
      try {
        return body?.(args, context) ?? EMPTY;
      } finally {
        context.run.calls--;
      }
    },
  };
  const compile = (scope: Scope): void => {
    const first = scope.newSlot();
    const variables = new Map(scope.variables);
    const slots = parameters.map((parameter) => {
      const slot = scope.newSlot();
      variables.set(expandedName(parameter.attributes.get('name') ?? '', naming), {
        read: ({ run }) => run.slots[slot] ?? EMPTY,
      });
      return { slot, convert: typed(parameter) };
    });
    const evaluate = bodyOf(element.children, { ...scope, variables }, compiling);
    const convert = typed(element);
    const last = scope.newSlot();
    body = (args, { run }) => {
      // a function may be called within itself: its variables are its own each time
      const outside = run.slots.slice(first, last);
      const values = slots.map(({ convert: toType }, index) => toType(args[index] ?? EMPTY));
      slots.forEach(({ slot }, index) => {
        run.slots[slot] = values[index];
      });
      try {
        return convert(evaluate({ item: undefined, position: 0, size: 0, current: undefined, run }));
      } finally {
        for (let slot = first; slot < last; slot++) run.slots[slot] = outside[slot - first];
      }
    };
  };
  return { key: `${name}#${parameters.length}`, declared, compile };
};

const declareKey = (
  element: RuleElement,
  scope: Scope,
  { naming, mistakes }: Compiling,
): KeyDeclaration | undefined => {
  const match = element.attributes.get('match') ?? '';
  const use = element.attributes.get('use') ?? '';
  const selected = mistakes.attempt(element, match, () => compileSelection(match, naming, scope));
  const used = mistakes.attempt(element, use, () => compileExpression(use, naming, scope));
  return selected === undefined || used === undefined ? undefined : { match: selected, use: used };
};

/**
 * The scope with the keys and functions of a schema, which work once `compile` was called with the whole scope, the
 * schema's variables included. Whatever else of XSLT stands there is a mistake.
 */
export const declareStylesheet = (
  schema: RuleElement,
  outer: Scope,
  compiling: Compiling,
): { readonly scope: Scope; readonly compile: (whole: Scope) => void } => {
  const functions = new Map(outer.functions);
  const keys = new Map(outer.keys);
  const elements = elementsOf(schema).filter(({ namespaceUri }) => namespaceUri === XSLT);
  const later: ((whole: Scope) => void)[] = [];
  for (const element of elements) {
    const { name, attributes, file, line } = element;
    if (name === 'function') {
      const { key, declared, compile } = declareFunction(element, compiling);
      functions.set(key, declared);
      later.push(compile);
    } else if (name === 'key') {
      let compiled: KeyDeclaration | undefined;
      keys.set(attributes.get('name') ?? '', {
        match: (context) => compiled?.match(context) ?? EMPTY,
        use: (context) => compiled?.use(context) ?? EMPTY,
      });
      later.push((whole) => {
        compiled = declareKey(element, whole, compiling);
      });
    } else compiling.mistakes.add({ file, line, text: `xsl:${name} is not supported` });
  }
  return {
    scope: { ...outer, functions, keys },
    compile: (whole) => {
      for (const compile of later) compile(whole);
    },
  };
};
