import type { HeaderLines } from '../envelope/read-header.ts';

/** Where a violation stands: the path, and the line where it is known. */
export const placeIn = (lines: HeaderLines, xpath: string): { readonly xpath: string; readonly line?: number } => {
  const line = lines.get(xpath);
  return line === undefined ? { xpath } : { xpath, line };
};
