import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import { expect, test } from '@jest/globals';
import { notDraft } from './change-standing.ts';
import { entryOfManifest, shippedManifests } from './registered.ts';

test('a draft is not deprecated: it could never come into force any more', () => {
  const [manifest] = shippedManifests();
  if (manifest === undefined) throw new Error('no message type');
  const entry = { ...entryOfManifest(manifest), draft: false };
  expect(notDraft(entry)).toEqual(entry);
  expect(() => notDraft({ ...entry, draft: true })).toThrow(ProblemError);
});
