/** Rows of the view as the contract's shapes. What stands in the view was written by the projection: trusted types. */
import type { InboxDelivery, MessageTrace, TracedDelivery, TracedEvent } from '@dienstweg/schemas/bus/requests.ts';
import { type DeliveryState, stateOfWhole } from '@dienstweg/schemas/delivery/state.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Members whose column is not null. */
const present = <T extends object>(members: { readonly [K in keyof T]: T[K] | null }): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined)) as T;

const text = <T extends string = string>(row: Row, column: string): T => String(row[column]) as T;
const maybe = <T extends string = string>(row: Row, column: string): T | null => (row[column] ?? null) as T | null;

const nodeOf = (receipt: string): string => {
  const claims: unknown = JSON.parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString() || '{}');
  const issuer = typeof claims === 'object' && claims !== null && 'iss' in claims ? String(claims.iss) : '';
  return issuer.split(':').at(-1) || 'gateway';
};

/** A row of `events`. */
export const toEvent = (row: Row): TracedEvent =>
  present<TracedEvent>({
    type: text<TracedEvent['type']>(row, 'type'),
    at: text(row, 'at'),
    node: text(row, 'node'),
    reader: maybe<AuthorityId>(row, 'reader'),
    deliveryId: row.reader === null ? null : text<DeliveryId>(row, 'history'),
    code: maybe<ProblemCode>(row, 'code'),
    attempt: row.attempt === null ? null : Number(row.attempt),
    reasonCode: maybe(row, 'reason_code'),
    nextAttemptAt: maybe(row, 'next_attempt_at'),
    receipt: maybe(row, 'receipt'),
  } as { [K in keyof TracedEvent]: TracedEvent[K] | null });

/** The acceptance told by a row of `messages`. */
export const toAcceptance = (row: Row): TracedEvent => ({
  type: 'message-accepted',
  at: text(row, 'accepted_at'),
  node: nodeOf(text(row, 'receipt')),
  receipt: text(row, 'receipt'),
});

const processReferenceOf = (row: Row): MessageTrace['processReference'] =>
  present({
    requester: maybe(row, 'requester'),
    responder: maybe(row, 'responder'),
  } as {
    requester: string | null;
    responder: string | null;
  }) as MessageTrace['processReference'];

/** A row of `messages` with its deliveries; those that are shown make the state of the whole. */
export const toMessage = (row: Row, deliveries: readonly TracedDelivery[]): Omit<MessageTrace, 'events'> => ({
  messageId: text<MessageId>(row, 'message_id'),
  author: text<AuthorityId>(row, 'author'),
  sender: text<AuthorityId>(row, 'sender'),
  messageType: {
    code: text(row, 'type_code'),
    version: text(row, 'type_version'),
  },
  state: stateOfWhole(deliveries.map((delivery) => delivery.state)),
  acceptedAt: text(row, 'accepted_at'),
  sizeBytes: Number(row.size_bytes),
  edition: Number(row.edition),
  processReference: processReferenceOf(row),
  ...(row.conversation === null ? {} : { conversationId: text(row, 'conversation') }),
  ...(row.in_reply_to === null ? {} : { inReplyTo: text<MessageId>(row, 'in_reply_to') }),
  testMessage: row.test === 1,
  deliveries,
});

/** A row of `deliveries`. */
export const toDelivery = (row: Row): TracedDelivery => ({
  deliveryId: text<DeliveryId>(row, 'delivery_id'),
  reader: text<AuthorityId>(row, 'reader'),
  role: text(row, 'role'),
  parts: JSON.parse(text(row, 'parts')) as string[],
  state: text<DeliveryState>(row, 'state'),
  ...(row.code === null ? {} : { code: text<ProblemCode>(row, 'code') }),
  ...(row.next_attempt_at === null ? {} : { nextAttemptAt: text(row, 'next_attempt_at') }),
});

/** A row of `deliveries` joined with its message (`all_parts`: the parts of the whole message). */
export const toInboxDelivery = (row: Row): InboxDelivery => {
  const entitled = JSON.parse(text(row, 'parts')) as string[];
  const all = JSON.parse(text(row, 'all_parts')) as string[];
  return {
    deliveryId: text<DeliveryId>(row, 'delivery_id'),
    messageId: text<MessageId>(row, 'message_id'),
    author: text<AuthorityId>(row, 'author'),
    messageType: {
      code: text(row, 'type_code'),
      version: text(row, 'type_version'),
    },
    role: text(row, 'role'),
    state: text<DeliveryState>(row, 'state'),
    acceptedAt: text(row, 'accepted_at'),
    ...(row.conversation === null ? {} : { conversationId: text(row, 'conversation') }),
    ...(row.in_reply_to === null ? {} : { inReplyTo: text<MessageId>(row, 'in_reply_to') }),
    processReference: processReferenceOf(row),
    parts: all.map((id) => ({ id, present: entitled.includes(id) })),
  };
};
