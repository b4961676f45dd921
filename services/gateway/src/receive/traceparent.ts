/** The trace a message belongs to (W3C Trace Context). */
import { randomUUID } from 'node:crypto';

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Node keeps random octets for UUIDs in store; 122 of 128 bits are random, which the standard allows. */
const hexOf = (uuid: string): string => uuid.replaceAll('-', '');

/** The caller's trace where it states a well-formed one, else a new one. */
export const traceparentOf = (stated: string | string[] | undefined): string =>
  typeof stated === 'string' && TRACEPARENT.test(stated)
    ? stated
    : `00-${hexOf(randomUUID())}-${hexOf(randomUUID()).slice(16)}-01`;
