/** Single messages of a stream, read directly. */
import { UnreadableEntry } from '@dienstweg/schemas/bus/stored.ts';
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

const READ_TIMEOUT_MS = 5_000;
const NOT_FOUND = 404;
/** What the server adds behind the headers of a stored message. */
const ADDED = { sequence: 'Nats-Sequence', subject: 'Nats-Subject', time: 'Nats-Time-Stamp' } as const;

/**
 * A direct get, asked by ourselves: the client takes the status line of a stored message (an answer of the server that
 * somebody had sent there) for one of the server to it, and throws.
 */
const get = async (bus: Bus, of: string, question: string): Promise<StoredMessage | undefined> => {
  const { headers, data } = await bus.nc.request(`$JS.API.DIRECT.GET.${of}`, question, { timeout: READ_TIMEOUT_MS });
  const added = (name: string): string | undefined => headers?.values(name).at(-1);
  const sequence = added(ADDED.sequence);
  if (headers === undefined || sequence === undefined) {
    if (headers?.code === NOT_FOUND) return undefined;
    throw new Error(`${of} cannot be read: ${headers?.code} ${headers?.description}`);
  }
  return {
    sequence: Number(sequence),
    subject: added(ADDED.subject) ?? '',
    headers: Object.fromEntries(headers.keys().map((name) => [name, headers.get(name)])),
    data,
    recordedAt: new Date(added(ADDED.time) ?? ''),
    isAnswer: wasServersAnswer(headers),
  };
};

/** The message at a sequence; `undefined` where there is none (any more). @throws while the bus is away. */
export const readMessage = (bus: Bus, stream: string, sequence: number): Promise<StoredMessage | undefined> =>
  get(bus, stream, JSON.stringify({ seq: sequence }));

/** The last message on a subject; `undefined` where there is none. @throws while the bus is away. */
export const readLast = (bus: Bus, stream: string, subject: string): Promise<StoredMessage | undefined> =>
  get(bus, `${stream}.${subject}`, '');

/** What stands in an entry; `undefined` where something was written there that is none. */
export const readAs = <T>({ data, isAnswer }: StoredMessage, read: (data: Uint8Array) => T): T | undefined => {
  try {
    return isAnswer ? undefined : read(data);
  } catch (error) {
    if (error instanceof UnreadableEntry) return undefined;
    throw error;
  }
};
