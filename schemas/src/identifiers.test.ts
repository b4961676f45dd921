import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  fromToken,
  parseAuthorityId,
  parseFingerprint,
  parseMessageId,
  parseRegionId,
  parseServiceId,
  schemeAndValue,
  toToken,
} from './identifiers.ts';

describe('identifiers', () => {
  test.each([
    'dvdv:töj:990101000000',
    'dvdv:MELDID:1',
    'dvdv:ags:99010007',
    'oin:00000099000000000001',
    'iso6523:0204:991-01234-44',
    'x:a/b#1',
  ])('takes %s', (text) => {
    expect(parseAuthorityId(text)).toBe(text);
  });

  test.each([
    '',
    'oin',
    ':1',
    'oin:',
    'oin:1',
    'OIN:00000099000000000001',
    'dvdv:a b',
    'dvdv:a*',
    'dvdv:a>',
    'dvdv:a\n',
    'dvdv:990101000000',
    'dvdv:x1:990101000000',
    'dvdv:xga:９９０１０１０００００００',
    'dvdv:xga:٩٩٠١',
    'dvdv:ｘｇａ:990101000000',
    'dvdv:to\u0308j:990101000000',
    'dvdv:xga:99\ufb01',
    'dvdv:xga:',
    'iso6523:991-01234-44',
    `dvdv:xga:${'a'.repeat(121)}`,
  ])('refuses %j', (text) => {
    expect(parseAuthorityId(text)).toBeUndefined();
  });

  test('schemes have their forms', () => {
    expect(parseServiceId('leika:99050012104000')).toBeDefined();
    expect(parseServiceId('leika:9905001210400')).toBeUndefined();
    expect(parseRegionId('ars:990101000000')).toBeDefined();
    expect(parseRegionId('ars:9901')).toBeUndefined();
    expect(parseRegionId('ags:99010007')).toBeDefined();
    expect(parseRegionId('ags:990100070')).toBeUndefined();
    expect(parseRegionId('nl-gemeente:37')).toBeUndefined();
    expect(parseRegionId('nuts:DE94')).toBeDefined();
    expect(parseRegionId('nuts:de94')).toBeUndefined();
  });

  test('the scheme ends at the first colon', () => {
    const id = parseAuthorityId('dvdv:xga:99');
    expect(id && schemeAndValue(id)).toEqual({ scheme: 'dvdv', value: 'xga:99' });
  });

  test('message ids and fingerprints have one form', () => {
    expect(parseMessageId('urn:uuid:01234567-89AB-4DEF-8123-456789ABCDEF')).toBe(
      '01234567-89ab-4def-8123-456789abcdef',
    );
    expect(parseMessageId('01234567-89ab-4def-8123-456789abcde')).toBeUndefined();
    expect(parseFingerprint(`${'AB:'.repeat(31)}AB`)).toBe('ab'.repeat(32));
    expect(parseFingerprint('ab')).toBeUndefined();
  });
});

describe('tokens', () => {
  test('every text comes back, and tokens have no character that means something to NATS or a path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const token = toToken(text);
        expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(fromToken(token)).toBe(text);
      }),
    );
  });

  test('different texts have different tokens, also where the text looks like one', () => {
    expect(toToken('a_3A')).not.toBe(toToken('a:'));
  });

  test.each(['', 'a.b', 'a_3', 'a_3a', '_FF', 'a b'])('%j is no token', (text) => {
    expect(fromToken(text)).toBeUndefined();
  });
});
