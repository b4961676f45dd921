/** Running rules over a document. A rule that cannot be evaluated says so, gives no verdict, and leaves the others alone. */
import { StepsExhausted, XPathDynamicError } from '../xpath/errors.ts';
import type { Run } from '../xpath/evaluate.ts';
import { lineOf, type RuleDocument, type RuleNode, readablePathOf } from '../xpath/nodes.ts';
import { isNode } from '../xpath/values.ts';
import type { CompiledPattern, CompiledRule, CompiledRules } from './compile.ts';
import { contextOf } from './declare.ts';
import type { Severity } from './severity.ts';

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

/** Steps for one document where nothing else is said. */
export const DEFAULT_STEPS = 1_000_000;

const placeOf = (node: RuleNode): { readonly xpath: string; readonly line?: number } => {
  const line = lineOf(node);
  return { xpath: readablePathOf(node), ...(line === undefined ? {} : { line }) };
};

const reasonOf = (error: unknown): string => {
  if (error instanceof XPathDynamicError || error instanceof StepsExhausted) return error.message;
  // a rule that recurses or loops too deeply for us is no reason to stop examining messages
  if (error instanceof RangeError) return error.message;
  throw error;
};

/**
 * Everything the rules have to tell about a document, in the order of patterns and then of rules. Of each assertion
 * that could not be evaluated the first node is told. Usable while the libxml2 document is open (lines are read from it).
 */
export const evaluateRules = (
  rules: CompiledRules,
  document: RuleDocument,
  how: EvaluateHow,
): readonly RuleOutcome[] => {
  const run: Run = {
    document,
    steps: { left: how.steps ?? DEFAULT_STEPS },
    slots: Array.from({ length: rules.slots }, () => undefined),
    now: how.now,
    calls: 0,
    keys: new Map(),
  };
  const outcomes: RuleOutcome[] = [];
  const failed = new Set<string>();
  const fail = (rule: string, error: unknown, node?: RuleNode): void => {
    const reason = reasonOf(error);
    if (failed.has(rule)) return;
    failed.add(rule);
    const because = error instanceof StepsExhausted ? 'steps' : 'error';
    outcomes.push({ kind: 'not-evaluable', rule, because, reason, ...(node === undefined ? {} : placeOf(node)) });
    if (because === 'steps') throw error;
  };

  const check = (rule: CompiledRule, node: RuleNode): void => {
    for (const slot of rule.slots) run.slots[slot] = undefined;
    const context = contextOf(node, run);
    for (const { id, severity, fires, message } of rule.checks)
      try {
        if (fires(context))
          outcomes.push({ kind: 'finding', rule: id, severity, text: message(context), ...placeOf(node) });
      } catch (error) {
        fail(id, error, node);
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
        fail(rule.id, error);
        return;
      }
      for (const node of nodes) {
        if (taken.has(node)) continue;
        taken.add(node);
        check(rule, node);
      }
    }
  };

  try {
    for (const pattern of rules.patterns) apply(pattern);
  } catch (error) {
    if (!(error instanceof StepsExhausted)) throw error;
  }
  return outcomes;
};
