import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { algorithmByName, octetsOfValue, signValue, verifyValue } from './algorithms.ts';
import { fromDer, toDer } from './ecdsa-value.ts';

const CURVES = [
  ['ecdsa-sha256', 'P-256', 'sha256', 32],
  ['ecdsa-sha384', 'P-384', 'sha384', 48],
  ['ecdsa-sha512', 'P-521', 'sha512', 66],
] as const;

describe.each(CURVES)('ECDSA values of %s', (name, namedCurve, hash, octets) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  const algorithm = algorithmByName(name);
  const raw = { dsaEncoding: 'ieee-p1363' } as const;

  // enough of them that short integers and such with a high first bit are among them
  test.each(Array.from({ length: 40 }, (_, place) => place))('are those that Node makes and reads (%i)', (place) => {
    const data = Buffer.from(`octets ${place}`);
    const ours = signValue(algorithm, privateKey, data);
    expect(ours).toHaveLength(octetsOfValue(algorithm, publicKey));
    expect(verify(hash, data, { key: publicKey, ...raw }, ours)).toBe(true);
    const theirs = sign(hash, data, { key: privateKey, ...raw });
    expect(verifyValue(algorithm, publicKey, data, theirs)).toBe(true);
    expect(verifyValue(algorithm, publicKey, Buffer.from('others'), theirs)).toBe(false);
    expect(fromDer(toDer(theirs), octets)).toEqual(theirs);
  });

  test('zero and numbers out of range are no signature', () => {
    for (const octet of [0, 1, 0x7f, 0x80, 0xff])
      expect(verifyValue(algorithm, publicKey, Buffer.from('x'), Buffer.alloc(2 * octets, octet))).toBe(false);
  });
});
