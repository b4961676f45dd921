/** What is known of a message before the tracking view knows it: pure. */
import type { MessageTrace } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { StoredAcceptance } from '../accept/accept.ts';

/** A message just accepted, of which nothing else is known yet. */
export const traceOfAccepted = ({ record, receipt }: StoredAcceptance, node: string): MessageTrace => ({
  messageId: record.messageId,
  author: record.author,
  sender: record.sender,
  messageType: record.messageType,
  state: 'accepted',
  acceptedAt: record.acceptedAt,
  sizeBytes: record.sizeBytes,
  edition: record.route.edition,
  processReference: record.processReference,
  ...(record.conversationId === undefined ? {} : { conversationId: record.conversationId }),
  ...(record.inReplyTo === undefined ? {} : { inReplyTo: record.inReplyTo }),
  testMessage: record.testMessage,
  deliveries: record.route.readers.map(({ deliveryId, authority, role, parts }) => ({
    deliveryId,
    reader: authority,
    role,
    parts,
    state: 'delivering',
  })),
  events: [{ type: 'message-accepted', at: record.acceptedAt, node, receipt }],
});

/** Its author, and who handed it in, may ask for a message; for others it does not exist. */
export const isVisibleTo = ({ author, sender }: Pick<MessageTrace, 'author' | 'sender'>, peer: AuthorityId): boolean =>
  peer === author || peer === sender;
