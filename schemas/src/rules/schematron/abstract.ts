/** Abstract patterns filled in with their parameters, abstract rules with those who extend them. */
import type { Mistakes } from './mistakes.ts';
import { isRuleElement, isSchematron, type RuleElement } from './read.ts';

const PARAMETER = /\$([A-Z_a-z\u00C0-\uFFFD][\w.\-\u00B7-\uFFFD]*)/g;

const elementsOf = (element: RuleElement): readonly RuleElement[] => element.children.filter(isRuleElement);
const isAbstract = (element: RuleElement): boolean => element.attributes.get('abstract') === 'true';

/** `$name` in attributes becomes the parameter's value; what is no parameter stays, for it may be a variable. */
const substituted = (element: RuleElement, parameters: ReadonlyMap<string, string>): RuleElement => ({
  ...element,
  attributes: new Map(
    [...element.attributes].map(([name, value]) => [
      name,
      value.replace(PARAMETER, (whole, parameter: string) => parameters.get(parameter) ?? whole),
    ]),
  ),
  children: element.children.map((child) => (isRuleElement(child) ? substituted(child, parameters) : child)),
});

const instanceOf = (
  pattern: RuleElement,
  patterns: ReadonlyMap<string, RuleElement>,
  mistakes: Mistakes,
): RuleElement => {
  const name = pattern.attributes.get('is-a');
  if (name === undefined) return pattern;
  const abstract = patterns.get(name);
  if (abstract === undefined) {
    mistakes.add({ file: pattern.file, line: pattern.line, text: `there is no abstract pattern ${name}` });
    return pattern;
  }
  const parameters = new Map<string, string>();
  // what an abstract pattern states itself is the default
  for (const holder of [abstract, pattern])
    for (const child of elementsOf(holder))
      if (isSchematron(child, 'param'))
        parameters.set((child.attributes.get('name') ?? '').trim(), child.attributes.get('value') ?? '');
  const filled = substituted(abstract, parameters);
  const attributes = new Map([...filled.attributes, ...pattern.attributes]);
  attributes.delete('abstract');
  attributes.delete('is-a');
  return {
    ...pattern,
    attributes,
    children: filled.children.filter((child) => !isRuleElement(child) || child.name !== 'param'),
  };
};

/** Patterns without abstract ones, each `is-a` filled in; everything else of the schema as it was. */
export const fillPatterns = (schema: RuleElement, mistakes: Mistakes): RuleElement => {
  const patterns = new Map<string, RuleElement>();
  for (const child of elementsOf(schema))
    if (isSchematron(child, 'pattern') && isAbstract(child)) patterns.set(child.attributes.get('id') ?? '', child);
  return {
    ...schema,
    children: schema.children.flatMap((child) => {
      if (!isRuleElement(child) || !isSchematron(child, 'pattern')) return [child];
      return isAbstract(child) ? [] : [instanceOf(child, patterns, mistakes)];
    }),
  };
};

/** A rule's children with those of the abstract rules it extends in place of `extends`. */
export const extendRule = (
  rule: RuleElement,
  abstractRules: ReadonlyMap<string, RuleElement>,
  mistakes: Mistakes,
  way: readonly string[] = [],
): readonly (RuleElement | string)[] =>
  rule.children.flatMap((child) => {
    if (!isRuleElement(child) || !isSchematron(child, 'extends')) return [child];
    const name = child.attributes.get('rule') ?? '';
    const abstract = abstractRules.get(name);
    if (abstract === undefined || way.includes(name)) {
      const text =
        abstract === undefined ? `there is no abstract rule ${name}` : `the abstract rule ${name} extends itself`;
      mistakes.add({ file: child.file, line: child.line, text });
      return [];
    }
    return extendRule(abstract, abstractRules, mistakes, [...way, name]);
  });

/** Abstract rules of all patterns, by id. */
export const abstractRulesOf = (patterns: readonly RuleElement[]): ReadonlyMap<string, RuleElement> =>
  new Map(
    patterns
      .flatMap(elementsOf)
      .filter((element) => isSchematron(element, 'rule') && isAbstract(element))
      .map((rule) => [rule.attributes.get('id') ?? '', rule]),
  );
