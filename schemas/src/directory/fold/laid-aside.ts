/**
 * A fold laid aside as octets, and taken up again: the same answers, for the past too, without folding the stream from
 * its first record. Sections, each with its kind (one octet) and length (four, little-endian): JSON of a member of the
 * state, in pieces, and the rows of responsibilities as they lie in memory.
 */
import { Directory } from '../directory.ts';
import { type ResponsibilityState, textTables } from '../rows/responsibility-rows.ts';
import type { DirectoryState } from './directory-state.ts';
import type { Edition } from './editions.ts';
import { type FoldState, RegistryFold } from './fold.ts';

/** Counts up when something here changes: what was laid aside otherwise is not taken up, and the stream is read. */
export const LAID_ASIDE_FORMAT = 1;

const KIND = { json: 1, rows: 2, ids: 3 } as const;
const HEAD_BYTES = 5;
/** Items of one JSON section: small enough to stop nothing for long. */
const PIECE_ITEMS = 500;
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** What {@link foldLaidAside} made cannot be taken up: another format, or not whole. */
export class UnreadableLaidAside extends Error {}

/** State of a fold at its edition. Whatever the fold takes in later does not change it. */
export interface FoldCopy {
  readonly directory: DirectoryState;
  readonly fold: FoldState;
}

/** A copy to be laid aside; made at once, so that it is of one edition. */
export const copyOf = (fold: RegistryFold): FoldCopy => ({ directory: fold.directory.state(), fold: fold.state() });

const section = (kind: number, payload: Uint8Array): Uint8Array => {
  const octets = Buffer.allocUnsafe(HEAD_BYTES + payload.length);
  octets.writeUInt8(kind, 0);
  octets.writeUInt32LE(payload.length, 1);
  octets.set(payload, HEAD_BYTES);
  return octets;
};

const json = (name: string, items: unknown): Uint8Array =>
  section(KIND.json, Buffer.from(JSON.stringify({ name, items })));

function* inPieces(name: string, items: readonly unknown[]): IterableIterator<Uint8Array> {
  for (let from = 0; from < items.length; from += PIECE_ITEMS) yield json(name, items.slice(from, from + PIECE_ITEMS));
}

const octetsOf = (words: Int32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

/** The octets of a copy, piece by piece. */
export function* foldLaidAside({ directory, fold }: FoldCopy): IterableIterator<Uint8Array> {
  const { rows, ids, texts, pairs } = directory.responsibilities;
  yield json('format', [LAID_ASIDE_FORMAT, LITTLE_ENDIAN]);
  yield* inPieces('editions', directory.editions);
  yield* inPieces('changes', directory.changes);
  yield* inPieces(
    'others',
    directory.others.map(({ entry, since, until }) => [entry, since, until === Infinity ? 0 : until]),
  );
  for (const [name, table] of Object.entries(texts)) yield* inPieces(`texts.${name}`, table);
  yield* inPieces('pairs', pairs);
  for (const chunk of rows) yield section(KIND.rows, octetsOf(chunk));
  for (const chunk of ids) yield section(KIND.ids, chunk);
  for (const [name, items] of Object.entries(fold)) yield* inPieces(`fold.${name}`, items);
  yield json('end', []);
}

/** Sections out of octets that come in pieces of any size. */
async function* sectionsIn(
  octets: AsyncIterable<Uint8Array>,
): AsyncIterableIterator<{ readonly kind: number; readonly payload: Buffer }> {
  let rest: Buffer[] = [];
  let there = 0;
  let wanted = HEAD_BYTES;
  for await (const piece of octets) {
    rest.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    there += piece.byteLength;
    if (there < wanted) continue;
    let all = Buffer.concat(rest);
    for (;;) {
      if (all.length < HEAD_BYTES) {
        wanted = HEAD_BYTES;
        break;
      }
      wanted = HEAD_BYTES + all.readUInt32LE(1);
      if (all.length < wanted) break;
      yield { kind: all.readUInt8(0), payload: all.subarray(HEAD_BYTES, wanted) };
      all = all.subarray(wanted);
    }
    rest = [all];
    there = all.length;
  }
  if (there > 0) throw new UnreadableLaidAside('it ends in the middle of a section');
}

type Stored = Readonly<Record<string, unknown[]>>;

const listed = <T>(stored: Stored, name: string): readonly T[] => (stored[name] ?? []) as T[];

const responsibilitiesIn = (
  stored: Stored,
  rows: readonly Int32Array[],
  ids: readonly Uint8Array[],
): ResponsibilityState => ({
  rows,
  ids,
  texts: textTables((name) => listed(stored, `texts.${name}`)),
  pairs: listed(stored, 'pairs'),
});

type StoredOther = readonly [DirectoryState['others'][number]['entry'], number, number];

const foldStateIn = (stored: Stored): FoldState => ({
  pending: listed(stored, 'fold.pending'),
  incomplete: listed(stored, 'fold.incomplete'),
  withdrawn: listed(stored, 'fold.withdrawn'),
  decisions: listed(stored, 'fold.decisions'),
});

/** The fold that was laid aside. Throws UnreadableLaidAside. Who wrote the octets is the caller's to know. */
export const foldTakenUp = async (octets: AsyncIterable<Uint8Array>): Promise<RegistryFold> => {
  const stored: Record<string, unknown[]> = {};
  const rows: Int32Array[] = [];
  const ids: Uint8Array[] = [];
  for await (const { kind, payload } of sectionsIn(octets)) {
    if (kind === KIND.rows) rows.push(new Int32Array(new Uint8Array(payload).buffer));
    else if (kind === KIND.ids) ids.push(new Uint8Array(payload));
    else {
      const { name, items } = JSON.parse(payload.toString('utf8')) as { name: string; items: unknown[] };
      const there = stored[name];
      if (there === undefined) stored[name] = items;
      else for (const item of items) there.push(item);
    }
    const [format, littleEndian] = stored.format ?? [];
    if (format !== LAID_ASIDE_FORMAT || littleEndian !== LITTLE_ENDIAN)
      throw new UnreadableLaidAside(`format ${String(format)} is not ${LAID_ASIDE_FORMAT}`);
  }
  if (stored.end === undefined) throw new UnreadableLaidAside('its end is missing');
  const directory = new Directory();
  directory.takeUp({
    editions: listed<Edition & { readonly recordedAt: string }>(stored, 'editions').map((edition) => ({
      ...edition,
      recordedAt: new Date(edition.recordedAt),
    })),
    changes: listed(stored, 'changes'),
    others: listed<StoredOther>(stored, 'others').map(([entry, since, until]) => ({
      entry,
      since,
      until: until === 0 ? Infinity : until,
    })),
    responsibilities: responsibilitiesIn(stored, rows, ids),
  });
  return new RegistryFold(directory, foldStateIn(stored));
};
