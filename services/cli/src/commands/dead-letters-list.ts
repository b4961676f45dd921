import type { CommandSpec } from '../args/command.ts';
import { countFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { askOnce } from '../client/operator.ts';
import { codeOf, grouped, sinceOf } from '../dead-letters/group.ts';
import { table } from '../print/table.ts';
import { authorityText } from '../print/trace.ts';

const NONE = 'There are no dead letters.';

/** That there are more than were looked at, if there are. */
const restText = (shown: number, total: number): string =>
  shown < total ? `\nThese are the latest ${shown} of ${total} dead letters.` : '';

/** `dead-letters list [--group]` */
export const deadLettersList: CommandSpec = {
  options: {
    group: { text: 'count by reader and cause' },
    reader: { value: 'AUTHORITY', text: 'only deliveries to this reader' },
    limit: { value: 'N', text: 'at most so many (default 200; with --group all)' },
  },
  run: async (input, { settings }) => {
    const reader = input.text('reader');
    const isGrouped = input.flag('group');
    const { deadLetters, total } = await askOnce(settings, 'deadLetters', {
      limit: countFrom('limit', input.text('limit'), isGrouped ? 10_000 : 200, 10_000),
      ...(reader === undefined ? {} : { reader: authorityNamed(reader) }),
    });
    if (isGrouped) {
      const groups = grouped(deadLetters);
      const rows = groups.map((each) => [
        String(each.count),
        String(each.again),
        authorityText(each.reader),
        each.code,
        each.last,
      ]);
      return {
        value: { groups, total },
        text: table(['COUNT', 'AGAIN', 'READER', 'CAUSE', 'LAST'], rows, NONE) + restText(deadLetters.length, total),
      };
    }
    const rows = deadLetters.map((each) => [
      each.deliveryId,
      authorityText(each.reader),
      codeOf(each),
      String(each.attempts),
      String(each.round),
      sinceOf(each),
    ]);
    return {
      value: { deadLetters, total },
      text:
        table(['DELIVERY', 'READER', 'CAUSE', 'ATTEMPTS', 'ROUND', 'SINCE'], rows, NONE) +
        restText(deadLetters.length, total),
    };
  },
};
