import type { RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { anAuthority, authority, baseEntries, directoryOf } from '@dienstweg/schemas/directory/testing/directories.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { judgeSender } from './resolve.ts';

const AT = new Date('2026-03-02T10:00:00Z');
const [TOWN, PROVIDER] = [authority('town'), authority('provider')];
const OIN = 'oin:00000099000000000001' as AuthorityId;

test('who hands in is the author or a provider it mandated, by whichever of their identifiers they are named', () => {
  const withOin = (entry: RegistryEntry): RegistryEntry =>
    entry.kind === 'authority' && entry.authority !== TOWN ? { ...entry, otherIds: [OIN] } : entry;
  const directory = directoryOf(...baseEntries(), ...anAuthority('provider', 'provider').map(withOin), {
    kind: 'mandate',
    id: 'mandate',
    validFrom: '2026-01-01',
    provider: PROVIDER,
    author: TOWN,
    handIn: true,
    signs: [],
  });
  const judge = (author: AuthorityId, sender: AuthorityId | undefined, peer: AuthorityId) =>
    judgeSender(directory, { author, ...(sender === undefined ? {} : { sender }) }, peer, AT).ok;
  expect(judge(TOWN, PROVIDER, PROVIDER)).toBe(true);
  expect(judge(TOWN, OIN, PROVIDER)).toBe(true);
  expect(judge(OIN, undefined, PROVIDER)).toBe(true);
  expect(judge(TOWN, TOWN, PROVIDER)).toBe(false);
  expect(judge(OIN, undefined, TOWN)).toBe(false);
});
