import {
  cutOverDays,
  gapsOf,
  type ReaderCalendar,
  readerCalendars,
  strandedOn,
} from '@dienstweg/schemas/directory/cut-over.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { CommandSpec } from '../args/command.ts';
import { unknownWord, usageError } from '../args/parse.ts';
import { connectOperator } from '../client/operator.ts';
import { typesOfBroker } from '../message-type/broker-types.ts';
import { FAR_AHEAD, gapLines, inForceOf } from '../message-type/gaps.ts';
import { openOfType } from '../message-type/open-of-type.ts';
import { shippedManifests } from '../message-type/registered.ts';
import { table } from '../print/table.ts';
import { authorityText } from '../print/trace.ts';
import { entriesOf } from '../registry/asked-change.ts';
import { readFold } from '../registry/current.ts';
import { dayOption } from '../registry/day-option.ts';

const daysText = ({ days }: ReaderCalendar): string =>
  days
    .map(
      ({ from, until, versions }) =>
        `${from}${until === undefined ? ' …' : ` < ${until}`}: ${versions.length === 0 ? '(none)' : versions.join(', ')}`,
    )
    .join('; ');

/**
 * `message-type cut-over CODE`: which reader takes which version when, and which deliveries on their way would find
 * nobody who takes them. Records nothing.
 */
export const messageTypeCutOver: CommandSpec = {
  arguments: [{ name: 'CODE', text: 'code of the message type' }],
  options: {
    on: { value: 'DATE', text: 'up to this day (default: every day on which the registry says something changes)' },
    change: { value: 'FILE', text: 'as it would be after this change (JSON with "puts" and "closes")' },
    import: { value: 'FILE', text: 'as it would be after an import of this file or folder' },
    pending: { value: 'CHANGE', text: 'as it would be after the approval of this change' },
  },
  examples: [
    'dienstweg message-type cut-over notice.change',
    'dienstweg message-type cut-over notice.change --on 2027-05-01 --change endpoints.json --json',
  ],
  run: async (input, { settings, language }) => {
    const code = input.argument(0) ?? '';
    const now = new Date();
    const today = dayOf(now);
    const on = dayOption(input, 'on') ?? FAR_AHEAD;
    if (on < today) throw usageError(`--on ${on} lies in the past.`);
    await using operator = await connectOperator(settings);
    const fold = await readFold(operator);
    const { directory } = fold;
    const { edition } = directory;
    const asked = await entriesOf(input, fold, language);
    // the directory of this process alone: what is asked about is recorded nowhere
    if (asked !== undefined) directory.apply({ id: 'asked', by: '-', reason: '-', ...asked }, edition + 1, now);
    const known = typesOfBroker(fold, shippedManifests(), now);
    const versions = known.filter((type) => type.code === code);
    const readers = readerCalendars(directory, code, today, inForceOf(versions));
    if (versions.length + readers.length === 0)
      throw unknownWord(
        'message type',
        code,
        known.map((type) => type.code),
      );
    const days = cutOverDays(readers, today, on);
    const open = await openOfType(operator, code);
    const stranded = strandedOn(directory, open.deliveries, asked === undefined ? days : [today, ...days]).map(
      ({ delivery, since, takes }) => ({
        deliveryId: delivery.deliveryId,
        messageId: delivery.messageId,
        reader: delivery.reader,
        version: delivery.messageType.version,
        state: delivery.state,
        since,
        takes,
      }),
    );
    const gaps = gapsOf(readers, on);
    const value = {
      code,
      today,
      edition,
      versions,
      readers,
      gaps,
      open: open.deliveries.length,
      stranded,
      more: open.more,
    };
    const text = [
      table(
        ['VERSION', 'STATE', 'FROM', 'DEPRECATED', 'UNTIL'],
        versions.map((each) => [
          each.version,
          each.state,
          each.validFrom,
          each.deprecatedFrom ?? '',
          each.validUntil ?? '',
        ]),
        '(none that the broker knows)',
      ),
      '',
      table(
        ['READER', 'CHANNEL', 'TAKES'],
        readers.map((each) => [authorityText(each.reader), each.channels.join(' '), daysText(each)]),
        'No reader takes it.',
      ),
      ...gapLines(gaps),
      '',
      stranded.length === 0
        ? `None of ${open.deliveries.length} open deliveries would be stranded.`
        : `${stranded.length} of ${open.deliveries.length} open deliveries would be stranded:`,
      ...(stranded.length === 0
        ? []
        : [
            table(
              ['DELIVERY', 'READER', 'VERSION', 'STATE', 'SINCE', 'TAKES THEN'],
              stranded
                .slice(0, 100)
                .map((each) => [
                  each.deliveryId,
                  authorityText(each.reader),
                  each.version,
                  each.state,
                  each.since,
                  each.takes.join(', ') || '(none)',
                ]),
            ),
          ]),
      ...(open.more ? ['There are more open deliveries than were looked at.'] : []),
    ];
    return { value, text: text.join('\n'), ...(stranded.length + gaps.length > 0 ? { exitCode: 1 as const } : {}) };
  },
};
