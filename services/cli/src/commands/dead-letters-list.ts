import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { CommandSpec } from '../args/command.ts';
import { countFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { askOnce } from '../client/operator.ts';
import { table } from '../print/table.ts';
import { authorityText } from '../print/trace.ts';

const since = ({ standing }: DeliveryEntry): string => ('since' in standing ? standing.since : '');
const code = ({ standing, lastCode }: DeliveryEntry): string =>
  standing.state === 'dead-letter' ? standing.code : (lastCode ?? '');

/** Dead letters with the same reader and cause. */
const grouped = (entries: readonly DeliveryEntry[]) =>
  [...Map.groupBy(entries, (entry) => `${entry.reader} ${code(entry)}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const times = group.map(since).sort();
    return [{ reader: first.reader, code: code(first), count: group.length, first: times[0], last: times.at(-1) }];
  });

/** `dead-letters list [--group]` */
export const deadLettersList: CommandSpec = {
  options: {
    group: { text: 'count by reader and cause' },
    reader: { value: 'AUTHORITY', text: 'only deliveries to this reader' },
    limit: { value: 'N', text: 'at most so many (default 200)' },
  },
  run: async (input, { settings }) => {
    const reader = input.text('reader');
    const { deadLetters } = await askOnce(settings, 'deadLetters', {
      limit: countFrom('limit', input.text('limit'), 200, 10_000),
      ...(reader === undefined ? {} : { reader: authorityNamed(reader) }),
    });
    if (input.flag('group')) {
      const groups = grouped(deadLetters);
      const rows = groups.map((each) => [String(each.count), authorityText(each.reader), each.code, each.last ?? '']);
      return {
        value: { groups },
        text: table(['COUNT', 'READER', 'CAUSE', 'LAST'], rows, 'There are no dead letters.'),
      };
    }
    const rows = deadLetters.map((each) => [
      each.deliveryId,
      authorityText(each.reader),
      code(each),
      String(each.attempts),
      since(each),
    ]);
    return {
      value: { deadLetters },
      text: table(['DELIVERY', 'READER', 'CAUSE', 'ATTEMPTS', 'SINCE'], rows, 'There are no dead letters.'),
    };
  },
};
