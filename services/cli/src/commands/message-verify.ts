import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';
import type { Examination } from '@dienstweg/schemas/examine/needs.ts';
import { MessageTypeError } from '@dienstweg/schemas/message-types/catalog.ts';
import { problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { type Examiner, openExaminer } from '../client/examiner.ts';
import { publishedTo } from '../client/published.ts';
import { DOCUMENT_LIMIT_BYTES, readInput } from '../client/read-input.ts';
import { trustFolderOf } from '../client/trust-option.ts';
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

const MISTAKES_TOLD = 5;

const examinerFor = (input: Input, home: Home): Examiner => {
  const trust = trustFolderOf(input, home);
  try {
    return openExaminer(trust, typeFoldersIn(input), publishedTo(home));
  } catch (error) {
    if (!(error instanceof MessageTypeError)) throw error;
    const mistakes = error.message.split('\n');
    const more = mistakes.length - MISTAKES_TOLD;
    throw usageError(
      [
        `--types ${input.all('types').join(' ')} is to hold message types as CODE/VERSION/message-type.yaml, all of them in order:`,
        ...mistakes.slice(0, MISTAKES_TOLD),
        ...(more > 0 ? [`… and ${more} more; dienstweg message-type lint DIR names all.`] : []),
      ].join('\n  '),
    );
  }
};

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
    using examiner = examinerFor(input, settings.home);
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
