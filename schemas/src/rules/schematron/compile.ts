/** ISO Schematron (ISO/IEC 19757-3) to closures. */
import { compileTest } from '../xpath/compile.ts';
import type { Context, Evaluate, Scope, Test } from '../xpath/evaluate.ts';
import type { RuleNode } from '../xpath/nodes.ts';
import { abstractRulesOf, extendRule, fillPatterns } from './abstract.ts';
import { type Compiling, declareLets, namingOf } from './declare.ts';
import { type Message, messageOf } from './message.ts';
import { gatherMistakes } from './mistakes.ts';
import { isRuleElement, isSchematron, type RuleElement, readRules, SCHEMATRON, XSLT } from './read.ts';
import { compileSelection } from './selection.ts';
import { type Severity, severityOf } from './severity.ts';
import { declareStylesheet } from './stylesheet.ts';

/** One assertion or report. `fires`: whether there is something to tell about the context node. */
export interface CompiledCheck {
  readonly id: string;
  readonly severity: Severity;
  readonly fires: Test;
  readonly message: Message;
}

export interface CompiledRule {
  readonly id: string;
  readonly select: Evaluate;
  /** Variables that are worked out anew for each node. */
  readonly slots: readonly number[];
  readonly checks: readonly CompiledCheck[];
}

export interface CompiledPattern {
  readonly id: string;
  readonly rules: readonly CompiledRule[];
}

/** Rules ready to run. */
export interface CompiledRules {
  readonly patterns: readonly CompiledPattern[];
  readonly slots: number;
  readonly rules: number;
  readonly checks: number;
  /** Whether the outcome depends on the time. */
  readonly timed: boolean;
}

/** How to compile. */
export interface SchematronHow {
  /** Name of a phase; without one the schema's default, or all patterns. */
  readonly phase?: string;
  /** Other severities than the rules state, by id of assertion. */
  readonly severities?: Readonly<Record<string, Severity>>;
}

const BINDINGS: ReadonlySet<string> = new Set([
  'xslt',
  'xslt1',
  'xpath',
  'xslt2',
  'xpath2',
  'xslt3',
  'xpath3',
  'xpath31',
]);
const COMPATIBLE: ReadonlySet<string> = new Set(['xslt', 'xslt1', 'xpath']);

/** What may stand where, besides elements of other vocabularies; anything else of Schematron's is a mistake. */
const IN_SCHEMA = new Set(['title', 'p', 'ns', 'let', 'phase', 'pattern', 'diagnostics', 'properties', 'rules']);
const IN_PATTERN = new Set(['title', 'p', 'let', 'rule', 'param']);
const IN_RULE = new Set(['let', 'assert', 'report', 'extends', 'p', 'title']);

const elementsOf = (children: readonly (RuleElement | string)[], name?: string): readonly RuleElement[] =>
  children.filter(isRuleElement).filter((child) => isSchematron(child) && (name === undefined || child.name === name));

const refuseOthers = (
  children: readonly (RuleElement | string)[],
  known: ReadonlySet<string>,
  where: string,
  { mistakes }: Compiling,
): void => {
  for (const { file, line, name, namespaceUri } of children.filter(isRuleElement)) {
    if (namespaceUri === SCHEMATRON && !known.has(name))
      mistakes.add({ file, line, text: `${name} in ${where} is not supported` });
    if (namespaceUri === XSLT && where !== 'schema')
      mistakes.add({ file, line, text: `xsl:${name} in ${where} is not supported` });
  }
};

const rootOf = ({ run }: Context): RuleNode => run.document.root;
const currentOf = ({ current, run }: Context): RuleNode => current ?? run.document.root;

interface PatternNeeds {
  readonly compiling: Compiling;
  readonly how: SchematronHow;
  readonly abstractRules: ReadonlyMap<string, RuleElement>;
  readonly diagnostics: ReadonlyMap<string, RuleElement>;
}

