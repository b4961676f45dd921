/** The digest by which one receipt names another. */
import { createHash } from 'node:crypto';

/** Base64url SHA-256 of a receipt (its compact form, as ASCII): the member `previous` of the receipt that follows. */
export const receiptDigest = (jws: string): string => createHash('sha256').update(jws, 'ascii').digest('base64url');
