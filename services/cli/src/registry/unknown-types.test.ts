import type { RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { expect, test } from '@jest/globals';
import { unknownTypes } from './unknown-types.ts';

const KNOWN = [
  { code: 'wohngeld.antrag', version: '1.0' },
  { code: 'wohngeld.antrag', version: '1.1' },
];
const endpoint = (...takes: readonly { code: string; version: string }[]) =>
  ({ kind: 'endpoint', takes }) as unknown as RegistryEntry;
const permission = (messageTypeCode: string) => ({ kind: 'permission', messageTypeCode }) as unknown as RegistryEntry;

test('a message type that is mistyped in an entry is told, once, with the one meant', () => {
  const entries = [
    endpoint({ code: 'wohngeld.antrag', version: '1.1' }, { code: 'wohngeld.antrag', version: '2.0' }),
    permission('wohngeld.antarg'),
    permission('wohngeld.antarg'),
    permission('bauakte.abgabe'),
    permission('wohngeld.antrag'),
  ];
  expect(unknownTypes(entries, KNOWN)).toEqual([
    'No version 2.0 of wohngeld.antrag is known here; there is 1.0, 1.1.',
    'No message type wohngeld.antarg is known here. Did you mean wohngeld.antrag?',
    'No message type bauakte.abgabe is known here.',
  ]);
});
