/** What taking in needs, and what comes of it. */
import type { Names } from '../store/names.ts';
import type { Value } from '../store/sql.ts';
import type { Memory } from './memory.ts';
import type { receiptSplitter } from './receipts.ts';
import type { Tally } from './tally.ts';
import type { WorkingDelivery, WorkingMessage } from './working.ts';

/** Rows that a batch adds, by table. */
export interface Added {
  readonly acceptances: Value[][];
  readonly keys: Value[][];
  readonly deadlines: Value[][];
  readonly events: Value[][];
  readonly receipts: Value[][];
  readonly refusals: Value[][];
  readonly actions: Value[][];
  /** Who handed in the message of events that were told before it was seen: delivery, sender. */
  readonly senders: Value[][];
}

/** What taking needs. */
export interface Taking {
  readonly names: Names;
  readonly split: ReturnType<typeof receiptSplitter>;
  readonly memory: Memory;
  readonly tally: Tally;
  readonly added: Added;
  readonly touchedMessages: Set<WorkingMessage>;
  readonly touchedDeliveries: Set<WorkingDelivery>;
}

/** A moment in milliseconds; `undefined` for what is none. */
export const moment = (at: string | undefined): number | undefined => {
  const ms = at === undefined ? Number.NaN : Date.parse(at);
  return Number.isNaN(ms) ? undefined : ms;
};
export const orNull = <T>(value: T | undefined): T | null => value ?? null;
/** What is no whole number counts as none: a database would refuse the batch for it. */
export const wholeNumber = (value: unknown): number => (Number.isSafeInteger(value) ? Number(value) : 0);
