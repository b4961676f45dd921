/** Who is told when a version is retired. */
import type { EndpointEntry, MessageTypeEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { typesOfBroker } from './broker-types.ts';
import { gapLines, gapsByRetiring } from './gaps.ts';
import { shippedManifests } from './registered.ts';

const TODAY = '2026-11-22';
const reader = (name: string): AuthorityId => `dvdv:xga:${name}` as AuthorityId;
const taking = (name: string, code: string, ...versions: readonly string[]): EndpointEntry => ({
  kind: 'endpoint',
  id: name,
  validFrom: '2026-01-01',
  authority: reader(name),
  environment: 'test',
  channel: { type: 'mailbox' },
  takes: versions.map((version) => ({ code, version })),
});
const published = (version: string): MessageTypeEntry => ({
  kind: 'message-type',
  id: `message-type/notice/${version}`,
  messageTypeCode: 'notice',
  version,
  names: { de: 'Anzeige' },
  digest: 'a'.repeat(64),
  validFrom: '2026-05-01',
});

const leftWithout = (code: string, version: string, ...puts: readonly (EndpointEntry | MessageTypeEntry)[]) => {
  const { directory } = new RegistryFold();
  directory.apply({ id: 'x', by: 'Ada', reason: 'decision', puts, closes: [] }, 1, new Date(0));
  const types = typesOfBroker({ directory }, shippedManifests(), new Date(`${TODAY}T09:00:00Z`));
  return gapsByRetiring(directory, types, { code, version, validUntil: '2027-01-01' }, TODAY);
};

test('whoever takes no other version that is in force is left without one', () => {
  const readers = [
    taking('old', 'notice', '1.0'),
    taking('both', 'notice', '1.0', '1.1'),
    taking('new', 'notice', '1.1'),
  ];
  const gaps = leftWithout('notice', '1.0', published('1.0'), published('1.1'), ...readers);
  expect(gaps).toEqual([{ reader: reader('old'), from: '2027-01-01' }]);
  expect(gapLines(gaps)).toEqual(['! dvdv:xga:old takes no version in force from 2027-01-01 on']);
});

test('a version that was never published does not help', () => {
  const gaps = leftWithout('notice', '1.0', published('1.0'), taking('ahead', 'notice', '1.0', '2.0'));
  expect(gaps).toEqual([{ reader: reader('ahead'), from: '2027-01-01' }]);
});

test('a gap that is there already does not come about by it, and one of a type of the product does', () => {
  expect(leftWithout('notice', '1.0', published('1.0'), taking('gone', 'notice', '0.9'))).toEqual([]);
  const shipped = taking('shop', 'gewerbeanzeige', '0.9', '1.0');
  expect(leftWithout('gewerbeanzeige', '1.0', shipped)).toEqual([{ reader: reader('shop'), from: '2027-01-01' }]);
});
