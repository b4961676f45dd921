import { TextDecoder } from 'node:util';

/** Octets of a schema file → text. Schemas of standards come in more encodings than messages may. Pure. */

const BYTE_ORDER_MARKS: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

const encodingOf = (octets: Uint8Array): string => {
  for (const [mark, encoding] of BYTE_ORDER_MARKS)
    if (mark.every((octet, index) => octets[index] === octet)) return encoding;
  if (octets[0] === 0x3c && octets[1] === 0) return 'utf-16le';
  if (octets[0] === 0 && octets[1] === 0x3c) return 'utf-16be';
  const start = Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.length, 200)).toString('latin1');
  return /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']/.exec(start)?.[1] ?? 'utf-8';
};

/** The text of a schema file, or why its octets are none: an unknown encoding, octets that are not of it. */
export type SchemaText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

/** Decodes by byte order mark, declaration, or as UTF-8. */
export const schemaText = (octets: Uint8Array): SchemaText => {
  const encoding = encodingOf(octets);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    return { ok: false, why: `the encoding ${encoding} is not known` };
  }
  try {
    return { ok: true, text: decoder.decode(octets) };
  } catch {
    return { ok: false, why: `the octets are not ${encoding}` };
  }
};

/** The declaration of an encoding made to say UTF-8, in as many lines as before. */
export const declaredUtf8 = (text: string): string =>
  text.replace(/^(<\?xml[^>]*?\sencoding\s*=\s*)(["'])[^"']*\2/, '$1$2UTF-8$2');
