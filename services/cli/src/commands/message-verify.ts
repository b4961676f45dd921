import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Examination } from '@dienstweg/schemas/examine/needs.ts';
import { problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { openExaminer } from '../client/examiner.ts';
import { publishedTo } from '../client/published.ts';
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

/** Folders of message types that are named; a type that is not in order is told with every mistake. */
const typeFoldersIn = (input: Input): readonly string[] =>
  input.all('types').map((given) => {
    const folder = resolve(given);
    if (!existsSync(folder)) throw usageError(`There is no folder ${given}.`);
    return folder;
  });

/** `message verify FILE`: signature, parts and schema by the trust of this home or of a folder. */
export const messageVerify: CommandSpec = {
  arguments: [{ name: 'FILE', text: 'the message' }],
  options: {
    trust: { value: 'DIR', text: 'folder with anchors, intermediates, crls, authors (default this home’s)' },
    types: { value: 'DIR', text: 'folder with further message types, CODE/VERSION/', multiple: true },
    view: { value: 'json', text: 'print the content as JSON, as the schema has it', choices: ['json'] },
  },
  examples: ['dienstweg message verify m.xml --types my-types --view json'],
  run: async (input, { settings, language }) => {
    const octets = readInput(input.argument(0) ?? '', DOCUMENT_LIMIT_BYTES);
    using examiner = openExaminer(
      resolve(input.text('trust') ?? settings.home.trust.root),
      typeFoldersIn(input),
      publishedTo(settings.home),
    );
    const examination = examiner.examine(octets, language);
    const value = verdictOf(examination);
    if (!examination.ok) {
      const { code, violations } = examination;
      return { value, exitCode: 1, text: problemText(problem(code, { violations, language }), language) };
    }
    if (input.text('view') !== undefined) {
      const view = Object.fromEntries(examiner.viewsOf(octets, examination.message));
      return { value: { ...value, view }, text: JSON.stringify(view, undefined, 2), isDocument: true };
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
