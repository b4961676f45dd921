/** The trace a message belongs to (W3C Trace Context). */
import { randomBytes } from 'node:crypto';

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's trace where it states a well-formed one, else a new one. */
export const traceparentOf = (stated: string | string[] | undefined): string =>
  typeof stated === 'string' && TRACEPARENT.test(stated)
    ? stated
    : `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
