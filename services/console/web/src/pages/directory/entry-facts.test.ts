import type { RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { describe, expect, test } from '@jest/globals';
import { changedFacts, factsOf } from './entry-facts.ts';

const endpoint = (url: string): RegistryEntry =>
  ({
    kind: 'endpoint',
    id: 'e',
    validFrom: '2026-01-01',
    authority: 'dvdv:xga',
    environment: 'test',
    channel: { type: 'push', url, tlsFingerprint: 'ab' },
    takes: [{ code: 'a', version: '1.0' }],
  }) as unknown as RegistryEntry;

describe('an entry of the registry', () => {
  test('is told by its values, wherever they stand', () => {
    expect(factsOf(endpoint('https://a'))).toContainEqual({ name: 'channel.url', value: 'https://a' });
    expect(factsOf(endpoint('https://a'))).toContainEqual({ name: 'takes[1].version', value: '1.0' });
  });

  test('that was changed shows what differs; a new one shows all', () => {
    const [before, after] = [endpoint('https://a'), endpoint('https://b')];
    const fields = [{ field: 'channel', before: { url: 'https://a' }, after: { url: 'https://b' } }];
    expect(changedFacts({ is: 'changed', id: 'e', kind: 'endpoint', before, after, fields })).toEqual([
      { name: 'channel', before: 'url: https://a', after: 'url: https://b' },
    ]);
    expect(changedFacts({ is: 'added', id: 'e', kind: 'endpoint', after, fields: [] })).toContainEqual({
      name: 'channel.url',
      after: 'https://b',
    });
  });
});
