/**
 * ECDSA values: r‖s of fixed length, as XML signatures and JWS have them, and the DER sequence of two integers that
 * OpenSSL has. Node would convert as well, but only with the key inside an options object, which costs it more than
 * the signature itself.
 */

const SEQUENCE = 0x30;
const INTEGER = 0x02;
/** Lengths from here on are written in a second octet (X.690, section 8.1.3). */
const LONG = 0x80;

/** An unsigned number as DER integer: no needless leading zero, none taken for a sign. */
const toInteger = (number: Uint8Array): Buffer => {
  const first = number.findIndex((octet) => octet !== 0);
  const digits = first === -1 ? number.subarray(-1) : number.subarray(first);
  const sign = (digits[0] ?? 0) >= LONG ? [0] : [];
  return Buffer.from([INTEGER, sign.length + digits.length, ...sign, ...digits]);
};

/** r‖s → DER. */
export const toDer = (value: Uint8Array): Buffer => {
  const half = value.length / 2;
  const integers = Buffer.concat([toInteger(value.subarray(0, half)), toInteger(value.subarray(half))]);
  const { length } = integers;
  return Buffer.concat([Buffer.from(length < LONG ? [SEQUENCE, length] : [SEQUENCE, LONG | 1, length]), integers]);
};

/** DER, as OpenSSL has just made it, → r‖s of `octets` each. */
export const fromDer = (der: Uint8Array, octets: number): Buffer => {
  const value = Buffer.alloc(2 * octets);
  let at = (der[1] ?? 0) >= LONG ? 3 : 2;
  for (const end of [octets, 2 * octets]) {
    const length = der[at + 1] ?? 0;
    const integer = der.subarray(at + 2, at + 2 + length);
    const digits = integer[0] === 0 ? integer.subarray(1) : integer;
    value.set(digits, end - digits.length);
    at += 2 + length;
  }
  return value;
};
