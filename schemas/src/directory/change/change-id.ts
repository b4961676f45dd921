/** An id for a change that is always the same for the same content, so that whoever repeats it records it once. */
import { createHash } from 'node:crypto';

/** A UUID (version 8, RFC 9562) of anything JSON can hold; the order of members counts. */
export const changeIdOf = (content: unknown): string => {
  const digest = createHash('sha256').update(JSON.stringify(content)).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};
