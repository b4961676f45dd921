import { ProblemError, problem, violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { faultText, type SchemaFault } from '@dienstweg/schemas/xsd/fault.ts';

/** Why schemas or an archive are not taken, one violation for each fault, with file and line. */
export const refusal = (
  faults: readonly (Pick<SchemaFault, 'text' | 'file'> & { readonly line?: number })[],
  language: Language,
): ProblemError =>
  new ProblemError(
    problem('message-type-invalid', {
      language,
      violations: faults.map((fault) =>
        violation('message-type-invalid', faultText(fault), {
          language,
          ...(fault.line === undefined ? {} : { line: fault.line }),
        }),
      ),
    }),
  );

/** What the registry says of the one entry of a change, without its place there: the user knows which. */
const PLACE = /^\/(?:puts|closes)\/0\S*: /;

/** Runs; what the registry refuses is told without places in a change that nobody sees. */
export const tellingPlainly = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { detail, violations, ...rest } = error.problem;
    throw new ProblemError(
      {
        ...rest,
        detail: detail.replace(PLACE, ''),
        violations: violations.map((each) => ({ ...each, text: each.text.replace(PLACE, '') })),
      },
      { cause: error },
    );
  }
};