const compileCheck = (
  element: RuleElement,
  id: string,
  rule: RuleElement,
  scope: Scope,
  { compiling, how, diagnostics }: PatternNeeds,
): CompiledCheck | undefined => {
  const { naming, mistakes } = compiling;
  const { attributes } = element;
  const test = attributes.get('test') ?? '';
  const holds = mistakes.attempt(element, test, () => compileTest(test, naming, scope));
  const message = messageOf(element, scope, compiling);
  const more = (attributes.get('diagnostics') ?? '').split(/\s+/).flatMap((name) => {
    if (name === '') return [];
    const diagnostic = diagnostics.get(name);
    if (diagnostic !== undefined) return [messageOf(diagnostic, scope, compiling)];
    mistakes.add({ file: element.file, line: element.line, text: `there is no diagnostic ${name}` });
    return [];
  });
  if (holds === undefined) return undefined;
  const report = element.name === 'report';
  const stated = severityOf(
    attributes.get('flag'),
    attributes.get('role'),
    rule.attributes.get('flag'),
    rule.attributes.get('role'),
  );
  return {
    id,
    severity: how.severities?.[id] ?? stated ?? (report ? 'warning' : 'error'),
    fires: report ? holds : (context) => !holds(context),
    message: more.length === 0 ? message : (context) => [message, ...more].map((part) => part(context)).join(' '),
  };
};

const compileRule = (rule: RuleElement, id: string, outer: Scope, needs: PatternNeeds): CompiledRule | undefined => {
  const { compiling, abstractRules } = needs;
  const { naming, mistakes } = compiling;
  const children = extendRule(rule, abstractRules, mistakes);
  refuseOthers(children, IN_RULE, 'rule', compiling);
  const { scope, slots } = declareLets(elementsOf(children, 'let'), outer, currentOf, compiling);
  const checks = elementsOf(children)
    .filter(({ name }) => name === 'assert' || name === 'report')
    .map((element, index) =>
      compileCheck(element, element.attributes.get('id') ?? `${id}.${index + 1}`, rule, scope, needs),
    );
  const context = rule.attributes.get('context');
  if (context === undefined) {
    mistakes.add({ file: rule.file, line: rule.line, text: 'a rule that is not abstract needs a context' });
    return undefined;
  }
  const select = mistakes.attempt(rule, context, () => compileSelection(context, naming, outer));
  if (select === undefined) return undefined;
  return { id, select, slots, checks: checks.filter((check) => check !== undefined) };
};

const compilePattern = (pattern: RuleElement, index: number, outer: Scope, needs: PatternNeeds): CompiledPattern => {
  const id = pattern.attributes.get('id') ?? `pattern-${index + 1}`;
  const { compiling } = needs;
  refuseOthers(pattern.children, IN_PATTERN, 'pattern', compiling);
  if (pattern.attributes.has('documents'))
    compiling.mistakes.add({
      file: pattern.file,
      line: pattern.line,
      text: 'documents reaches outside the document and is not allowed',
    });
  const { scope } = declareLets(elementsOf(pattern.children, 'let'), outer, rootOf, compiling);
  const rules = elementsOf(pattern.children, 'rule')
    .filter((rule) => rule.attributes.get('abstract') !== 'true')
    .map((rule, at) => compileRule(rule, rule.attributes.get('id') ?? `${id}.${at + 1}`, scope, needs));
  return { id, rules: rules.filter((rule) => rule !== undefined) };
};

/** The phase asked for: `undefined` for all patterns. */
const phaseOf = (schema: RuleElement, asked: string | undefined, { mistakes }: Compiling): RuleElement | undefined => {
  const fallback = schema.attributes.get('defaultPhase');
  const name = asked === undefined || asked === '#DEFAULT' ? fallback : asked;
  if (name === undefined || name === '#ALL') return undefined;
  const found = elementsOf(schema.children, 'phase').find(({ attributes }) => attributes.get('id') === name);
  if (found === undefined) mistakes.add({ file: schema.file, line: schema.line, text: `there is no phase ${name}` });
  return found;
};

