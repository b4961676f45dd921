/** Takes in messages as they were accepted: synchronous, in the order of the stream. */
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { clearingReaderOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import { HOUR_MS, MINUTE_MS, SERIES } from '../store/numbers.ts';
import { addDelivery, countFailed, countOf, dayOf, FAILED, settleWhole, touch } from './count.ts';
import { keyOf } from './memory.ts';
import { nodeOf } from './receipts.ts';
import { moment, orNull, type Taking, wholeNumber } from './taking.ts';
import type { WorkingMessage } from './working.ts';

/** A message of `MESSAGES`, by its headers. */
export interface SeenMessage {
  readonly sequence: number;
  readonly accepted: AcceptedRecord;
  readonly receipt: string;
}

/** A value of a business key is cut here, in case a record says more than it may. */
const LONGEST_KEY = 200;
const MOST_KEYS = 16;

/** Takes in a message; the same message stored twice (beyond the server's window for duplicates) is one. */
export const takeMessage = (taking: Taking, { sequence, accepted: a, receipt }: SeenMessage): void => {
  const { names, memory, tally, added } = taking;
  const author = names.noOf(a.author);
  const key = keyOf(author, a.messageId);
  if (memory.message(key) !== undefined) return;
  const orphans = memory.orphansOf(key);
  const { head, rest } = taking.split(receipt);
  const keys = (a.businessKeys ?? [])
    .slice(0, MOST_KEYS)
    .map(({ name, value }) => ({ name, value: value.slice(0, LONGEST_KEY) }));
  const whole: WorkingMessage = {
    sequence,
    messageId: a.messageId,
    author,
    sender: names.noOf(a.sender),
    type: names.noOf(a.messageType.code),
    version: names.noOf(a.messageType.version),
    acceptedAt: moment(a.acceptedAt) ?? 0,
    test: a.testMessage ? 1 : 0,
    state: 'accepted',
    endedAt: undefined,
    deliveries: [],
    rest: {
      edition: wholeNumber(a.route.edition),
      size_bytes: wholeNumber(a.sizeBytes),
      node: names.noOf(nodeOf(rest)),
      parts: names.noOf(JSON.stringify(a.parts.map((part) => part.id))),
      requester: orNull(a.processReference.requester),
      responder: orNull(a.processReference.responder),
      conversation: orNull(a.conversationId),
      in_reply_to: orNull(a.inReplyTo),
      keys: keys.length === 0 ? null : JSON.stringify(keys),
      not_before: moment(a.notBefore) ?? null,
    },
    counted: undefined,
    standing: 'new',
  };
  memory.keep(whole);
  taking.touchedMessages.add(whole);
  added.acceptances.push([sequence, head, rest]);
  for (const { name, value } of keys) added.keys.push([value, names.noOf(name), sequence]);
  if (a.deadline !== undefined) {
    const atRiskAt = Date.parse(a.deadline.atRiskAt);
    const { dueAt, expects } = a.deadline;
    added.deadlines.push([sequence, atRiskAt, Date.parse(dueAt), expects, JSON.stringify(a.deadline), atRiskAt]);
  }
  tally.span(whole.acceptedAt, sequence);
  tally.add('ever', 0, 1, 0);
  tally.add('author', 0, 1, author);
  tally.add('type', 0, 1, whole.type, whole.version);
  tally.add('test', 0, 1, whole.test);
  tally.add('minute', Math.floor(whole.acceptedAt / MINUTE_MS), 1, SERIES.accepted, whole.test);
  tally.add('hour', Math.floor(whole.acceptedAt / HOUR_MS), 1, SERIES.accepted, whole.test);
  tally.add('use', dayOf(whole), 1, whole.type, whole.version, 0);
  if (whole.test === 0) {
    const [service, region] = [a.service, a.region].map((id) => (id === undefined ? 0 : names.noOf(id)));
    tally.add('about', dayOf(whole), 1, whole.type, whole.version, service ?? 0, region ?? 0);
  }

  const inClearing = (a.route.clearing ?? []).map((role) => ({ ...role, authority: clearingReaderOf(role.role) }));
  for (const [place, reader] of [...a.route.readers, ...inClearing].entries()) {
    const [role, parts] = [names.noOf(reader.role), names.noOf(JSON.stringify(reader.parts))];
    const begun = memory.delivery(reader.deliveryId);
    if (begun !== undefined) Object.assign(begun, { place, role, parts });
    else
      addDelivery(taking, {
        id: reader.deliveryId,
        whole,
        place,
        messageId: a.messageId,
        author,
        reader: names.noOf(reader.authority),
        inClearing: reader.authority.startsWith('clearing:'),
        role,
        parts,
      });
  }
  // events came first, and with them perhaps a delivery in the place of one of these
  for (const orphan of orphans) {
    orphan.whole = whole;
    whole.deliveries.push(orphan);
    touch(taking, orphan);
    countOf(taking, whole, orphan);
    for (const step of orphan.steps) if (FAILED.test(step)) countFailed(taking, whole, orphan);
    if (whole.sender !== whole.author) added.senders.push([orphan.no, whole.sender]);
  }
  settleWhole(taking, whole);
};
