/** What `deprecate` and `retire` have in common: the entry of a version, with other days, recorded. */
import type { MessageTypeEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Gap } from '@dienstweg/schemas/directory/cut-over.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import { stateOn } from '@dienstweg/schemas/message-types/standing.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli, Input, Outcome } from '../args/command.ts';
import { connectOperator } from '../client/operator.ts';
import { readFold } from '../registry/current.ts';
import { carryOut } from '../registry/propose.ts';
import { SIGNING_OPTIONS, signingOf } from '../registry/registrar.ts';
import { typesOfBroker } from './broker-types.ts';
import { gapLines, gapsByRetiring } from './gaps.ts';
import { inUseText, isInUse } from './in-use.ts';
import { tellingPlainly } from './refusal.ts';
import { entryToChange, shippedManifests } from './registered.ts';

/** Arguments of both. */
export const VERSION_ARGUMENTS = [
  { name: 'CODE', text: 'code of the message type' },
  { name: 'VERSION', text: 'its version' },
] as const;

/** Options of both. */
export const STANDING_OPTIONS = {
  reason: { value: 'TEXT', text: 'why; part of the history', required: true },
  'dry-run': { text: 'check; record nothing' },
  ...SIGNING_OPTIONS,
} as const;

/**
 * The entry, unless it is that of a draft: it would stay one, and its day of deprecation could not be moved when it is to
 * come into force. Throws `registry-change-invalid`.
 */
export const notDraft = (entry: MessageTypeEntry): MessageTypeEntry => {
  if (entry.draft !== true) return entry;
  const about = `${entry.messageTypeCode} ${entry.version}`;
  const stated = problem('registry-change-invalid', {
    detail: `${about} is a draft: only what is in force is deprecated.`,
  });
  const remedy = 'Publish it with "state: active" first, or retire it.';
  throw new ProblemError({ ...stated, remedy });
};

const standingText = ({ messageTypeCode, version, deprecatedFrom, validUntil }: MessageTypeEntry): string =>
  [
    `${messageTypeCode} ${version}`,
    ...(deprecatedFrom === undefined ? [] : [`deprecated from ${deprecatedFrom}`]),
    ...(validUntil === undefined ? [] : [`retired from ${validUntil}`]),
  ].join(', ');

const gapText = (code: string, gaps: readonly Gap[]): readonly string[] =>
  gaps.length === 0
    ? []
    : [
        'Readers that it leaves without a version:',
        ...gapLines(gaps),
        `They need an endpoint that takes another one; who takes what, and when: dienstweg message-type cut-over ${code}`,
      ];

/** Records the entry as `change` makes it; one that stands so already is left as it is. */
export const changeStanding = async (
  input: Input,
  cli: Cli,
  change: (entry: MessageTypeEntry) => MessageTypeEntry,
): Promise<Outcome> => {
  const [code = '', version = ''] = [input.argument(0), input.argument(1)];
  const signing = signingOf(cli.settings.home, input);
  await using operator = await connectOperator(cli.settings);
  const fold = await readFold(operator);
  const before = entryToChange(fold.directory, code, version, cli.language);
  const entry = change(before);
  const { deprecatedFrom, validUntil } = entry;
  const draft = entry.draft === true;
  const at = new Date();
  const gaps =
    validUntil === undefined || validUntil === before.validUntil
      ? []
      : gapsByRetiring(
          fold.directory,
          typesOfBroker(fold, shippedManifests(), at),
          { code, version, validUntil },
          dayOf(at),
        );
  const about = {
    code,
    version,
    state: stateOn({ ...entry, draft }, dayOf(at)),
    ...(deprecatedFrom === undefined ? {} : { deprecatedFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(gaps.length === 0 ? {} : { gaps }),
  };
  const isKnown = fold.directory.entry(entry.id) !== undefined;
  const isSame = before.deprecatedFrom === deprecatedFrom && before.validUntil === validUntil;
  if (isSame && isKnown) {
    const edition = fold.directory.editionOfEntry(entry.id);
    const value = { ...about, edition, unchanged: true };
    return { value, text: `${standingText(entry)} since edition ${edition}. Nothing was recorded.` };
  }
  // closed, it may also end on its first day
  const onlyEnds = isKnown && before.deprecatedFrom === deprecatedFrom && validUntil !== undefined;
  const order = {
    puts: onlyEnds ? [] : [entry],
    closes: onlyEnds ? [{ id: entry.id, validUntil }] : [],
    reason: input.text('reason') ?? '',
    confirms: [],
  };
  const isDryRun = input.flag('dry-run');
  const done = await tellingPlainly(() => carryOut({ cli, operator, fold, signing }, order, isDryRun));
  const value = { ...about, ...(done.value as { readonly edition: number; readonly pending?: true }) };
  const lines = [standingText(entry), done.text, ...gapText(code, gaps)];
  if (isDryRun || value.pending === true) return { ...done, value, text: lines.join('\n') };
  const inUse = await isInUse(cli.settings, value.edition);
  return { ...done, value: { ...value, inUse }, text: [...lines, inUseText(inUse)].join('\n') };
};
