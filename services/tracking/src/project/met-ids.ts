/**
 * Ids that were met since the view was empty, as bits (a Bloom filter): it says for sure that one was never met, and
 * takes one for met that was not now and then. Spares looking in the view for what cannot be there. Always 4 MB.
 */

const BITS = 2 ** 25;
/** Bits of an id. */
const MARKS = 3;

/** Ids that were met. */
export interface MetIds {
  /** Whether it may have been met; from now on it was. */
  meet(id: string): boolean;
}

/** None was met yet. */
export const noneMet = (): MetIds => {
  const words = new Uint32Array(BITS / 32);
  return {
    meet: (id) => {
      let one = 0x811c9dc5;
      let other = 0x9747b28c;
      for (let n = 0; n < id.length; n += 1) {
        const code = id.charCodeAt(n);
        one = Math.imul(one ^ code, 0x01000193);
        other = Math.imul(other ^ code, 0x85ebca6b);
      }
      let isMet = true;
      for (let mark = 0; mark < MARKS; mark += 1) {
        const bit = (one + Math.imul(mark, other | 1) + (one >>> 15)) >>> 7;
        const [word, mask] = [bit >>> 5, 1 << (bit & 31)];
        const known = words[word] ?? 0;
        if ((known & mask) !== 0) continue;
        isMet = false;
        words[word] = known | mask;
      }
      return isMet;
    },
  };
};
