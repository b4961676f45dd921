/** Attempts in the trace of their message: each a span of its own, linked with the attempt before. */
import type { Span, Tracing } from '@dienstweg/infra/trace.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';

/** Attempts before that are remembered, for links: after a restart a retry is still in the trace, only without its link. */
const REMEMBERED = 10_000;

/** Begins the span of a push; absent while tracing is off. */
export type OpenAttemptSpan = (entry: DeliveryEntry) => Span;

/** How spans of attempts are begun; `undefined` while tracing is off. */
export const attemptSpans = (tracing: Tracing): OpenAttemptSpan | undefined => {
  if (!tracing.isOn) return undefined;
  const before = new Map<DeliveryId, string>();
  return ({ deliveryId, messageId, attempts, traceparent }) => {
    const last = before.get(deliveryId);
    const span = tracing.span({
      name: 'push',
      kind: 'client',
      parent: traceparent,
      links: last === undefined ? [] : [last],
      attributes: {
        'http.request.method': 'POST',
        'dienstweg.message.id': messageId,
        'dienstweg.delivery.id': deliveryId,
        'dienstweg.attempt': attempts + 1,
      },
    });
    before.delete(deliveryId);
    if (span.traceparent !== undefined) before.set(deliveryId, span.traceparent);
    const [oldest] = before.keys();
    if (before.size > REMEMBERED && oldest !== undefined) before.delete(oldest);
    return span;
  };
};

/** Taking a message as a piece of its trace: its deliveries, retries included, are parts of that. */
export const tracedTaking =
  <M extends { readonly traceparent?: string; readonly sequence: number }>(
    tracing: Tracing,
    deliver: (message: M) => Promise<void>,
  ): ((message: M) => Promise<void>) =>
  async (message) => {
    if (!tracing.isOn) return deliver(message);
    const span = tracing.span({
      name: `process ${STREAMS.messages}`,
      kind: 'consumer',
      parent: message.traceparent,
      attributes: { 'messaging.system': 'nats', 'messaging.destination.name': STREAMS.messages },
    });
    try {
      await deliver(span.traceparent === undefined ? message : { ...message, traceparent: span.traceparent });
      span.end();
    } catch (error) {
      span.end('examination-failed');
      throw error;
    }
  };
