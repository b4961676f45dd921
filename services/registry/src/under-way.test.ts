import type { RecordedReply } from '@dienstweg/schemas/bus/requests.ts';
import { expect, test } from '@jest/globals';
import { UnderWay } from './under-way.ts';

const JWS = 'e30.e30.c2ln';
const SIGNED_ANEW = 'e30.e30.b3RoZXI';
const OTHER = 'e30.eyJ4IjoxfQ.c2ln';

test('what takes long is answered "checking", and told to whoever asks again; it is begun once', async () => {
  using underWay = new UnderWay({ answerWithinMs: 5, keptMs: 60_000 });
  const recorded = Promise.withResolvers<RecordedReply>();
  expect(await underWay.begin('a', JWS, () => recorded.promise)).toEqual({ edition: 0, checking: true });
  expect(underWay.holds('a', SIGNED_ANEW)).toBe(true);
  expect(underWay.holds('a', OTHER)).toBe(false);
  expect(await underWay.again('a')).toEqual({ edition: 0, checking: true });
  recorded.resolve({ edition: 7 });
  await recorded.promise;
  expect(underWay.isRunning('a')).toBe(false);
  expect(await underWay.again('a')).toEqual({ edition: 7 });
  expect(underWay.holds('a', JWS)).toBe(false);
});

test('a refusal is heard by whoever asks again, and then forgotten', async () => {
  using underWay = new UnderWay({ answerWithinMs: 5, keptMs: 60_000 });
  const recorded = Promise.withResolvers<RecordedReply>();
  await underWay.begin('a', JWS, () => recorded.promise);
  recorded.reject(new Error('refused'));
  await expect(underWay.again('a')).rejects.toThrow('refused');
  expect(underWay.holds('a', JWS)).toBe(false);
});
