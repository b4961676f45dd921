/**
 * Order within a conversation: which deliveries to a reader have not ended, by conversation. In memory; rebuilt from
 * `DELIVERIES` and from the messages as they come off the stream.
 */
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';

/** What of an entry decides about its place. */
export type Ordered = Pick<
  DeliveryEntry,
  'reader' | 'author' | 'conversation' | 'deliveryId' | 'messageSequence' | 'notBefore'
>;

interface Conversation {
  readonly open: Map<DeliveryId, Ordered>;
  /** Deliveries that found an earlier one open. */
  readonly behind: Set<DeliveryId>;
}

const keyOf = (reader: AuthorityId, conversation: string): string => `${reader} ${conversation}`;

/** Open deliveries by reader and conversation. Deliveries without an order are none of its business. */
export class ConversationOrder {
  readonly #conversations = new Map<string, Conversation>();
  /** While messages that were given out have not come, none knows to be the next. */
  #unsettled = false;
  readonly #behindMissing = new Set<DeliveryId>();

  /** Known before its first attempt, so that a later one finds it. */
  enter({ reader, author, conversation, deliveryId, messageSequence, notBefore }: Ordered): void {
    if (conversation === undefined) return;
    const key = keyOf(reader, conversation);
    const there = this.#conversations.get(key) ?? { open: new Map(), behind: new Set() };
    this.#conversations.set(key, there);
    there.open.set(deliveryId, {
      reader,
      author,
      deliveryId,
      messageSequence,
      ...(notBefore === undefined ? {} : { notBefore }),
    });
  }

  /** It has ended (or lies in a mailbox, or is a dead letter). Returns who may have waited for that. */
  leave({ reader, conversation, deliveryId }: Ordered): readonly DeliveryId[] {
    if (conversation === undefined) return [];
    const key = keyOf(reader, conversation);
    const there = this.#conversations.get(key);
    if (!there?.open.delete(deliveryId)) return [];
    there.behind.delete(deliveryId);
    const behind = [...there.behind];
    there.behind.clear();
    if (there.open.size === 0) this.#conversations.delete(key);
    return behind;
  }

  /**
   * Whether an earlier delivery is open; whoever asked is told by {@link leave} to look again. What its author does not
   * want delivered yet holds up what the same author sent, and nobody else's: a conversation is named by whoever writes,
   * and a stranger that names it would else keep it still for months.
   */
  hasEarlier({ reader, author, conversation, deliveryId, messageSequence }: Ordered): boolean {
    if (conversation === undefined) return false;
    if (this.#unsettled) {
      this.#behindMissing.add(deliveryId);
      return true;
    }
    const there = this.#conversations.get(keyOf(reader, conversation));
    for (const other of there?.open.values() ?? [])
      if (other.messageSequence < messageSequence && (other.notBefore === undefined || other.author === author)) {
        there?.behind.add(deliveryId);
        return true;
      }
    return false;
  }

  /** Messages were given out that have not come here, to an earlier process or on a line that broke. */
  unsettled(): void {
    this.#unsettled = true;
  }

  /** All of those have come. Returns who waited for that. */
  settled(): readonly DeliveryId[] {
    this.#unsettled = false;
    const behind = [...this.#behindMissing];
    this.#behindMissing.clear();
    return behind;
  }
}
