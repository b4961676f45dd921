import { resolve } from 'node:path';
import type { Examination } from '@dienstweg/schemas/examine/needs.ts';
import { problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { openExaminer } from '../client/examiner.ts';
import { DOCUMENT_LIMIT_BYTES, readInput } from '../client/read-input.ts';
import { problemText } from '../print/problem.ts';

/** The verdict as `--json` prints it. */
const verdictOf = (examination: Examination) =>
  examination.ok
    ? {
        valid: true,
        messageId: examination.message.header.messageId,
        author: examination.message.header.author,
        messageType: examination.message.header.messageType,
        signer: examination.message.signer,
        parts: examination.message.header.parts.map(({ id }) => ({
          id,
          state: examination.message.partsPresent.includes(id) ? 'present' : 'withheld',
        })),
        violations: [],
        ...(examination.warnings === undefined ? {} : { warnings: examination.warnings }),
      }
    : {
        valid: false,
        code: examination.code,
        // what an invalid message says of itself is a claim
        ...examination.claimed,
        parts: [],
        violations: examination.violations,
      };

/** `message verify FILE`: signature, parts and schema by the trust of this home or of a folder. */
export const messageVerify: CommandSpec = {
  arguments: [{ name: 'FILE', text: 'the message' }],
  options: { trust: { value: 'DIR', text: 'folder with anchors, intermediates, crls, authors (default this home’s)' } },
  run: async (input, { settings, language }) => {
    const octets = readInput(input.argument(0) ?? '', DOCUMENT_LIMIT_BYTES);
    using examiner = openExaminer(resolve(input.text('trust') ?? settings.home.trust.root));
    const examination = examiner.examine(octets, language);
    const value = verdictOf(examination);
    if (!examination.ok) {
      const { code, violations } = examination;
      return { value, exitCode: 1, text: problemText(problem(code, { violations, language }), language) };
    }
    const { header, partsPresent, signer } = examination.message;
    const parts = header.parts.map(({ id }) => `  ${id}: ${partsPresent.includes(id) ? 'present' : 'withheld'}`);
    const warnings = (examination.warnings ?? []).map(
      ({ severity, text, xpath, line }) =>
        `  ${severity}: ${text} ${xpath ?? ''}${line === undefined ? '' : `:${line}`}`,
    );
    return {
      value,
      text: [
        `valid: ${header.messageType.code} ${header.messageType.version}, ${header.messageId}`,
        `author ${header.author}, signed by ${signer.authority} at ${signer.signingTime}`,
        ...parts,
        ...warnings,
      ].join('\n'),
    };
  },
};
