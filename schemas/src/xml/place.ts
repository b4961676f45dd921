/** 1-based line and column (in octets) of an offset. */
export const placeOf = (octets: Uint8Array, offset: number): { readonly line: number; readonly column: number } => {
  let line = 1;
  let lineStart = 0;
  for (let at = octets.indexOf(0x0a); at !== -1 && at < offset; at = octets.indexOf(0x0a, at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
};
