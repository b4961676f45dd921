/**
 * Answers to what is published: acknowledgements of the server, answers of services. One subscription for all of a
 * connection, numbered. The client's own requests make an error with its stack, a timer and several promises for each,
 * which costs more than the rest of a publication, and know only inboxes.
 */
import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node';

/** What was said to one publication (JSON), or that nothing was. `closed`: the connection was put down. */
export type Answer =
  | { readonly is: 'answered'; readonly answer: unknown }
  | { readonly is: 'nobody-there' | 'timed-out' | 'lost' | 'closed' };

/** One publication to be answered. */
export interface AwaitedPublication {
  readonly subject: string;
  readonly data: Uint8Array | string;
  readonly headers?: MsgHdrs;
  readonly timeoutMs: number;
}

/** Sends publications and hears what is answered. */
export interface Answers {
  /** Resolves with the answer, or without one. Throws what the client throws when it cannot send. */
  publish(publication: AwaitedPublication): Promise<Answer>;
  /** Ends everything in flight: a server that died never answers it. */
  lose(): void;
}

const NO_RESPONDERS = 503;

/** Where answers are heard, and where the one to a publication with this number is to go: a subject below. */
export interface AnswerPlace {
  readonly listenAt: string;
  readonly replyTo: (subject: string, number: string) => string;
}

/** `undefined`: something else that somebody had the server send here; what answers carries no headers. */
const answerIn = (message: Msg): Answer | undefined => {
  if (message.headers === undefined) return { is: 'answered', answer: message.json() };
  return message.data.length === 0 && message.headers.code === NO_RESPONDERS ? { is: 'nobody-there' } : undefined;
};

/** Hears answers on a connection, from the first publication until it ends. */
export const answersOn = (nc: NatsConnection, { listenAt, replyTo }: AnswerPlace): Answers => {
  const waiting = new Map<string, (answer: Answer) => void>();
  let count = 0;

  const settleAll = (is: 'lost' | 'closed'): void => {
    const all = [...waiting.values()];
    waiting.clear();
    for (const settle of all) settle({ is });
  };
  const listen = (): void => {
    nc.subscribe(listenAt, {
      callback: (error, message) => {
        const answer = error === null ? answerIn(message) : undefined;
        if (answer !== undefined) waiting.get(message.subject)?.(answer);
      },
    });
  };
  void nc.closed().then(() => settleAll('closed'));

  return {
    publish: ({ subject, data, headers, timeoutMs }) =>
      new Promise((resolve) => {
        if (count === 0) listen();
        count += 1;
        const reply = replyTo(subject, count.toString(36));
        nc.publish(subject, data, { reply, ...(headers === undefined ? {} : { headers }) });
        const timer = setTimeout(() => settle({ is: 'timed-out' }), timeoutMs);
        const settle = (answer: Answer): void => {
          clearTimeout(timer);
          waiting.delete(reply);
          resolve(answer);
        };
        waiting.set(reply, settle);
      }),
    lose: () => settleAll('lost'),
  };
};
