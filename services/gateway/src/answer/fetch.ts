/** A reader fetches a delivery: cut for it first, taken over and told durably next, and only then sent. */
import { randomUUID } from 'node:crypto';
import type { Published } from '@dienstweg/infra/bus/publish.ts';
import type { RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { ReceiptClaims } from '@dienstweg/schemas/receipt/claims.ts';
import type { Done } from '../examine/pool.ts';
import type { IndexedMessage } from '../index/message-index.ts';
import type { Refusal } from './refusal.ts';
import { handedOverEvent, handOverClaims, isBeforeItsTime, judgeTaking } from './taking.ts';

/** Effects of a fetch. What reads or writes the bus may throw while it is away. */
export interface FetchNeeds {
  readonly node: string;
  readonly now: () => Date;
  readonly find: (
    delivery: DeliveryId,
  ) => Promise<{ readonly message: IndexedMessage; readonly reader: RoutedReader } | undefined>;
  readonly isTold: (delivery: DeliveryId) => boolean;
  readonly noteTold: (delivery: DeliveryId) => void;
  readonly readOctets: (sequence: number) => Promise<Uint8Array | undefined>;
  readonly cut: (octets: Uint8Array, keep: readonly string[], asker: AuthorityId) => Promise<Done<Uint8Array>>;
  readonly readEntry: (
    reader: AuthorityId,
    delivery: DeliveryId,
  ) => Promise<{ readonly entry: DeliveryEntry; readonly sequence: number } | undefined>;
  /** Writes the entry if its predecessor still is the last. */
  readonly writeEntry: (entry: DeliveryEntry, predecessor: number) => Promise<Published>;
  readonly record: (events: readonly DienstwegEvent[]) => Promise<boolean>;
  readonly sign: (claims: ReceiptClaims) => string;
}

export type Fetched =
  | { readonly ok: true; readonly octets: Uint8Array; readonly message: IndexedMessage }
  | { readonly ok: false; readonly refusal: Refusal };

const AWAY: Refusal = { code: 'broker-unavailable', say: { text: 'bus-away' }, retryAfterSeconds: 2 };
const RACES_AT_MOST = 5;

/** Fetches for `peer`. Deliveries to others are as unknown as those that do not exist. */
export const fetchDelivery =
  (needs: FetchNeeds) =>
  async (delivery: DeliveryId, peer: AuthorityId, traceparent: string): Promise<Fetched> => {
    const found = await needs.find(delivery);
    if (found === undefined || found.reader.authority !== peer) return refused({ code: 'delivery-unknown' });
    const { message, reader } = found;
    if (isBeforeItsTime(message.record, needs.now())) return refused({ code: 'delivery-unknown' });

    const stored = await needs.readOctets(message.sequence);
    if (stored === undefined) return refused({ code: 'delivery-unknown', say: { text: 'content-gone' } });
    const octets = await needs.cut(stored, reader.parts, peer);
    if (!octets.ok)
      return refused(octets.reason === 'busy' ? { ...AWAY, say: { text: 'busy' } } : { code: 'examination-failed' });

    const against = await takeOver(needs, message, reader, traceparent);
    return against === undefined ? { ok: true, octets: octets.value, message } : refused(against);
  };

const refused = (refusal: Refusal): Fetched => ({ ok: false, refusal });

/** `undefined` when the octets may go out. */
const takeOver = async (
  needs: FetchNeeds,
  message: IndexedMessage,
  reader: RoutedReader,
  traceparent: string,
): Promise<Refusal | undefined> => {
  for (let race = 0; race < RACES_AT_MOST; race += 1) {
    const there = await needs.readEntry(reader.authority, reader.deliveryId);
    const at = needs.now();
    const told = needs.isTold(reader.deliveryId);
    const taking = judgeTaking({ message, reader, entry: there?.entry, told }, at);
    if (taking.is === 'refused') return taking.refusal;
    if (taking.is === 'just-octets') return undefined;
    if (taking.is === 'take') {
      const written = await needs.writeEntry(taking.entry, there?.sequence ?? 0);
      // Somebody else advanced it, another fetch, an attempt or its expiry: look again.
      if (!written.ok && written.reason === 'wrong-sequence') continue;
      if (!written.ok) return AWAY;
    }
    const receipt = needs.sign(handOverClaims(message, reader, { node: needs.node, at, jti: randomUUID() }));
    const event = handedOverEvent(taking.entry, receipt, { id: randomUUID(), node: needs.node, at, traceparent });
    if (!(await needs.record([event]))) return AWAY;
    needs.noteTold(reader.deliveryId);
    return undefined;
  }
  return AWAY;
};
