/** What a running broker takes, from what the registry says and what the product brings. */
import type { MessageTypeEntry, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import { expect, test } from '@jest/globals';
import { typesOfBroker } from './broker-types.ts';
import { entryOfManifest, registeredEntry, shippedManifests } from './registered.ts';

const AT = new Date('2026-11-22T09:00:00Z');
const manifests = shippedManifests().filter(({ code }) => code === 'gewerbeanzeige');
const published = (rest: Partial<MessageTypeEntry>): MessageTypeEntry => ({
  kind: 'message-type',
  id: 'message-type/notice/1.0',
  messageTypeCode: 'notice',
  version: '1.0',
  names: { de: 'Anzeige' },
  digest: 'a'.repeat(64),
  validFrom: '2026-05-01',
  ...rest,
});

const shown = (...puts: readonly RegistryEntry[]): readonly string[] => {
  const fold = new RegistryFold();
  const change = { id: 'x', by: 'Ada', reason: 'decision', puts, closes: [] };
  if (puts.length > 0) fold.directory.apply(change, 7, new Date(0));
  return typesOfBroker(fold, manifests, AT).map(
    ({ code, version, state, origin, edition, by }) =>
      `${code} ${version} ${state} ${origin} ${edition ?? '-'} ${by ?? '-'}`,
  );
};
const PRODUCT = ['gewerbeanzeige 0.9 retired product - -', 'gewerbeanzeige 1.0 active product - -'];

test('without anything registered it is what the product brings', () => {
  expect(shown()).toEqual(PRODUCT);
});

test.each<[string, Partial<MessageTypeEntry>, string]>([
  ['a draft', { draft: true }, 'draft'],
  ['deprecated', { deprecatedFrom: '2026-11-22' }, 'deprecated'],
  ['not deprecated yet', { deprecatedFrom: '2026-11-23' }, 'active'],
  ['retired', { validUntil: '2026-11-22' }, 'retired'],
  ['taken back before its first day', { validUntil: '2026-05-01' }, 'retired'],
])('a published version is %s as the registry says', (_what, rest, state) => {
  expect(shown(published(rest))).toEqual([...PRODUCT, `notice 1.0 ${state} published 7 Ada`]);
});

test('what the registry says of a version of the product counts, and what was taken back does not', () => {
  const manifest = manifests.find(({ version }) => version === '1.0');
  if (manifest === undefined) throw new Error('the product has no gewerbeanzeige 1.0');
  const entry = entryOfManifest(manifest);
  expect(shown({ ...entry, deprecatedFrom: '2026-01-01' })).toEqual([
    PRODUCT[0],
    'gewerbeanzeige 1.0 deprecated product 7 Ada',
  ]);
  expect(shown({ ...entry, validUntil: entry.validFrom })).toEqual(PRODUCT);
  expect(registeredEntry(new RegistryFold().directory, 'gewerbeanzeige', '1.0')).toBeUndefined();
});
