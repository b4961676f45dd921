/** Which dead letters an operator means. Pure. */
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { Standing } from './standings.ts';

type Question = RequestContract['deadLetters']['request'];

/** An answer must fit into one message of the bus. */
export const LONGEST_LIST = 10_000;

/** Those that fit everything stated. */
export const deadLettersAmong = (
  standings: Iterable<Pick<Standing, 'entry' | 'sequence'>>,
  { limit, reader, code, deliveryIds, oldestFirst }: Question,
): RequestContract['deadLetters']['reply'] => {
  const named = deliveryIds === undefined ? undefined : new Set<string>(deliveryIds);
  const found = [...standings].filter(
    ({ entry: { standing, reader: to, deliveryId } }) =>
      standing.state === 'dead-letter' &&
      (reader === undefined || to === reader) &&
      (code === undefined || standing.code === code) &&
      (named === undefined || named.has(deliveryId)),
  );
  const inOrder = found.toSorted((a, b) =>
    oldestFirst === true ? a.entry.messageSequence - b.entry.messageSequence : b.sequence - a.sequence,
  );
  const deadLetters = inOrder.slice(0, Math.min(limit, LONGEST_LIST)).map(({ entry }) => entry);
  return { deadLetters, total: found.length };
};
