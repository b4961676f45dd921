import type { FailureGroup, FailureStep, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { codeOption, countFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { momentOption } from '../client/moments.ts';
import { askOnce } from '../client/operator.ts';
import { table } from '../print/table.ts';
import { authorityText } from '../print/trace.ts';

const STEPS: readonly FailureStep[] = ['waiting', 'clearing', 'dead-letter', 'expired', 'rejected-by-reader'];

const newText = ({ newSince }: FailureGroup): string =>
  newSince === undefined ? '' : `${newSince.n}${newSince.atLeast === true ? ' or more' : ''}`;

const groupsText = ({ groups, total }: RequestContract['trackingFailures']['reply']): string =>
  [
    table(
      ['STEP', 'PROBLEM', 'READER', 'STILL SO', 'FIRST', 'LAST', 'HAPPENED IN 24 H', 'NEW'],
      groups.map((group) => [
        group.step,
        group.code ?? '',
        authorityText(group.reader),
        String(group.count),
        group.firstAt,
        group.lastAt,
        String(group.trend.reduce((sum, { n }) => sum + n, 0)),
        newText(group),
      ]),
      'Nothing stands as failed now. What happened to a message: dienstweg trace',
    ),
    ...(total > groups.length ? [`${total - groups.length} more groups: --limit`] : []),
  ].join('\n');

/** `failures`: what failed, in groups of the same step, problem and reader; `--members`: the deliveries of one group. */
export const failures: CommandSpec = {
  options: {
    step: { value: 'STEP', text: 'where it failed', choices: STEPS },
    code: { value: 'CODE', text: 'the problem' },
    reader: { value: 'AUTHORITY', text: 'on the way to whom' },
    since: {
      value: 'TIME',
      text: 'how many are new since then (YYYY-MM-DD or RFC 3339 with zone); with --members only those',
    },
    members: { text: 'the deliveries of the group that --step, --code and --reader name' },
    after: { value: 'CURSOR', text: 'with --members: the next page' },
    limit: { value: 'N', text: 'at most so many (default 50)' },
  },
  examples: [
    'dienstweg failures --since 2026-01-31T08:00:00Z',
    'dienstweg failures --members --step dead-letter --code recipient-timeout --reader moorland.finanzamt',
  ],
  run: async (input, { settings }) => {
    const [step, code, reader, since, after] = [
      input.text('step') as FailureStep | undefined,
      codeOption(input),
      input.text('reader'),
      momentOption(input, 'since'),
      input.text('after'),
    ];
    const limit = countFrom('limit', input.text('limit'), 50, 1000);
    if (!input.flag('members')) {
      const found = await askOnce(settings, 'trackingFailures', {
        limit,
        ...(step === undefined ? {} : { step }),
        ...(code === undefined ? {} : { code }),
        ...(reader === undefined ? {} : { reader: authorityNamed(reader) }),
        ...(since === undefined ? {} : { newSince: since }),
      });
      return { value: found, text: groupsText(found) };
    }
    if (step === undefined || reader === undefined)
      throw usageError('--members needs --step and --reader, and --code where the group has one.');
    const found = await askOnce(settings, 'trackingFailureMembers', {
      step,
      reader: authorityNamed(reader),
      limit,
      ...(code === undefined ? {} : { code }),
      ...(since === undefined ? {} : { since }),
      ...(after === undefined ? {} : { after }),
    });
    const rows = found.deliveries.map((each) => [
      each.deliveryId,
      each.failedAt,
      each.messageId,
      `${each.messageType.code} ${each.messageType.version}`,
      authorityText(each.author),
      String(each.attempts),
      each.nextAttemptAt ?? '',
    ]);
    const head = ['DELIVERY', 'FAILED', 'MESSAGE', 'TYPE', 'AUTHOR', 'ATTEMPTS', 'NEXT ATTEMPT'];
    return {
      value: found,
      text: [
        table(head, rows, 'Nothing of this has failed.'),
        ...(found.next === undefined ? [] : [`More: the same with --after ${found.next}`]),
      ].join('\n'),
    };
  },
};
