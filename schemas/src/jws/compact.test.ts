import { describe, expect, test } from '@jest/globals';
import { compactSegments, octetsOfSegment } from './compact.ts';

describe('the compact form', () => {
  test('is three segments, blanks around them let pass', () => {
    expect(compactSegments(' eyJ9.cGF5.c2ln\n')).toEqual({ header: 'eyJ9', payload: 'cGF5', signature: 'c2ln' });
  });

  test.each(['', 'a', 'a.b', '.b.c', 'a..c', 'a.b.', 'a.b.c.d', 'a.b=.c', 'a.b c.d', 'a.bü.c', 'a.b/.c', 'a.b+.c'])(
    '%j is none',
    (text) => expect(compactSegments(text)).toBeUndefined(),
  );

  test('of a long segment the octets tell whether every character counts', () => {
    const long = Buffer.alloc(100_001, 7).toString('base64url');
    expect(octetsOfSegment(compactSegments(`a.${long}.c`)?.payload ?? '')).toHaveLength(100_001);
    for (const wrong of [`${long}.`, `=${long}`, `${long.slice(0, 50_000)} ${long.slice(50_000)}`])
      expect(octetsOfSegment(compactSegments(`a.${wrong}.c`)?.payload ?? wrong)).toBeUndefined();
  });
});
