/**
 * A stream as the server itself writes it down and reads it back: sequences, times, headers and deduplication ids stay
 * what they were. Needs user `installer`.
 */
import type { StreamConfig, StreamState } from '@nats-io/jetstream';
import { createInbox, type Msg } from '@nats-io/transport-node';
import type { Bus } from './connect.ts';

/** What the server needs beside the octets to bring a stream back. */
export interface StreamHeader {
  readonly config: StreamConfig;
  /** As it stood when the snapshot began; later messages may be in it too. */
  readonly state: StreamState;
}

/** A snapshot under way. */
export interface StreamSnapshot extends StreamHeader {
  /** Pieces of a tar archive compressed by S2, in order, to be read once. Throws where the server breaks off. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

interface ApiError {
  readonly error?: { readonly description?: string; readonly err_code?: number };
}

/** Also the size of the requests by which a snapshot is brought back: below every server's `max_payload`. */
const CHUNK_BYTES = 512 * 1024;
const REQUEST_MS = 30_000;
/** The server sends on without acknowledgements, only slower: whoever reads this slowly is given up. */
const WAITING_AT_MOST_BYTES = 256 * 1024 * 1024;
const SILENCE_MS = 60_000;

const ask = async <T>(bus: Bus, subject: string, body: unknown): Promise<T> => {
  const answer = await bus.nc.request(subject, JSON.stringify(body), { timeout: REQUEST_MS });
  const value = answer.json<T & ApiError>();
  if (value.error !== undefined) throw new Error(`${subject}: ${value.error.description ?? 'refused by the server'}`);
  return value;
};

/** The last piece is empty and tells in its status whether all of them were sent. */
const endOf = (message: Msg): { readonly failure?: string } | undefined => {
  if (message.data.length > 0) return undefined;
  const status = message.headers?.code ?? 0;
  return status === 0 || status === 204
    ? {}
    : { failure: message.headers?.description ?? `the server broke off (${status})` };
};

async function* piecesOf(
  bus: Bus,
  subscription: AsyncIterable<Msg> & { unsubscribe(): void },
): AsyncIterable<Uint8Array> {
  const queue: Msg[] = [];
  let waiting = 0;
  let wake = (): void => undefined;
  let failure: unknown;
  let over = false;
  const gather = (async () => {
    for await (const message of subscription) {
      queue.push(message);
      waiting += message.data.length;
      if (waiting > WAITING_AT_MOST_BYTES) throw new Error('the snapshot comes faster than it can be written');
      wake();
    }
  })().then(
    () => undefined,
    (error: unknown) => {
      failure = error;
    },
  );
  void gather.finally(() => {
    over = true;
    wake();
  });
  const lost = bus.onChange((connected) => {
    if (connected) return;
    failure ??= new Error('the bus was lost during the snapshot');
    wake();
  });
  try {
    for (;;) {
      const message = queue.shift();
      if (message !== undefined) {
        const end = endOf(message);
        if (end !== undefined) {
          if (end.failure !== undefined) throw new Error(`snapshot: ${end.failure}`);
          return;
        }
        waiting -= message.data.length;
        yield message.data;
        // only what was taken is acknowledged: that is how the server knows how fast it may send
        message.respond();
        continue;
      }
      if (failure !== undefined) throw failure;
      if (over) throw new Error('the snapshot ended without its end');
      const silence = Promise.withResolvers<void>();
      wake = silence.resolve;
      const timer = setTimeout(() => {
        failure ??= new Error(`the server was silent for ${SILENCE_MS} ms during the snapshot`);
        silence.resolve();
      }, SILENCE_MS);
      await silence.promise;
      clearTimeout(timer);
    }
  } finally {
    lost();
    subscription.unsubscribe();
  }
}

/** Begins a snapshot of a stream, without its consumers. Messages go on being stored meanwhile. */
export const snapshotStream = async (bus: Bus, stream: string): Promise<StreamSnapshot> => {
  const inbox = createInbox(`_INBOX_installer`);
  const subscription = bus.nc.subscribe(inbox);
  try {
    const header = await ask<StreamHeader>(bus, `$JS.API.STREAM.SNAPSHOT.${stream}`, {
      deliver_subject: inbox,
      no_consumers: true,
      jsck: false,
      chunk_size: CHUNK_BYTES,
    });
    return { config: header.config, state: header.state, chunks: piecesOf(bus, subscription) };
  } catch (error) {
    subscription.unsubscribe();
    throw error;
  }
};

/** Cuts what comes into pieces the server takes. */
async function* resized(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks)
    for (let from = 0; from < chunk.length; from += CHUNK_BYTES) yield chunk.subarray(from, from + CHUNK_BYTES);
}

const IN_FLIGHT = 8;

/**
 * Brings a stream back from its snapshot. Throws where there is a stream of the name already, and where the server
 * finds the octets damaged. Resolves with the state it then has.
 */
export const restoreStream = async (
  bus: Bus,
  { config, state }: StreamHeader,
  chunks: AsyncIterable<Uint8Array>,
): Promise<StreamState> => {
  const { deliver_subject: subject } = await ask<{ readonly deliver_subject: string }>(
    bus,
    `$JS.API.STREAM.RESTORE.${config.name}`,
    { config, state },
  );
  const taken = async (piece: Uint8Array): Promise<void> => {
    const answer = await bus.nc.request(subject, piece, { timeout: REQUEST_MS });
    if (answer.data.length === 0) return;
    const { error } = answer.json<ApiError>();
    if (error !== undefined) throw new Error(`${config.name}: ${error.description ?? 'refused by the server'}`);
  };
  const inFlight: Promise<void>[] = [];
  for await (const piece of resized(chunks)) {
    const one = taken(piece);
    one.catch(() => undefined);
    inFlight.push(one);
    if (inFlight.length >= IN_FLIGHT) await inFlight.shift();
  }
  await Promise.all(inFlight);
  // an empty piece is the end; its answer says whether the whole was taken
  const answer = await bus.nc.request(subject, new Uint8Array(), { timeout: 10 * REQUEST_MS });
  const { error } = answer.json<ApiError>();
  if (error !== undefined) throw new Error(`${config.name}: ${error.description ?? 'refused by the server'}`);
  return (await bus.jsm.streams.info(config.name)).state;
};
