/** Many short texts that differ, behind each other in large buffers instead of as objects. */

const CHUNK_BITS = 20;
const CHUNK_BYTES = 1 << CHUNK_BITS;
const IN_CHUNK = CHUNK_BYTES - 1;

/** Where a text lies: `wide` ones take two octets a character, all others one. */
export interface TextPlace {
  readonly at: number;
  readonly length: number;
  readonly wide: boolean;
}

const isWide = (text: string): boolean => {
  for (let n = 0; n < text.length; n += 1) if (text.charCodeAt(n) > 0xff) return true;
  return false;
};

/** A growing store of texts of at most a few thousand characters. Up to 4 GB. */
export class Octets {
  readonly #chunks: Buffer<ArrayBuffer>[] = [];
  #used = CHUNK_BYTES;

  /** Stores a text, every character of it as it is. */
  add(text: string): TextPlace {
    const wide = isWide(text);
    const size = wide ? 2 * text.length : text.length;
    if (this.#used + size > CHUNK_BYTES) {
      this.#chunks.push(Buffer.from(new ArrayBuffer(CHUNK_BYTES)));
      this.#used = 0;
    }
    const at = (this.#chunks.length - 1) * CHUNK_BYTES + this.#used;
    this.#chunks.at(-1)?.write(text, this.#used, wide ? 'utf16le' : 'latin1');
    this.#used += size;
    return { at, length: text.length, wide };
  }

  /** The text at a place. */
  text(at: number, length: number, wide: boolean): string {
    const from = at & IN_CHUNK;
    const chunk = this.#chunks[at >>> CHUNK_BITS];
    if (chunk === undefined) return '';
    return wide ? chunk.toString('utf16le', from, from + 2 * length) : chunk.toString('latin1', from, from + length);
  }

  /** The octets as they lie in memory, chunk by chunk; the last one cut to what is used. */
  *chunks(): IterableIterator<Buffer<ArrayBuffer>> {
    for (const [n, chunk] of this.#chunks.entries()) {
      yield n === this.#chunks.length - 1 ? chunk.subarray(0, this.#used) : chunk;
    }
  }

  /** Adds a chunk taken from {@link chunks}. Whole chunks first, in order. */
  appendChunk(octets: Uint8Array): void {
    const chunk = Buffer.from(new ArrayBuffer(CHUNK_BYTES));
    chunk.set(octets);
    this.#chunks.push(chunk);
    this.#used = octets.length;
  }
}
