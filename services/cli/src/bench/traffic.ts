/** What the load consists of beside sizes: how many readers, mailboxes, refusals, recipients that fail. Pure. */

/** What becomes of a message: pushed, fetched from a mailbox, pushed to a node that refuses it at first, or refused. */
export type MessageKind = 'pushed' | 'mailbox' | 'failing' | 'refused';

/** Shares between 0 and 1, together at most 1; the rest is pushed. */
export interface Traffic {
  readonly mailbox: number;
  readonly failing: number;
  readonly refused: number;
  /** Readers of each message that is pushed. */
  readonly readers: number;
}

/** Every message is pushed to one reader. */
export const PLAIN: Traffic = { mailbox: 0, failing: 0, refused: 0, readers: 1 };

/** Beyond, one acceptance record would not fit into the headers of what is stored. */
export const MOST_READERS = 20;

/** The kind of the n-th message: spread evenly (a low-discrepancy sequence), the same in every run. */
export const kindAt = ({ mailbox, failing, refused }: Traffic, index: number): MessageKind => {
  // another multiplier than that of sizes, so that sizes and kinds do not go together
  const point = (index * 0.7548776662466927) % 1;
  if (point < refused) return 'refused';
  if (point < refused + failing) return 'failing';
  return point < refused + failing + mailbox ? 'mailbox' : 'pushed';
};
