/** Reads the claims of a receipt from JSON that nobody vouches for yet. */
import { isPlainLine, isPlainText } from '@dienstweg/schemas/plain-text.ts';
import { RECEIPT_EVENTS, type ReceiptClaims } from '@dienstweg/schemas/receipt/claims.ts';

const EVENTS: readonly string[] = Object.values(RECEIPT_EVENTS);
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 1000 && isPlainLine(value);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A reader's reason as people and programs read it: a short code in one line, and perhaps words. */
const isReason = (value: unknown): boolean => {
  if (!isRecord(value)) return false;
  const { code, text } = value;
  const isCode = typeof code === 'string' && code !== '' && code.length <= 100 && isPlainLine(code);
  return isCode && (text === undefined || (typeof text === 'string' && text.length <= 4000 && isPlainText(text)));
};

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const isRoutedReader = (value: unknown): boolean =>
  isRecord(value) &&
  [value.authority, value.deliveryId, value.role].every(isText) &&
  isTexts(value.parts) &&
  (value.entry === undefined || isText(value.entry));

/** What each member that may be absent is, where it is there: who shows or compares it need not ask again. */
const OPTIONAL: Readonly<Record<string, (value: unknown) => boolean>> = {
  deliveryId: isText,
  reader: isText,
  readers: (value) => Array.isArray(value) && value.every(isRoutedReader),
  registry: (value) => isRecord(value) && Number.isSafeInteger(value.edition) && isText(value.at),
  attempt: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  // the form of a problem code; which there are depends on the release that wrote it
  code: (value) => typeof value === 'string' && /^[a-z0-9-]{1,100}$/.test(value),
  reason: isReason,
  previous: (value) => typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value),
};

/** The claims, if all that is required is there, one known event is attested and its members are of their types. */
export const readClaims = (value: unknown): ReceiptClaims | undefined => {
  if (!isRecord(value)) return undefined;
  const { iss, iat, jti, sub, txn, events } = value;
  const isTime = typeof iat === 'number' && Number.isSafeInteger(iat) && iat > 0;
  if (!isTime || ![iss, jti, sub, txn].every(isText) || !isRecord(events)) return undefined;
  const [event, ...more] = Object.entries(events);
  if (event === undefined || more.length > 0 || !EVENTS.includes(event[0]) || !isRecord(event[1])) return undefined;
  const { headerDigest, partDigests, ...others } = event[1];
  if (Object.entries(OPTIONAL).some(([name, fits]) => others[name] !== undefined && !fits(others[name])))
    return undefined;
  const areDigests = isText(headerDigest) && isRecord(partDigests) && Object.values(partDigests).every(isText);
  return areDigests ? (value as unknown as ReceiptClaims) : undefined;
};
