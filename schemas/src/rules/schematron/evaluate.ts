/** Running rules over a document. A rule that cannot be evaluated says so, gives no verdict, and leaves the others alone. */
import { StepsExhausted, XPathDynamicError } from '../xpath/errors.ts';
import type { Context, Run } from '../xpath/evaluate.ts';
import { lineOf, type RuleDocument, type RuleNode, readablePathOf } from '../xpath/nodes.ts';
import { isNode } from '../xpath/values.ts';
import type { CompiledCheck, CompiledPattern, CompiledRule, CompiledRules } from './compile.ts';
import { contextOf } from './declare.ts';
import { refuses, type Severity } from './severity.ts';

/** What an assertion or report has to tell about a node. */
export interface RuleFinding {
  readonly kind: 'finding';
  readonly rule: string;
  readonly severity: Severity;
  readonly text: string;
  readonly xpath: string;
  readonly line?: number;
}

/** A rule that gave no verdict: `steps` where the document was too costly, else a dynamic error. */
export interface NotEvaluable {
  readonly kind: 'not-evaluable';
  readonly rule: string;
  readonly because: 'steps' | 'error';
  /** That of the verdict it could not give; where several could not be given, of the gravest. */
  readonly severity: Severity;
  readonly reason: string;
  readonly xpath?: string;
  readonly line?: number;
}

export type RuleOutcome = RuleFinding | NotEvaluable;

/** How to evaluate. */
export interface EvaluateHow {
  /** What the current date is to rules. */
  readonly now: Date;
  /** Steps allowed for the document: nodes visited, items looped over, functions called. */
  readonly steps?: number;
}

/**
 * Steps for a document where nothing else is said: a million, and a thousand for each element. Large published sets of
 * rules need some six hundred an element, so that the effort grows with what a lawful document costs, and no faster.
 */
export const stepsFor = ({ elements }: RuleDocument): number => 1_000_000 + elements.length * 1_000;

const placeOf = (node: RuleNode): { readonly xpath: string; readonly line?: number } => {
  const line = lineOf(node);
  return { xpath: readablePathOf(node), ...(line === undefined ? {} : { line }) };
};

const reasonOf = (error: unknown): string => {
  if (error instanceof XPathDynamicError) return error.message;
  // a rule that recurses or loops too deeply for us is no reason to stop examining messages
  if (error instanceof RangeError) return error.message;
  throw error;
};

/** Findings told of one document; refusing ones and others are counted apart, so that neither hides the other. */
const MOST_FINDINGS = 1_000;

/** What rules have to tell about a document. */
export interface RulesEvaluation {
  readonly outcomes: readonly RuleOutcome[];
  /** Findings beyond those told. */
  readonly more: number;
}

const GRAVEST: readonly Severity[] = ['fatal', 'error', 'warning', 'information'];
const gravestOf = (checks: CompiledRule['checks']): Severity =>
  GRAVEST.find((severity) => checks.some((check) => check.severity === severity)) ?? 'error';

/**
 * Everything the rules have to tell about a document, in the order of patterns and then of rules. Of each assertion
 * that could not be evaluated the first node is told; where the steps are used up, nothing after it is looked at.
 * Usable while the libxml2 document is open (lines are read from it).
 */
export const evaluateRules = (rules: CompiledRules, document: RuleDocument, how: EvaluateHow): RulesEvaluation => {
  const run: Run = {
    document,
    steps: { left: how.steps ?? stepsFor(document) },
    slots: Array.from({ length: rules.slots }, () => undefined),
    now: how.now,
    calls: 0,
    keys: new Map(),
  };
  const outcomes: RuleOutcome[] = [];
  const failed = new Set<string>();
  const told = { refusing: 0, others: 0 };
  let more = 0;

  const fail = (rule: string, severity: Severity, error: unknown, node?: RuleNode): void => {
    const place = node === undefined ? {} : placeOf(node);
    if (error instanceof StepsExhausted) {
      // rules not looked at may be grave ones
      outcomes.push({
        kind: 'not-evaluable',
        rule,
        because: 'steps',
        severity: 'error',
        reason: error.message,
        ...place,
      });
      throw error;
    }
    const reason = reasonOf(error);
    if (failed.has(rule)) return;
    failed.add(rule);
    outcomes.push({ kind: 'not-evaluable', rule, because: 'error', severity, reason, ...place });
  };

  const tell = ({ id, severity, message }: CompiledCheck, node: RuleNode, context: Context): void => {
    const group = refuses(severity) ? 'refusing' : 'others';
    if (told[group]++ >= MOST_FINDINGS) more++;
    else outcomes.push({ kind: 'finding', rule: id, severity, text: message(context), ...placeOf(node) });
  };

  const ask = (rule: CompiledRule, node: RuleNode): void => {
    for (const slot of rule.slots) run.slots[slot] = undefined;
    const context = contextOf(node, run);
    for (const check of rule.checks)
      try {
        if (check.fires(context)) tell(check, node, context);
      } catch (error) {
        fail(check.id, check.severity, error, node);
      }
  };

  const apply = (pattern: CompiledPattern): void => {
    // of a pattern's rules only the first that matches a node is asked
    const taken = new Set<RuleNode>();
    const root = contextOf(document.root, run);
    for (const rule of pattern.rules) {
      let nodes: readonly RuleNode[];
      try {
        nodes = rule.select(root).filter(isNode);
      } catch (error) {
        // which nodes later rules of the pattern are about is no longer known
        const unknown = pattern.rules.slice(pattern.rules.indexOf(rule)).flatMap(({ checks }) => checks);
        fail(rule.id, gravestOf(unknown), error);
        return;
      }
      for (const node of nodes) {
        if (taken.has(node)) continue;
        taken.add(node);
        ask(rule, node);
      }
    }
  };

  try {
    for (const pattern of rules.patterns) apply(pattern);
  } catch (error) {
    if (!(error instanceof StepsExhausted)) throw error;
  }
  return { outcomes, more };
};
