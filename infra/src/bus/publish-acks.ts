/**
 * Acknowledgements of publications: one inbox for all of a connection, numbered. The client's own requests make an error
 * with its stack, a timer and several promises for each, which costs more than the rest of a publication.
 */
import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';

/** What the server said to one publication, or that it said nothing. `closed`: the connection was put down. */
export type Acknowledgement =
  | { readonly is: 'answered'; readonly answer: unknown }
  | { readonly is: 'nobody-there' | 'timed-out' | 'lost' | 'closed' };

/** One publication to be acknowledged. */
export interface AwaitedPublication {
  readonly subject: string;
  readonly data: Uint8Array | string;
  readonly headers: MsgHdrs;
  readonly timeoutMs: number;
}

/** Sends publications and hears their acknowledgements. */
export interface PublishAcks {
  /** Resolves with the server's answer (JSON), or without one. Throws what the client throws when it cannot send. */
  publish(publication: AwaitedPublication): Promise<Acknowledgement>;
  /** Ends everything in flight: a server that died never answers it. */
  lose(): void;
}

const NO_RESPONDERS = 503;

const acknowledgementIn = (message: Msg): Acknowledgement =>
  message.data.length === 0 && message.headers?.code === NO_RESPONDERS
    ? { is: 'nobody-there' }
    : { is: 'answered', answer: message.json() };

/** Subscribes the inbox on a connection; it ends with it. */
export const publishAcks = (nc: NatsConnection, inboxPrefix: string): PublishAcks => {
  const inbox = createInbox(inboxPrefix);
  const waiting = new Map<string, (acknowledgement: Acknowledgement) => void>();
  let count = 0;

  const settleAll = (is: 'lost' | 'closed'): void => {
    const all = [...waiting.values()];
    waiting.clear();
    for (const settle of all) settle({ is });
  };
  nc.subscribe(`${inbox}.*`, {
    callback: (error, message) => {
      if (error === null) waiting.get(message.subject)?.(acknowledgementIn(message));
    },
  });
  void nc.closed().then(() => settleAll('closed'));

  return {
    publish: ({ subject, data, headers, timeoutMs }) =>
      new Promise((resolve) => {
        count += 1;
        const reply = `${inbox}.${count.toString(36)}`;
        nc.publish(subject, data, { reply, headers });
        const timer = setTimeout(() => settle({ is: 'timed-out' }), timeoutMs);
        const settle = (acknowledgement: Acknowledgement): void => {
          clearTimeout(timer);
          waiting.delete(reply);
          resolve(acknowledgement);
        };
        waiting.set(reply, settle);
      }),
    lose: () => settleAll('lost'),
  };
};
