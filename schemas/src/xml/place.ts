/** Where something stands: 1-based, the column in characters (code points) of UTF-8. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const LINE_END = 0x0a;

/** Octets of UTF-8 that go on with a character instead of beginning one. */
const goesOn = (octet: number | undefined): boolean => octet !== undefined && (octet & 0xc0) === 0x80;

/** The place of one offset after another, which must not be before the one asked for last: the octets are walked once. */
export const placesInOrder = (octets: Uint8Array): ((offset: number) => Place) => {
  let line = 1;
  let column = 1;
  // a byte order mark is no character of the document
  let at = octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf ? 3 : 0;
  return (offset) => {
    for (let end = octets.indexOf(LINE_END, at); end !== -1 && end < offset; end = octets.indexOf(LINE_END, at)) {
      line += 1;
      column = 1;
      at = end + 1;
    }
    for (; at < offset; at += 1) if (!goesOn(octets[at])) column += 1;
    return { line, column };
  };
};

/** The place of an offset. */
export const placeOf = (octets: Uint8Array, offset: number): Place => placesInOrder(octets)(offset);
