/** The compact form of a JWS (RFC 7515, 7.1): three segments with dots between. */

/** The segments as they stand, nothing of them decoded. */
export interface CompactSegments {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
}

const OTHER_THAN_BASE64URL = /[^\w-]/;
/** Longer segments are not looked through: their octets are counted after decoding, which passes over what is none. */
const SHORT = 65_536;

const isSegment = (text: string): boolean =>
  text.length > 0 && (text.length > SHORT || !OTHER_THAN_BASE64URL.test(text));

/** The segments of a compact JWS, blanks around it let pass; `undefined` if it is none. */
export const compactSegments = (jws: string): CompactSegments | undefined => {
  const text = jws.trim();
  const first = text.indexOf('.');
  const last = text.lastIndexOf('.');
  if (first < 0 || first === last) return undefined;
  const header = text.slice(0, first);
  const payload = text.slice(first + 1, last);
  const signature = text.slice(last + 1);
  return [header, payload, signature].every(isSegment) ? { header, payload, signature } : undefined;
};

/** The octets of a segment; `undefined` where a character of it is none of the alphabet. */
export const octetsOfSegment = (segment: string): Buffer<ArrayBuffer> | undefined => {
  const octets = Buffer.from(segment, 'base64url');
  return octets.length === Math.floor((segment.length * 3) / 4) ? octets : undefined;
};
