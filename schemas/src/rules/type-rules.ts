/** The rules of a message type at work: Schematron of its folder and assertions of its manifest, compiled once, kept. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentRules } from '../message-types/content-checks.ts';
import type { MessageTypeManifest } from '../message-types/manifest.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import { compileAssertions } from './assertions.ts';
import { type CompiledRules, compileSchematron } from './schematron/compile.ts';
import { evaluateRules, type RuleOutcome } from './schematron/evaluate.ts';
import { readRuleFolder } from './schematron/files.ts';
import { gatherMistakes, type Mistake, RulesError } from './schematron/mistakes.ts';
import { refuses } from './schematron/severity.ts';
import * as texts from './texts.ts';
import { takeOver } from './xpath/nodes.ts';

/** What of a manifest is about rules. */
export type RulesOfManifest = Pick<MessageTypeManifest, 'rules' | 'assertions' | 'namespaces'>;

interface PartRules {
  readonly part: string;
  readonly compiled: CompiledRules;
}

/** Compiled rules of a type. */
export interface CompiledTypeRules {
  readonly parts: readonly PartRules[];
  readonly rules: number;
  readonly checks: number;
  readonly timed: boolean;
}

/** Shown of one document and set of rules, like the violations of a schema. */
const MOST_VIOLATIONS = 200;

/** Compiles everything. Throws RulesError with all mistakes of all files; for whoever registers a type. */
export const compileTypeRules = (
  { rules = [], assertions = [], namespaces }: RulesOfManifest,
  folder: string,
): CompiledTypeRules => {
  const mistakes: Mistake[] = [];
  const attempt = (run: () => CompiledRules): readonly CompiledRules[] => {
    try {
      return [run()];
    } catch (error) {
      if (!(error instanceof RulesError)) throw error;
      mistakes.push(...error.mistakes);
      return [];
    }
  };
  const place = join(folder, 'rules');
  const files = rules.length > 0 && existsSync(place) ? readRuleFolder(place) : new Map<string, Uint8Array>();
  const parts = rules.flatMap(({ part, schematron, phase, severities }) =>
    attempt(() =>
      compileSchematron(files, schematron.slice('rules/'.length), {
        ...(phase === undefined ? {} : { phase }),
        ...(severities === undefined ? {} : { severities }),
      }),
    ).map((compiled) => ({ part, compiled })),
  );
  const stated = new Set(assertions.map(({ part }) => part));
  const asserted = [...stated].flatMap((part) =>
    attempt(() => {
      const gathered = gatherMistakes();
      const compiled = compileAssertions(
        assertions.filter((assertion) => assertion.part === part),
        namespaces,
        gathered,
      );
      gathered.refuse();
      return compiled;
    }).map((compiled) => ({ part, compiled })),
  );
  if (mistakes.length > 0) throw new RulesError(mistakes);
  const all = [...parts, ...asserted];
  return {
    parts: all,
    rules: all.reduce((sum, { compiled }) => sum + compiled.rules, 0),
    checks: all.reduce((sum, { compiled }) => sum + compiled.checks, 0),
    timed: all.some(({ compiled }) => compiled.timed),
  };
};

const violationOf = (outcome: RuleOutcome, text: string, part: string, language: Language): Violation => {
  const { rule, severity, xpath, line } = outcome;
  return violation(outcome.kind === 'finding' ? 'rule-violation' : 'rule-not-evaluable', text, {
    language,
    part,
    rule,
    ...(line === undefined ? {} : { line }),
    ...(xpath === undefined ? {} : { xpath }),
    ...(severity === 'warning' || severity === 'information' ? { severity } : {}),
  });
};

/** Verdicts before rules that gave none, refusals before warnings. */
const byWeight = ({ kind, severity }: RuleOutcome): number =>
  (refuses(severity) ? 0 : 2) + (kind === 'finding' ? 0 : 1);

/** The rules of a manifest; compiled at first use. `read` throws RulesError where they do not compile. */
export const typeRules = (manifest: RulesOfManifest, folder: string): DocumentRules => {
  let compiled: CompiledTypeRules | undefined;
  const rules = (): CompiledTypeRules => {
    compiled ??= compileTypeRules(manifest, folder);
    return compiled;
  };
  const assertionTexts = new Map((manifest.assertions ?? []).map(({ id, text }) => [id, text]));

  const textOf = (outcome: RuleOutcome, language: Language): string => {
    const { rule } = outcome;
    if (outcome.kind === 'not-evaluable')
      return (outcome.because === 'steps' ? texts.tooCostly(rule) : texts.notEvaluable(rule, outcome.reason))[language];
    const text = outcome.text === '' ? (assertionTexts.get(rule)?.[language] ?? '') : outcome.text;
    return text.includes(rule) ? text : `${rule}: ${text}`;
  };

  return {
    timed: () => rules().timed,
    prepare: () => {
      rules();
    },
    read: (part, document, language, at) => {
      const own = rules().parts.filter((each) => each.part === part);
      if (own.length === 0) return [];
      const taken = takeOver(document);
      return own.flatMap(({ compiled: each }) => {
        const { outcomes, more } = evaluateRules(each, taken, { now: at ?? new Date(0) });
        const sorted = [...outcomes].sort((a, b) => byWeight(a) - byWeight(b));
        const shown = sorted
          .slice(0, MOST_VIOLATIONS)
          .map((outcome) => violationOf(outcome, textOf(outcome, language), part, language));
        const hidden = more + Math.max(0, sorted.length - MOST_VIOLATIONS);
        const [first] = shown;
        return hidden === 0 || first === undefined
          ? shown
          : [
              ...shown,
              violation('rule-violation', texts.andMore(hidden)[language], {
                language,
                part,
                ...(first.severity === undefined ? {} : { severity: first.severity }),
              }),
            ];
      });
    },
    [Symbol.dispose]: () => {
      compiled = undefined;
    },
  };
};
