/**
 * Views of a stream laid aside on the bus, so that who starts need not read the stream from its first message. A view
 * stands in pieces in a stream of its own; behind them an entry says that they are whole, how far the view goes and
 * which message it ends with. It is never the truth: what is missing, damaged or of another stream is not taken up,
 * and the stream is read instead. Who may write there, and so is believed, the permissions say.
 */
import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Bus } from './connect.ts';
import { publishDurably } from './publish.ts';
import { readLast, readMessage } from './read.ts';

/** Where views of one stream are laid aside. */
export interface LaidAsidePlace {
  readonly stream: string;
  /** The stream they are views of. */
  readonly of: string;
  /** Subjects of the pieces, and of the entry behind them. */
  readonly piece: string;
  readonly whole: string;
}

/** A view that was laid aside. */
export interface LaidAside {
  /** Sequence of the last message that is in it. */
  readonly position: number;
  readonly octets: number;
}

interface Whole extends LaidAside {
  readonly format: 1;
  /** SHA-256 of the message at the position, by which it is known that the stream is still the same. */
  readonly mark: string;
  /** SHA-256 of all pieces behind each other. */
  readonly digest: string;
  /** Sequences of the pieces, in order. */
  readonly pieces: readonly number[];
}

const PIECE_BYTES = 1024 * 1024;
const PUBLISH_MS = 30_000;
const READ_AHEAD = 4;
/** A newer one may take the place of the one that is being read. */
const MOST_ATTEMPTS = 3;

const sha256 = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');

const markOf = async (bus: Bus, { of }: LaidAsidePlace, position: number): Promise<string | undefined> => {
  const message = await readMessage(bus, of, position);
  return message && sha256(message.data);
};

/** Octets in pieces of one size. */
async function* cut(octets: AsyncIterable<Uint8Array>): AsyncIterableIterator<Buffer> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  for await (const part of octets) {
    let rest = part;
    while (size + rest.length >= PIECE_BYTES) {
      const taken = PIECE_BYTES - size;
      yield Buffer.concat([...gathered, rest.subarray(0, taken)]);
      rest = rest.subarray(taken);
      gathered = [];
      size = 0;
    }
    if (rest.length > 0) gathered.push(rest);
    size += rest.length;
  }
  if (size > 0) yield Buffer.concat(gathered);
}

/** Lets others have a turn between the pieces: making one takes milliseconds. */
async function* withPauses(octets: Iterable<Uint8Array>): AsyncIterableIterator<Uint8Array> {
  for (const part of octets) {
    yield part;
    await nextTurn();
  }
}

/**
 * Lays a view aside that ends with the message at `position`, and removes the one before. `undefined`: it was not done,
 * because the bus is away, the stream is another, or somebody else was faster; nothing is worse than before then.
 */
export const layAside = async (
  bus: Bus,
  place: LaidAsidePlace,
  position: number,
  octets: Iterable<Uint8Array>,
): Promise<LaidAside | undefined> => {
  const mark = await markOf(bus, place, position);
  if (mark === undefined) return undefined;
  const before = (await readLast(bus, place.stream, place.whole))?.sequence ?? 0;
  const name = randomUUID();
  const digest = createHash('sha256');
  const pieces: number[] = [];
  let size = 0;
  for await (const piece of cut(Readable.from(withPauses(octets)).compose(createGzip({ level: 1 })))) {
    digest.update(piece);
    size += piece.length;
    const published = await publishDurably(bus, {
      subject: place.piece,
      data: piece,
      messageId: `${name}.${pieces.length}`,
      timeoutMs: PUBLISH_MS,
    });
    if (!published.ok) return undefined;
    pieces.push(published.sequence);
  }
  const whole: Whole = { format: 1, position, octets: size, mark, digest: digest.digest('hex'), pieces };
  const published = await publishDurably(bus, {
    subject: place.whole,
    data: JSON.stringify(whole),
    messageId: name,
    expectedLastSubjectSequence: before,
    timeoutMs: PUBLISH_MS,
  });
  if (!published.ok) return undefined;
  const first = pieces[0] ?? published.sequence;
  // below sequence 1 the server understands: everything
  if (first > 1) await bus.jsm.streams.purge(place.stream, { seq: first });
  return { position, octets: size };
};

const wholeIn = (data: Uint8Array): Whole | undefined => {
  try {
    const value = JSON.parse(new TextDecoder().decode(data)) as Partial<Whole> | null;
    const fits =
      value?.format === 1 &&
      typeof value.position === 'number' &&
      typeof value.digest === 'string' &&
      Array.isArray(value.pieces) &&
      value.pieces.every((sequence) => Number.isSafeInteger(sequence));
    return fits ? (value as Whole) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The pieces in order, some fetched ahead. Throws where one is missing, and at the end where they are not the ones that
 * were written.
 */
async function* piecesOf(
  bus: Bus,
  { stream }: LaidAsidePlace,
  { pieces, digest }: Whole,
): AsyncIterableIterator<Buffer> {
  const found = createHash('sha256');
  const ahead: Promise<Uint8Array>[] = [];
  const fetchPiece = async (sequence: number): Promise<Uint8Array> => {
    const message = await readMessage(bus, stream, sequence);
    if (message === undefined) throw new Error(`its piece ${sequence} is gone`);
    return message.data;
  };
  let next = 0;
  const fill = (): void => {
    for (; next < pieces.length && ahead.length < READ_AHEAD; next += 1) {
      const one = fetchPiece(pieces[next] ?? 0);
      one.catch(() => undefined);
      ahead.push(one);
    }
  };
  fill();
  for (let one = ahead.shift(); one !== undefined; one = ahead.shift()) {
    const piece = await one;
    fill();
    found.update(piece);
    yield Buffer.from(piece);
  }
  if (found.digest('hex') !== digest) throw new Error('its pieces are not the ones that were written');
}

/**
 * The newest view that was laid aside, made by `read` of its octets; what `read` made is used only if the octets were
 * whole. `undefined` where there is none that can be used: why is told in the log, and the stream has to be read.
 */
export const takeUp = async <T>(
  bus: Bus,
  place: LaidAsidePlace,
  read: (octets: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T | undefined> => {
  let why: unknown;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    try {
      const entry = await readLast(bus, place.stream, place.whole);
      if (entry === undefined) return undefined;
      const whole = entry.isAnswer ? undefined : wholeIn(entry.data);
      if (whole === undefined) throw new Error('it says nothing that can be understood');
      if ((await markOf(bus, place, whole.position)) !== whole.mark)
        throw new Error(`it is not of this stream ${place.of}`);
      return await read(Readable.from(piecesOf(bus, place, whole)).compose(createGunzip()));
    } catch (error) {
      why = error;
    }
  }
  bus.log.warn({ err: why, stream: place.stream }, 'what was laid aside is not taken up; the stream is read instead');
  return undefined;
};
