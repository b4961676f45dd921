import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { PausedReader } from '@dienstweg/schemas/alarms/alarm.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { ACTING_OPTIONS, actingFrom } from '../client/acting.ts';
import { authorityNamed } from '../client/keys.ts';
import { momentOption } from '../client/moments.ts';
import { askOnce } from '../client/operator.ts';
import { table } from '../print/table.ts';
import { authorityText } from '../print/trace.ts';

const ARGUMENTS = [
  { name: 'AUTHORITY', text: 'the reader: identifier, or short name of a sandbox authority' },
] as const;

/** `recipients list`: readers that are paused, whose nodes fail, or that do not fetch. */
export const recipientsList: CommandSpec = {
  run: async (_input, { settings }) => {
    const { circuits, mailboxes, paused = [] } = await askOnce(settings, 'deliveryCondition', {});
    const rows = [
      ...paused.map(({ reader, since, by, reason, until }) => [
        authorityText(reader),
        'paused',
        since,
        `${by}: ${reason}${until === undefined ? '' : ` (until ${until})`}`,
      ]),
      ...circuits.map(({ reader, since, until }) => [authorityText(reader), 'failing', since, `tried again ${until}`]),
      ...mailboxes.map(({ reader, waiting, oldestAt }) => [
        authorityText(reader),
        'does not fetch',
        oldestAt,
        `${waiting} in its mailbox`,
      ]),
    ];
    return {
      value: { paused, circuits, mailboxes },
      text: table(['READER', 'IS', 'SINCE', ''], rows, 'Every reader is reached.'),
    };
  },
};

/** As it stands now: who asks for what is so already gets told, and changes nothing. */
const pauseOf = async (settings: CommonSettings, reader: AuthorityId): Promise<PausedReader | undefined> =>
  (await askOnce(settings, 'deliveryCondition', {})).paused?.find((one) => one.reader === reader);

const sameEnd = (one: string | undefined, other: string | undefined): boolean =>
  (one === undefined ? undefined : Date.parse(one)) === (other === undefined ? undefined : Date.parse(other));

/** `recipients pause AUTHORITY`: nothing is pushed to it; what is for it waits. */
export const recipientsPause: CommandSpec = {
  arguments: ARGUMENTS,
  options: {
    until: { value: 'TIME', text: 'a day or a moment with zone (RFC 3339); without it until it is resumed' },
    ...ACTING_OPTIONS,
  },
  examples: [
    'dienstweg recipients pause moorland.finanzamt --reason "its database moves" --until 2026-12-01T06:00:00Z',
  ],
  run: async (input, { settings }) => {
    const until = momentOption(input, 'until');
    const acting = actingFrom(input);
    const reader = authorityNamed(input.argument(0) ?? '');
    const there = await pauseOf(settings, reader);
    if (there !== undefined && sameEnd(there.until, until))
      return {
        value: { paused: there },
        text: `nothing is pushed to ${authorityText(reader)} since ${there.since} (${there.by})`,
      };
    const value = await askOnce(settings, 'pauseReader', {
      reader,
      ...acting,
      ...(until === undefined ? {} : { until }),
    });
    return { value, text: `nothing is pushed to ${authorityText(reader)} any more` };
  },
};

/** `recipients resume AUTHORITY`: it is pushed to again, at once. */
export const recipientsResume: CommandSpec = {
  arguments: ARGUMENTS,
  options: ACTING_OPTIONS,
  run: async (input, { settings }) => {
    const reader = authorityNamed(input.argument(0) ?? '');
    const acting = actingFrom(input);
    try {
      const value = await askOnce(settings, 'resumeReader', { reader, ...acting });
      return { value, text: `${authorityText(reader)} is pushed to again` };
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'changed-meanwhile') throw error;
      // somebody else may have been faster, and have paused it once more
      if ((await pauseOf(settings, reader)) !== undefined) throw error;
      return { value: { reader }, text: `${authorityText(reader)} is not paused: it is pushed to` };
    }
  },
};
