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
