/**
 * What stands in the streams, read by whoever follows them. The streams are the truth, yet one entry that nobody can
 * read must not stop everything behind it: it is passed over, told in the log and left where it is.
 */
import type { DeliveryEntry } from '../delivery/entry.ts';
import type { StoredPause } from '../delivery/pause.ts';
import type { DienstwegEvent } from '../events.ts';

/** An entry of a stream that is not what the contract says. Its words are not quoted: they may be anything. */
export class UnreadableEntry extends Error {}

/** Made once: it costs more than what it decodes, and some follow a hundred thousand entries at their start. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

const parsed = (data: Uint8Array, what: string): unknown => {
  try {
    return JSON.parse(UTF8.decode(data));
  } catch (cause) {
    throw new UnreadableEntry(`${what} is no JSON`, { cause });
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The events of one store of `EVENTS`. Throws UnreadableEntry. */
export const readStoredEvents = (data: Uint8Array): readonly DienstwegEvent[] => {
  const events = parsed(data, 'a store of EVENTS');
  const fits =
    Array.isArray(events) &&
    events.every((event) => isRecord(event) && typeof event.type === 'string' && typeof event.at === 'string');
  if (!fits) throw new UnreadableEntry('a store of EVENTS holds something else than events');
  return events as readonly DienstwegEvent[];
};

/** The entry of a delivery in `DELIVERIES`. Throws UnreadableEntry. */
export const readStoredEntry = (data: Uint8Array): DeliveryEntry => {
  const entry = parsed(data, 'an entry of DELIVERIES');
  const fits =
    isRecord(entry) &&
    [entry.deliveryId, entry.author, entry.messageId, entry.reader].every((id) => typeof id === 'string') &&
    isRecord(entry.standing) &&
    typeof entry.standing.state === 'string';
  if (!fits) throw new UnreadableEntry('an entry of DELIVERIES is no delivery');
  return entry as unknown as DeliveryEntry;
};

/** Whether a reader is paused, as it stands in `PAUSES`. Throws UnreadableEntry. */
export const readStoredPause = (data: Uint8Array): StoredPause => {
  const stored = parsed(data, 'an entry of PAUSES');
  const fits =
    isRecord(stored) &&
    typeof stored.reader === 'string' &&
    (stored.state === 'paused' || stored.state === 'resumed') &&
    typeof stored.since === 'string';
  if (!fits) throw new UnreadableEntry('an entry of PAUSES is no pause');
  return stored as unknown as StoredPause;
};

/** How far what a consumer gave out was put down. */
export interface StoredProgress {
  /** Everything up to this sequence was. */
  readonly sequence: number;
  /** When the message of that sequence was stored, by which it is known again. */
  readonly storedAt: string;
}

/** An entry of `PROGRESS`. Throws UnreadableEntry. */
export const readStoredProgress = (data: Uint8Array): StoredProgress => {
  const stored = parsed(data, 'an entry of PROGRESS');
  const fits = isRecord(stored) && Number.isSafeInteger(stored.sequence) && typeof stored.storedAt === 'string';
  if (!fits) throw new UnreadableEntry('an entry of PROGRESS is none');
  return stored as unknown as StoredProgress;
};
