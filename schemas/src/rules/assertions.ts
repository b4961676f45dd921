/** Assertions of a manifest: XPath 1.0 on one part, by the engine that runs Schematron. */

import type { CompiledRules } from './schematron/compile.ts';
import type { Mistakes, RulePlace } from './schematron/mistakes.ts';
import { compileSelection } from './schematron/selection.ts';
import type { Severity } from './schematron/severity.ts';
import { compileTest } from './xpath/compile.ts';
import type { Scope } from './xpath/evaluate.ts';
import type { Naming } from './xpath/words.ts';

/** One assertion: `test` must hold for every node of `context` (without one: for the document). */
export interface Assertion {
  readonly id: string;
  readonly context?: string;
  readonly test: string;
  readonly severity: Severity;
}

const PLACE: RulePlace = { file: 'message-type.yaml', line: 1 };

/** Compiles assertions, each a pattern of its own. Texts are left to who tells the findings: they are in three languages. */
export const compileAssertions = (
  assertions: readonly Assertion[],
  namespaces: Readonly<Record<string, string>>,
  mistakes: Mistakes,
): CompiledRules => {
  const naming: Naming = { namespaceOf: (prefix) => namespaces[prefix] };
  let slots = 0;
  let timed = false;
  const scope: Scope = {
    variables: new Map(),
    functions: new Map(),
    keys: new Map(),
    newSlot: () => slots++,
    compatible: true,
    clockUsed: () => {
      timed = true;
    },
  };
  const patterns = assertions.flatMap(({ id, context = '/', test, severity }) => {
    const select = mistakes.attempt(PLACE, context, () => compileSelection(context, naming, scope));
    const holds = mistakes.attempt(PLACE, test, () => compileTest(test, naming, scope));
    if (select === undefined || holds === undefined) return [];
    const check = { id, severity, fires: (at: Parameters<typeof holds>[0]) => !holds(at), message: () => '' };
    return [{ id, rules: [{ id, select, slots: [], checks: [check] }] }];
  });
  return { patterns, slots, timed, rules: patterns.length, checks: patterns.length };
};
