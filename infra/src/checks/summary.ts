/** What a run of all checks and tests came to. */

/** The part of Jest's JSON result that is read here. */
export interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Sums, and a line or two for everything that failed. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const firstLines = (text: string, lines: number): string =>
  text
    .replaceAll(ESCAPES, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(0, lines)
    .map((line) => `    ${line.trim()}`)
    .join('\n');

const failuresIn = ({ testResults }: JestResult): readonly string[] =>
  testResults.flatMap(({ name, message, status, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${name}\n${firstLines(message, 6)}`] : [];
    return failed.map((one) => `${name}\n  ${one.fullName}\n${firstLines(one.failureMessages[0] ?? '', 6)}`);
  });

/** Sums over packages and checks. A test file that could not run, and a package without result, count as one failure each. */
export const summarize = (
  checks: readonly { readonly name: string; readonly ok: boolean }[],
  packages: readonly { readonly name: string; readonly result: JestResult | undefined }[],
): Summary => {
  const results = packages.flatMap(({ result }) => (result === undefined ? [] : [result]));
  const missing = packages
    .filter(({ result }) => result === undefined)
    .map(({ name }) => `${name}: its tests did not run`);
  const broken = checks.filter(({ ok }) => !ok).map(({ name }) => `${name}: see above`);
  const sum = (count: (result: JestResult) => number): number => results.reduce((all, one) => all + count(one), 0);
  return {
    passed: sum((one) => one.numPassedTests) + checks.length - broken.length,
    failed: sum((one) => one.numFailedTests + one.numRuntimeErrorTestSuites) + broken.length + missing.length,
    skipped: sum((one) => one.numPendingTests + one.numTodoTests),
    failures: [...broken, ...missing, ...results.flatMap(failuresIn)],
  };
};
