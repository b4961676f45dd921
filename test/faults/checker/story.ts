/** What a history says of one delivery, in a line, for whoever looks for the reason of a violation. Pure. */
import type { History, StoredAcceptance } from './history.ts';

/** Its place in the stream, what was told of it, how it stands and when it arrived. */
export const storyOf = (history: History, { sequence }: StoredAcceptance, deliveryId: string): string => {
  const told = history.events.flatMap((event) =>
    'deliveryId' in event && event.deliveryId === deliveryId
      ? [
          [
            event.type,
            String(event.at).slice(11, 23),
            'attempt' in event ? `#${event.attempt}` : '',
            'code' in event ? event.code : '',
          ]
            .filter((word) => word !== '')
            .join(' '),
        ]
      : [],
  );
  const arrived = history.arrivals
    .filter((arrival) => arrival.deliveryId === deliveryId)
    .map(({ atMs, effect }) => `${Math.round(atMs)} ms${effect ? '' : ' again'}`);
  const entry = history.entries.find((one) => one.deliveryId === deliveryId);
  const standing = entry === undefined ? 'no entry' : `${entry.standing.state} after ${entry.attempts}`;
  return `message ${sequence}: told ${told.join(', ') || 'nothing'}; ${standing}; arrived ${arrived.join(', ') || 'never'}`;
};
