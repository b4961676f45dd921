/**
 * Tries a published set of rules on the documents and unit tests its publisher gives with it:
 *
 *     node schemas/src/rules/tools/try-schematron.ts RULES.sch FOLDER-OR-FILE… [--phase NAME] [--quiet]
 *
 * A document whose root is `testSet` is a set of unit tests (`test` with an `assert` of `success`, `error`, `warning`
 * elements that name rules, and one document); every other document is evaluated and what is found is counted. Prints
 * how many assertions hold, and the time a document takes. Exit code 1 where an assertion does not hold or a rule
 * could not be evaluated.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { type CompiledRules, compileSchematron } from '../schematron/compile.ts';
import { evaluateRules, type RuleOutcome } from '../schematron/evaluate.ts';
import { readRuleFolder } from '../schematron/files.ts';
import { RulesError } from '../schematron/mistakes.ts';
import { takeOver } from '../xpath/nodes.ts';

interface Trial {
  readonly outcomes: readonly RuleOutcome[];
  readonly millis: number;
}

const evaluate = (rules: CompiledRules, document: XmlDocument): Trial => {
  const start = performance.now();
  const { outcomes } = evaluateRules(rules, takeOver(document), { now: new Date() });
  return { outcomes, millis: performance.now() - start };
};

const elementsOf = (parent: XmlElement): readonly XmlElement[] =>
  parent.find('*').filter((node) => node instanceof XmlElement);

/** One statement of a unit test, in words, if it does not hold. */
const broken = (statement: XmlElement, outcomes: readonly RuleOutcome[]): string | undefined => {
  const rule = statement.content.trim();
  const found = outcomes.filter((outcome) => outcome.rule === rule);
  const notEvaluable = found.find(({ kind }) => kind === 'not-evaluable');
  if (notEvaluable?.kind === 'not-evaluable') return `${rule}: not evaluable: ${notEvaluable.reason}`;
  if (statement.name === 'success')
    return found.length === 0 ? undefined : `${rule}: should hold, found ${found.length}`;
  const number = statement.attr('number')?.value;
  const counted = number === undefined ? found.length > 0 : found.length === Number(number);
  if (!counted) return `${rule}: ${number ?? 'some'} ${statement.name} expected, found ${found.length}`;
  const warning = found.every((each) => each.kind === 'finding' && each.severity === 'warning');
  return warning === (statement.name === 'warning') ? undefined : `${rule}: is no ${statement.name}`;
};

const filesOf = (path: string): readonly string[] =>
  statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.xml$/i.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();

const main = (args: readonly string[]): number => {
  const phaseAt = args.indexOf('--phase');
  const phase = phaseAt < 0 ? undefined : args[phaseAt + 1];
  const quiet = args.includes('--quiet');
  const [file, ...paths] = args.filter((arg, index) => !arg.startsWith('--') && (phaseAt < 0 || index !== phaseAt + 1));
  if (file === undefined) {
    console.error('usage: try-schematron.ts RULES.sch FOLDER-OR-FILE… [--phase NAME] [--quiet]');
    return 2;
  }
  const start = performance.now();
  let rules: CompiledRules;
  try {
    rules = compileSchematron(readRuleFolder(dirname(file)), basename(file), phase === undefined ? {} : { phase });
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    console.error(error.message);
    return 1;
  }
  console.log(
    `${rules.rules} rules, ${rules.checks} assertions, compiled in ${(performance.now() - start).toFixed(0)} ms`,
  );

  let statements = 0;
  let failures = 0;
  let notEvaluable = 0;
  const times: { readonly name: string; readonly millis: number; readonly octets: number }[] = [];
  const look = (name: string, document: XmlDocument): readonly RuleOutcome[] => {
    // a first time warms up, as a node that runs is
    evaluate(rules, document);
    const { outcomes, millis } = evaluate(rules, document);
    times.push({ name, millis, octets: document.toString().length });
    for (const outcome of outcomes)
      if (outcome.kind === 'not-evaluable') {
        notEvaluable++;
        console.log(`${name}: ${outcome.rule} is not evaluable: ${outcome.reason}`);
      }
    return outcomes;
  };

  for (const path of paths.flatMap(filesOf)) {
    const document = XmlDocument.fromBuffer(readFileSync(path));
    try {
      const name = basename(path);
      if (document.root.name !== 'testSet') {
        const outcomes = look(name, document);
        const found = outcomes.filter((outcome) => outcome.kind === 'finding');
        if (!quiet)
          console.log(
            `${name}: ${found.map(({ rule, severity }) => `${rule} (${severity})`).join(', ') || 'nothing found'}`,
          );
        continue;
      }
      for (const test of elementsOf(document.root).filter((child) => child.name === 'test')) {
        const [assert, instance] = [elementsOf(test)[0], elementsOf(test).at(-1)];
        if (assert === undefined || instance === undefined) continue;
        const inner = XmlDocument.fromString(instance.canonicalizeToString());
        try {
          const outcomes = look(name, inner);
          for (const statement of elementsOf(assert))
            if (['success', 'error', 'warning', 'fatal'].includes(statement.name)) {
              statements++;
              const wrong = broken(statement, outcomes);
              if (wrong !== undefined) {
                failures++;
                console.log(`${name}: ${wrong}`);
              }
            }
        } finally {
          inner.dispose();
        }
      }
    } finally {
      document.dispose();
    }
  }
  const sorted = [...times].sort((a, b) => a.millis - b.millis);
  const middle = sorted[Math.floor(sorted.length / 2)];
  const slowest = sorted.at(-1);
  console.log(
    `${statements - failures} of ${statements} assertions of unit tests hold; ${notEvaluable} rules not evaluable`,
  );
  if (middle !== undefined && slowest !== undefined)
    console.log(
      `${times.length} documents: median ${middle.millis.toFixed(1)} ms, slowest ${slowest.millis.toFixed(1)} ms (${slowest.name}, ${slowest.octets} characters)`,
    );
  return failures + notEvaluable > 0 ? 1 : 0;
};

process.exitCode = main(process.argv.slice(2));
