/** Rows of the view as the contract's shapes. What stands in the view was written by the projection: trusted types. */
import type { InboxDelivery, MessageTrace, TracedDelivery, TracedEvent } from '@dienstweg/schemas/bus/requests.ts';
import { stateOfWhole } from '@dienstweg/schemas/delivery/state.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { joinReceipt } from '../project/receipts.ts';
import type { Row } from '../store/database.ts';
import type { Names } from '../store/names.ts';
import { deliveryState } from '../store/numbers.ts';

/** Members that are there. */
export const present = <T extends object>(members: { readonly [K in keyof T]: T[K] | null | undefined }): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined)) as T;

/** A moment as RFC 3339. */
export const momentOf = (value: unknown): string => new Date(Number(value)).toISOString();
/** The same, where there is one. */
export const maybeMoment = (value: unknown): string | null =>
  value === null || value === undefined ? null : momentOf(value);
const maybe = <T extends string = string>(value: unknown): T | null => (value ?? null) as T | null;
const maybeNumber = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

/** The name of a number, where it is one. */
export const maybeName = <T extends string>(names: Names, no: unknown): T | null =>
  no === null || no === undefined || Number(no) === 0 ? null : (names.nameOf(no) as T);

/** The receipt of a row with `head` and `rest`. */
export const receiptOf = (names: Names, row: Row): string | null =>
  row.rest === null || row.rest === undefined ? null : joinReceipt(names.nameOf(row.head), String(row.rest));

/** A row of `events` with its receipt and `delivery_id`. What only operators may know is `forOperators`. */
export const toEvent = (names: Names, row: Row, forOperators: boolean): TracedEvent =>
  present<TracedEvent>({
    type: names.nameOf(row.type) as TracedEvent['type'],
    at: momentOf(row.at),
    node: names.nameOf(row.node),
    reader: names.nameOf(row.reader) as AuthorityId,
    deliveryId: String(row.delivery_id) as DeliveryId,
    code: maybeName<ProblemCode>(names, row.code),
    attempt: maybeNumber(row.attempt),
    reasonCode: maybe(row.reason_code),
    nextAttemptAt: maybeMoment(row.next_attempt_at),
    receipt: receiptOf(names, row),
    ...(forOperators
      ? { by: maybe(row.by), reason: maybe(row.reason), to: maybeName<AuthorityId>(names, row.to) }
      : {}),
  } as { [K in keyof TracedEvent]: TracedEvent[K] | null });

/** A row of `refusals` as an event. */
export const toRefusalEvent = (names: Names, row: Row): TracedEvent => ({
  type: 'message-refused',
  at: momentOf(row.at),
  node: names.nameOf(row.node),
  code: names.nameOf(row.code) as ProblemCode,
});

/** Whether a row of `messages` is one that no reader is to know of yet. */
export const isBeforeItsTime = ({ not_before }: Row, now: Date): boolean =>
  not_before !== null && now.getTime() < Number(not_before);

/**
 * The acceptance told by a row of `messages`; its receipt, which names every reader and the digest of every part, to
 * those alone who see the `whole`.
 */
export const toAcceptance = (names: Names, row: Row, whole: boolean): TracedEvent => ({
  type: 'message-accepted',
  at: momentOf(row.accepted_at),
  node: names.nameOf(row.node),
  ...(whole ? { receipt: receiptOf(names, row) ?? '' } : {}),
});

/** The case references of a row of `messages`. */
export const processReferenceOf = (row: Row): MessageTrace['processReference'] =>
  present<MessageTrace['processReference']>({ requester: maybe(row.requester), responder: maybe(row.responder) });

/** Code and version of a row with `type` and `version`. */
export const typeOf = (names: Names, row: Row): MessageTrace['messageType'] => ({
  code: names.nameOf(row.type),
  version: names.nameOf(row.version),
});

/**
 * A row of `messages` with its deliveries; those that are shown make the state of the whole. Who only reads some of it
 * (not `whole`) may not be entitled to the part that a key is taken from.
 */
export const toMessage = (
  names: Names,
  row: Row,
  deliveries: readonly TracedDelivery[],
  whole = true,
): Omit<MessageTrace, 'events'> => ({
  messageId: String(row.message_id) as MessageId,
  author: names.nameOf(row.author) as AuthorityId,
  sender: names.nameOf(row.sender) as AuthorityId,
  messageType: typeOf(names, row),
  state: stateOfWhole(deliveries.map((delivery) => delivery.state)),
  acceptedAt: momentOf(row.accepted_at),
  sizeBytes: Number(row.size_bytes),
  edition: Number(row.edition),
  processReference: processReferenceOf(row),
  ...(row.conversation === null ? {} : { conversationId: String(row.conversation) }),
  ...(row.in_reply_to === null ? {} : { inReplyTo: String(row.in_reply_to) as MessageId }),
  ...(row.keys === null || !whole
    ? {}
    : { businessKeys: JSON.parse(String(row.keys)) as NonNullable<MessageTrace['businessKeys']> }),
  testMessage: Number(row.test) === 1,
  deliveries,
});

/** A row of `deliveries`. */
export const toDelivery = (names: Names, row: Row): TracedDelivery =>
  present<TracedDelivery>({
    deliveryId: String(row.delivery_id) as DeliveryId,
    reader: names.nameOf(row.reader) as AuthorityId,
    role: names.nameOf(row.role),
    parts: JSON.parse(names.nameOf(row.parts) || '[]') as string[],
    state: deliveryState(row.state),
    code: maybeName<ProblemCode>(names, row.code),
    // of no step any more: see the projection
    returned: deliveryState(row.state) === 'dead-letter' && Number(row.step) === 0 ? true : null,
    nextAttemptAt: maybeMoment(row.next_attempt_at),
    round: Number(row.round) === 0 ? null : Number(row.round),
    attempts: Number(row.attempts) === 0 ? null : Number(row.attempts),
    plannedAttempts: Number(row.planned) === 0 ? null : Number(row.planned),
    endedAt: maybeMoment(row.ended_at),
  } as { [K in keyof TracedDelivery]: TracedDelivery[K] | null });

/** A row of `deliveries` joined with its message (`all_parts`: the parts of the whole message). */
export const toInboxDelivery = (names: Names, row: Row): InboxDelivery => {
  const entitled = JSON.parse(names.nameOf(row.parts) || '[]') as string[];
  const whole = JSON.parse(names.nameOf(row.all_parts) || '[]') as string[];
  return {
    deliveryId: String(row.delivery_id) as DeliveryId,
    messageId: String(row.message_id) as MessageId,
    author: names.nameOf(row.author) as AuthorityId,
    messageType: typeOf(names, row),
    role: names.nameOf(row.role),
    state: deliveryState(row.state),
    acceptedAt: momentOf(row.accepted_at),
    ...(row.conversation === null ? {} : { conversationId: String(row.conversation) }),
    ...(row.in_reply_to === null ? {} : { inReplyTo: String(row.in_reply_to) as MessageId }),
    processReference: processReferenceOf(row),
    parts: whole.map((id) => ({ id, present: entitled.includes(id) })),
  };
};
