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

/** A growing store of texts of at most a few thousand characters. Up to 4 GB. */
export class Octets {
  readonly #chunks: Buffer<ArrayBuffer>[] = [];
  #used = CHUNK_BYTES;

  /** Stores a text, every character of it as it is. */
  add(text: string): TextPlace {
    const { length } = text;
    const chunk = this.#room(length);
    const at = this.#used;
    // short texts are written faster here than by a call of the buffer
    for (let n = 0; n < length; n += 1) {
      const character = text.charCodeAt(n);
      if (character > 0xff) return this.#addWide(text);
      chunk[at + n] = character;
    }
    this.#used += length;
    return { at: this.#placeOf(at), length, wide: false };
  }

  /** The text at a place. */
  text(at: number, length: number, wide: boolean): string {
    const from = at & IN_CHUNK;
    const chunk = this.#chunks[at >>> CHUNK_BITS];
    if (chunk === undefined) return '';
    return wide ? chunk.toString('utf16le', from, from + 2 * length) : chunk.toString('latin1', from, from + length);
  }

  #addWide(text: string): TextPlace {
    const chunk = this.#room(2 * text.length);
    const at = this.#used;
    this.#used += chunk.write(text, at, 'utf16le');
    return { at: this.#placeOf(at), length: text.length, wide: true };
  }

  #placeOf(at: number): number {
    return (this.#chunks.length - 1) * CHUNK_BYTES + at;
  }

  /** The last chunk, with room for so many octets. */
  #room(size: number): Buffer<ArrayBuffer> {
    const last = this.#chunks.at(-1);
    if (last !== undefined && this.#used + size <= CHUNK_BYTES) return last;
    const chunk = Buffer.from(new ArrayBuffer(CHUNK_BYTES));
    this.#chunks.push(chunk);
    this.#used = 0;
    return chunk;
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
