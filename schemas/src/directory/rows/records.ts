/** Rows of a fixed number of 32-bit words, one row's words beside each other, so that reading a row is one cache miss or two. */

const CHUNK_BITS = 14;
/** Rows of a chunk. Growing adds chunks and copies nothing. */
export const CHUNK_ROWS = 1 << CHUNK_BITS;
const IN_CHUNK = CHUNK_ROWS - 1;

/** A growing table of signed 32-bit words; new rows are all 0. */
export class Records {
  readonly words: number;
  readonly #chunks: Int32Array<ArrayBuffer>[] = [];
  #count = 0;

  /** `words` is the width of a row. */
  constructor(words: number) {
    this.words = words;
  }

  /** Rows so far. */
  get count(): number {
    return this.#count;
  }

  /** Adds a row and gives its number. */
  append(): number {
    if ((this.#count & IN_CHUNK) === 0) this.#chunks.push(new Int32Array(CHUNK_ROWS * this.words));
    this.#count += 1;
    return this.#count - 1;
  }

  /** The chunk in which a row lies, and where in it. */
  chunkOf(row: number): Int32Array<ArrayBuffer> {
    const chunk = this.#chunks[row >>> CHUNK_BITS];
    if (chunk === undefined) throw new RangeError(`there is no row ${row}`);
    return chunk;
  }

  offsetOf(row: number): number {
    return (row & IN_CHUNK) * this.words;
  }

  get(row: number, word: number): number {
    return this.#chunks[row >>> CHUNK_BITS]?.[(row & IN_CHUNK) * this.words + word] ?? 0;
  }

  set(row: number, word: number, value: number): void {
    const chunk = this.#chunks[row >>> CHUNK_BITS];
    if (chunk !== undefined) chunk[(row & IN_CHUNK) * this.words + word] = value;
  }

  /** The rows as they lie in memory, chunk by chunk; the last one cut to what is used. */
  *chunks(): IterableIterator<Int32Array<ArrayBuffer>> {
    for (const [n, chunk] of this.#chunks.entries()) {
      yield chunk.subarray(0, Math.min(CHUNK_ROWS, this.#count - n * CHUNK_ROWS) * this.words);
    }
  }

  /** Adds the rows of a chunk taken from {@link chunks} of a table of the same width. Whole chunks first, in order. */
  appendChunk(words: Int32Array): void {
    const chunk = new Int32Array(CHUNK_ROWS * this.words);
    chunk.set(words);
    this.#chunks.push(chunk);
    this.#count += words.length / this.words;
  }
}
