import { isUtf8 } from 'node:buffer';

/** Why octets are not the UTF-8 that is asked for. `offset` is that of the line it is on where the exact one is unknown. */
export interface EncodingFault {
  readonly kind: 'not-utf8' | 'declared';
  readonly offset: number;
  /** The encoding that was declared or recognised. */
  readonly encoding?: string;
}

const BOM_UTF8 = [0xef, 0xbb, 0xbf] as const;

const firstBadLine = (octets: Uint8Array): number => {
  let start = 0;
  while (start < octets.length) {
    const newline = octets.indexOf(0x0a, start);
    const end = newline === -1 ? octets.length : newline + 1;
    if (!isUtf8(octets.subarray(start, end))) return start;
    start = end;
  }
  return 0;
};

const isUtf16 = (octets: Uint8Array): boolean => {
  const [a, b] = octets;
  return (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || a === 0 || b === 0;
};

/**
 * Refuses everything but UTF-8 (a byte order mark is allowed): octets that are not, UTF-16 and UTF-32 however they are
 * marked, and declarations of another encoding, even where the octets would do. Afterwards the parser is told UTF-8, so
 * it cannot read anything else than what was checked.
 */
export const encodingFault = (octets: Uint8Array): EncodingFault | undefined => {
  if (isUtf16(octets)) return { kind: 'not-utf8', offset: 0, encoding: 'UTF-16' };
  if (!isUtf8(octets)) return { kind: 'not-utf8', offset: firstBadLine(octets) };
  const start = BOM_UTF8.every((octet, i) => octets[i] === octet) ? BOM_UTF8.length : 0;
  const view = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  if (view.toString('latin1', start, start + 5) !== '<?xml') return undefined;
  const declaration = view.toString('latin1', start, Math.max(start, view.indexOf('?>', start, 'latin1')));
  const encoding = /\sencoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1];
  return encoding === undefined || encoding.toUpperCase() === 'UTF-8'
    ? undefined
    : { kind: 'declared', offset: start, encoding };
};
