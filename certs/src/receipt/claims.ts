/** Reads the claims of a receipt from JSON that nobody vouches for yet. */
import { RECEIPT_EVENTS, type ReceiptClaims } from '@dienstweg/schemas/receipt/claims.ts';

const EVENTS: readonly string[] = Object.values(RECEIPT_EVENTS);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 1000;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A reader's reason as people and programs read it: a short code in one line, and perhaps words. */
const isReason = (value: unknown): boolean => {
  if (value === undefined) return true;
  if (!isRecord(value)) return false;
  const { code, text } = value;
  const isCode = typeof code === 'string' && code !== '' && code.length <= 100 && !/[\p{Cc}\p{Cs}]/u.test(code);
  return isCode && (text === undefined || (typeof text === 'string' && text.length <= 4000));
};

/** The claims, if all that is required is there, one known event is attested and both kinds of digests are texts. */
export const readClaims = (value: unknown): ReceiptClaims | undefined => {
  if (!isRecord(value)) return undefined;
  const { iss, iat, jti, sub, txn, events } = value;
  const isTime = typeof iat === 'number' && Number.isSafeInteger(iat) && iat > 0;
  if (!isTime || ![iss, jti, sub, txn].every(isText) || !isRecord(events)) return undefined;
  const [event, ...more] = Object.entries(events);
  if (event === undefined || more.length > 0 || !EVENTS.includes(event[0]) || !isRecord(event[1])) return undefined;
  const { headerDigest, partDigests, deliveryId, reader, reason } = event[1];
  if (![deliveryId, reader].every((each) => each === undefined || isText(each)) || !isReason(reason)) return undefined;
  const areDigests = isText(headerDigest) && isRecord(partDigests) && Object.values(partDigests).every(isText);
  return areDigests ? (value as unknown as ReceiptClaims) : undefined;
};