const activeIn = (
  patterns: readonly RuleElement[],
  phase: RuleElement,
  { mistakes }: Compiling,
): readonly RuleElement[] => {
  const wanted = elementsOf(phase.children, 'active');
  for (const { attributes, file, line } of wanted)
    if (!patterns.some((pattern) => pattern.attributes.get('id') === attributes.get('pattern')))
      mistakes.add({ file, line, text: `there is no pattern ${attributes.get('pattern') ?? ''}` });
  const ids = new Set(wanted.map(({ attributes }) => attributes.get('pattern')));
  return patterns.filter(({ attributes }) => ids.has(attributes.get('id')));
};

const bindingOf = (schema: RuleElement, { mistakes }: Compiling): string => {
  const binding = (schema.attributes.get('queryBinding') ?? 'xslt').toLowerCase();
  if (!BINDINGS.has(binding))
    mistakes.add({ file: schema.file, line: schema.line, text: `the query binding ${binding} is not supported` });
  return binding;
};

/**
 * Compiles the Schematron file `main` of `files` (path → octets; what is included must be a key). Throws RulesError
 * with every mistake and its file and line, among them each construct that is not of the supported subset.
 */
export const compileSchematron = (
  files: ReadonlyMap<string, Uint8Array>,
  main: string,
  how: SchematronHow = {},
): CompiledRules => {
  const mistakes = gatherMistakes();
  const read = readRules(files, main, mistakes);
  mistakes.refuse();
  if (read === undefined || !isSchematron(read, 'schema')) {
    const found = read === undefined ? 'nothing' : `{${read.namespaceUri}}${read.name}`;
    mistakes.add({ file: main, text: `a schema of ISO Schematron was expected, here is ${found}` });
    mistakes.refuse();
  }
  const schema = fillPatterns(read as RuleElement, mistakes);
  const compiling: Compiling = { naming: namingOf(schema), mistakes };
  refuseOthers(schema.children, IN_SCHEMA, 'schema', compiling);

  const allPatterns = elementsOf(schema.children, 'pattern');
  const phase = phaseOf(schema, how.phase, compiling);
  const patterns = phase === undefined ? allPatterns : activeIn(allPatterns, phase, compiling);

  let slots = 0;
  let timed = false;
  const bare: Scope = {
    variables: new Map(),
    functions: new Map(),
    keys: new Map(),
    newSlot: () => slots++,
    compatible: COMPATIBLE.has(bindingOf(schema, compiling)),
    clockUsed: () => {
      timed = true;
    },
  };
  const lets = [
    ...elementsOf(schema.children, 'let'),
    ...(phase === undefined ? [] : elementsOf(phase.children, 'let')),
  ];
  const sheet = declareStylesheet(schema, bare, compiling);
  const { scope: declared } = declareLets(lets, sheet.scope, rootOf, compiling);
  // functions and keys may read the schema's variables, and these may call functions
  sheet.compile(declared);

  const diagnostics = new Map(
    elementsOf(schema.children, 'diagnostics')
      .flatMap((group) => elementsOf(group.children, 'diagnostic'))
      .map((diagnostic) => [diagnostic.attributes.get('id') ?? '', diagnostic]),
  );
  const holders = [...allPatterns, ...elementsOf(schema.children, 'rules')];
  const needs: PatternNeeds = { compiling, how, diagnostics, abstractRules: abstractRulesOf(holders) };
  const compiled = patterns.map((pattern, index) => compilePattern(pattern, index, declared, needs));
  mistakes.refuse();
  return {
    patterns: compiled,
    slots,
    timed,
    rules: compiled.reduce((sum, { rules }) => sum + rules.length, 0),
    checks: compiled.reduce((sum, { rules }) => sum + rules.reduce((all, { checks }) => all + checks.length, 0), 0),
  };
};
