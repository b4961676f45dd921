/** Variables, keys and functions that rules declare. Variables are worked out when first read, and once. */
import { compileExpression } from '../xpath/compile.ts';
import { converterTo } from '../xpath/convert.ts';
import { XPathDynamicError } from '../xpath/errors.ts';
import type { Context, Evaluate, Run, Scope, Variable } from '../xpath/evaluate.ts';
import type { RuleNode } from '../xpath/nodes.ts';
import type { Sequence } from '../xpath/values.ts';
import { FUNCTIONS_NAMESPACE, type Naming, TYPES_NAMESPACE } from '../xpath/words.ts';
import type { Mistakes } from './mistakes.ts';
import { isRuleElement, isSchematron, type RuleElement } from './read.ts';

/** What compiling needs everywhere. */
export interface Compiling {
  readonly naming: Naming;
  readonly mistakes: Mistakes;
}

const BUSY: Sequence = Object.freeze(['being worked out']);

/** A context for one node, which is also the current one. */
export const contextOf = (node: RuleNode, run: Run): Context => ({
  item: node,
  position: 1,
  size: 1,
  current: node,
  run,
});

const prefixesOf = (schema: RuleElement): ReadonlyMap<string, string> => {
  const prefixes = new Map<string, string>([
    ['xs', TYPES_NAMESPACE],
    ['fn', FUNCTIONS_NAMESPACE],
    ['xml', 'http://www.w3.org/XML/1998/namespace'],
  ]);
  for (const [prefix, uri] of schema.prefixes) if (prefix !== '') prefixes.set(prefix, uri);
  for (const child of schema.children)
    if (isRuleElement(child)) {
      for (const [prefix, uri] of child.prefixes) if (prefix !== '' && !prefixes.has(prefix)) prefixes.set(prefix, uri);
      if (isSchematron(child, 'ns'))
        prefixes.set(child.attributes.get('prefix') ?? '', child.attributes.get('uri') ?? '');
    }
  return prefixes;
};

/** Prefixes: those of `ns`, of the file's own declarations, and the usual ones. */
export const namingOf = (schema: RuleElement): Naming => {
  const prefixes = prefixesOf(schema);
  return { namespaceOf: (prefix) => prefixes.get(prefix) };
};

/** A name with its namespace, as expressions know it. */
export const expandedName = (name: string, naming: Naming): string => {
  const [prefix, local] = name.split(':');
  return local === undefined ? name : `{${naming.namespaceOf(prefix ?? '') ?? ''}}${local}`;
};

/**
 * The scope with the variables of some `let`s; they may be read in each other in any order. `slots` are to be emptied
 * whenever they are to be worked out anew. `from`: the node they are worked out from.
 */
export const declareLets = (
  lets: readonly RuleElement[],
  outer: Scope,
  from: (context: Context) => RuleNode,
  { naming, mistakes }: Compiling,
): { readonly scope: Scope; readonly slots: readonly number[] } => {
  const variables = new Map<string, Variable>(outer.variables);
  const scope: Scope = { ...outer, variables };
  const declared = lets.map((element) => {
    const slot = outer.newSlot();
    const name = element.attributes.get('name') ?? '';
    let evaluate: Evaluate = () => [];
    const read: Evaluate = (context) => {
      const { slots } = context.run;
      const known = slots[slot];
      if (known === BUSY) throw new XPathDynamicError('XTDE0640', `the variable $${name} needs itself`);
      if (known !== undefined) return known;
      slots[slot] = BUSY;
      try {
        const value = evaluate(contextOf(from(context), context.run));
        slots[slot] = value;
        return value;
      } catch (error) {
        slots[slot] = undefined;
        throw error;
      }
    };
    variables.set(expandedName(name, naming), { read });
    return { element, slot, set: (compiled: Evaluate) => (evaluate = compiled) };
  });
  for (const { element, set } of declared) {
    const value = element.attributes.get('value') ?? element.attributes.get('select');
    if (value === undefined) {
      const { file, line } = element;
      mistakes.add({
        file,
        line,
        text: `${element.name} ${element.attributes.get('name') ?? ''} without a value is not supported`,
      });
      continue;
    }
    const type = element.attributes.get('as');
    const compiled = mistakes.attempt(element, value, () => {
      const evaluate = compileExpression(value, naming, scope);
      if (type === undefined) return evaluate;
      const convert = converterTo(type, naming);
      return (context: Context) => convert(evaluate(context));
    });
    if (compiled !== undefined) set(compiled);
  }
  return { scope, slots: declared.map(({ slot }) => slot) };
};
