/** Projects stored messages and events into the view: a batch a transaction, the positions within the same one. */
import type { StreamName } from '@dienstweg/schemas/bus/streams.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { Database, Write } from '../store/database.ts';
import type { Names } from '../store/names.ts';
import { sql } from '../store/sql.ts';
import { isDeliveryEvent } from './advance.ts';
import { countStates } from './count.ts';
import { memoryOf } from './memory.ts';
import { plan } from './plan.ts';
import { receiptSplitter } from './receipts.ts';
import { takeEvent } from './take-event.ts';
import { type SeenMessage, takeMessage } from './take-message.ts';
import type { Added, Taking } from './taking.ts';
import { startTally } from './tally.ts';

export type { SeenMessage } from './take-message.ts';

/** A message of `EVENTS`. */
export interface SeenEvents {
  readonly sequence: number;
  /** In their places; nothing where one could not be read. */
  readonly events: readonly (DienstwegEvent | undefined)[];
}

/** What a batch takes in, and up to where each stream then stands. */
export interface Batch {
  readonly messages: readonly SeenMessage[];
  readonly events: readonly SeenEvents[];
  readonly positions: Readonly<Partial<Record<StreamName, number>>>;
}

/** The writing half of a view. One batch at a time. */
export interface Projection {
  /** Takes in a batch in one transaction; throws, and leaves the view as it was, when it cannot be written. */
  apply(batch: Batch): Promise<void>;
}

/** Positions of events: stream sequence × this + place in the array of that sequence. */
export const EVENTS_PER_SEQUENCE = 65_536;

const nothingAdded = (): Added => ({
  acceptances: [],
  keys: [],
  deadlines: [],
  events: [],
  receipts: [],
  refusals: [],
  actions: [],
  senders: [],
});

const wantedBy = ({ messages, events }: Batch) => {
  const messageIds = new Set(messages.map(({ accepted }) => accepted.messageId as string));
  const deliveries = new Map<string, string>();
  const eventIds = new Set<string>();
  for (const { events: told } of events)
    for (const event of told) {
      if (event === undefined) continue;
      if (isDeliveryEvent(event)) deliveries.set(event.deliveryId, event.messageId);
      if (event.type === 'assigned') deliveries.set(event.to.deliveryId, event.messageId);
      if (event.type === 'message-refused' || 'by' in event) eventIds.add(event.id);
    }
  return { messageIds, deliveries, eventIds };
};

const epochsIn = (events: readonly SeenEvents[]): readonly Write[] =>
  events
    .flatMap((seen) => seen.events)
    .filter((event) => event?.type === 'epoch-opened')
    .map((event) => ({
      run: sql`INSERT INTO positions (stream, sequence, epoch) VALUES ('epoch', ${event.epoch}, ${JSON.stringify(event)})
        ON CONFLICT (stream) DO UPDATE SET sequence = excluded.sequence, epoch = excluded.epoch`,
    }));

/** The projection into an open view. */
export const projectInto = async (database: Database, names: Names): Promise<Projection> => {
  const memory = await memoryOf(database, names);
  const split = receiptSplitter(names);
  return {
    apply: async (batch) => {
      const taking: Taking = {
        names,
        split,
        memory,
        tally: startTally(),
        added: nothingAdded(),
        touchedMessages: new Set(),
        touchedDeliveries: new Set(),
      };
      try {
        await memory.load(wantedBy(batch));
        for (const seen of batch.messages) takeMessage(taking, seen);
        for (const seen of batch.events)
          for (const [place, event] of seen.events.entries())
            if (event !== undefined) takeEvent(taking, seen.sequence * EVENTS_PER_SEQUENCE + place, event);
        countStates(taking);
        const rows = plan(taking);
        await database.write([
          ...names.fresh(),
          ...rows,
          ...epochsIn(batch.events),
          ...Object.entries(batch.positions).map(([stream, sequence]) => ({
            run: sql`UPDATE positions SET sequence = ${sequence} WHERE stream = ${stream}`,
          })),
        ]);
      } catch (cause) {
        memory.forget();
        throw cause;
      }
      names.settled();
      for (const touched of [...taking.touchedMessages, ...taking.touchedDeliveries]) touched.standing = 'same';
      memory.settle();
    },
  };
};
