/** A reader accepts or rejects what it was given, pushed or fetched alike. */
import { randomUUID } from 'node:crypto';
import type { ReceiptVerdict } from '@dienstweg/certs/receipt/verify.ts';
import type { RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { DecidedByReader, DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { DecisionAnswer } from '@dienstweg/schemas/http/shapes.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { Decision, IndexedMessage } from '../index/message-index.ts';
import type { Judged } from '../resolve/resolve.ts';
import { judgeDecision, judgeRepeated } from './decision.ts';
import { isBeforeItsTime } from './taking.ts';

/** Effects of a decision. */
export interface DecideNeeds {
  readonly node: string;
  readonly now: () => Date;
  readonly find: (
    delivery: DeliveryId,
  ) => Promise<{ readonly message: IndexedMessage; readonly reader: RoutedReader } | undefined>;
  readonly verify: (jws: string, at: Date) => ReceiptVerdict;
  readonly decisionOn: (delivery: DeliveryId) => Decision | undefined;
  readonly noteDecision: (delivery: DeliveryId, decision: Decision) => void;
  /** Whether it still waits, in the mailbox or to be laid into it: then nobody can have read it. */
  readonly isUnread: (message: IndexedMessage, reader: RoutedReader, at: Date) => Promise<boolean>;
  readonly record: (events: readonly DienstwegEvent[]) => Promise<boolean>;
}

/** What the reader hands in. */
export interface StatedDecision {
  readonly delivery: DeliveryId;
  readonly peer: AuthorityId;
  readonly state: DecidedByReader['type'];
  /** Compact JWS, not verified. */
  readonly jws: string;
  readonly traceparent: string;
}

/** Records the decision, one at a time for each delivery, so that of two at once the first counts. */
export const decideDelivery = (needs: DecideNeeds) => {
  const underWay = new Map<DeliveryId, Promise<unknown>>();
  return async (stated: StatedDecision): Promise<Judged<{ readonly answer: DecisionAnswer }>> => {
    const before = underWay.get(stated.delivery) ?? Promise.resolve();
    const mine = before.then(() => decide(needs, stated));
    const settled = mine.catch(() => undefined);
    underWay.set(stated.delivery, settled);
    try {
      return await mine;
    } finally {
      if (underWay.get(stated.delivery) === settled) underWay.delete(stated.delivery);
    }
  };
};

const decide = async (
  needs: DecideNeeds,
  { delivery, peer, state, jws, traceparent }: StatedDecision,
): Promise<Judged<{ readonly answer: DecisionAnswer }>> => {
  const found = await needs.find(delivery);
  if (found === undefined || found.reader.authority !== peer)
    return { ok: false, refusal: { code: 'delivery-unknown' } };
  const { message, reader } = found;
  const at = needs.now();
  if (isBeforeItsTime(message.record, at)) return { ok: false, refusal: { code: 'delivery-unknown' } };
  const judged = judgeDecision(state, needs.verify(jws, at), message.record, reader);
  if (!judged.ok) return judged;

  const there = needs.decisionOn(delivery);
  if (there !== undefined) {
    const repeated = judgeRepeated(there, { state, reasonCode: judged.reasonCode });
    return repeated.ok
      ? { ok: true, answer: { deliveryId: delivery, ...repeated.decision, repeated: true } }
      : repeated;
  }
  if (await needs.isUnread(message, reader, at))
    return { ok: false, refusal: { code: 'request-invalid', say: { text: 'not-fetched' } } };

  const event: DecidedByReader = {
    type: state,
    id: randomUUID(),
    at: at.toISOString(),
    node: needs.node,
    traceparent,
    author: message.record.author,
    messageId: message.record.messageId,
    reader: reader.authority,
    deliveryId: delivery,
    receipt: jws,
    ...(judged.reasonCode === undefined ? {} : { reasonCode: judged.reasonCode }),
  };
  if (!(await needs.record([event])))
    return { ok: false, refusal: { code: 'broker-unavailable', say: { text: 'bus-away' }, retryAfterSeconds: 2 } };
  const decision = { state, receipt: jws };
  needs.noteDecision(delivery, decision);
  return { ok: true, answer: { deliveryId: delivery, ...decision } };
};
