/** Single messages of a stream, read directly. */
import { UnreadableEntry } from '@dienstweg/schemas/bus/stored.ts';
import type { StoredMsg } from '@nats-io/jetstream';
import { wasServersAnswer } from './answers.ts';
import type { Bus } from './connect.ts';

/** A message as the stream keeps it. */
export interface StoredMessage {
  readonly sequence: number;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Uint8Array;
  /** When the server stored it. */
  readonly recordedAt: Date;
  /** It was not written by whoever may write there, but is an answer of the server that somebody had sent there. */
  readonly isAnswer: boolean;
}

const stored = (message: StoredMsg | null): StoredMessage | undefined =>
  message === null
    ? undefined
    : {
        sequence: message.seq,
        subject: message.subject,
        headers: Object.fromEntries(message.header.keys().map((name) => [name, message.header.get(name)])),
        data: message.data,
        recordedAt: new Date(message.timestamp),
        isAnswer: wasServersAnswer(message.header),
      };

/** The message at a sequence; `undefined` where there is none (any more). @throws while the bus is away. */
export const readMessage = async (bus: Bus, stream: string, sequence: number): Promise<StoredMessage | undefined> =>
  stored(await bus.jsm.direct.getMessage(stream, { seq: sequence }));

/** The last message on a subject; `undefined` where there is none. @throws while the bus is away. */
export const readLast = async (bus: Bus, stream: string, subject: string): Promise<StoredMessage | undefined> =>
  stored(await bus.jsm.direct.getMessage(stream, { last_by_subj: subject }));

/** What stands in an entry; `undefined` where something was written there that is none. */
export const readAs = <T>({ data, isAnswer }: StoredMessage, read: (data: Uint8Array) => T): T | undefined => {
  try {
    return isAnswer ? undefined : read(data);
  } catch (error) {
    if (error instanceof UnreadableEntry) return undefined;
    throw error;
  }
};
