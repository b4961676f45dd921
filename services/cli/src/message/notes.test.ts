import { parseAuthorityId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { shippedManifests } from '../message-type/registered.ts';
import type { Draft } from './draft.ts';
import { notesOn } from './notes.ts';

const author = parseAuthorityId('dvdv:xxx:1');
const messageId = parseMessageId('01234567-89ab-4def-8123-456789abcdef');
const draft = (code: string, version: string, parts: readonly string[]): Draft => {
  if (author === undefined || messageId === undefined) throw new Error('no identifiers');
  return {
    header: {
      ...{ messageId, messageType: { code, version }, author, addressee: { by: 'reader', reader: author } },
      ...{ distribution: [], processReference: {}, createdAt: '2026-01-05T10:00:00.000Z', testMessage: true },
    },
    parts: parts.map((id) => ({ id, role: 'payload', mediaType: 'application/xml', octets: new Uint8Array() })),
  };
};
const manifests = shippedManifests();

test('a message as its type has it needs no note; others hear what is unknown or missing, and what was meant', () => {
  const whole = manifests.find(({ code }) => code === 'gewerbeanzeige');
  const parts = (whole?.parts ?? []).flatMap(({ id, required }) => (id !== undefined && required ? [id] : []));
  expect(parts.length).toBeGreaterThan(0);
  expect(notesOn(draft('gewerbeanzeige', whole?.version ?? '', parts), manifests)).toEqual([]);
  expect(notesOn(draft('gewerbeanzeigen', '1.0', parts), manifests)).toEqual([
    expect.stringContaining('Did you mean gewerbeanzeige?'),
  ]);
  expect(notesOn(draft('gewerbeanzeige', '77.0', parts), manifests)).toEqual([expect.stringContaining('not in 77.0')]);
  const [first = '', ...others] = parts;
  expect(notesOn(draft('gewerbeanzeige', whole?.version ?? '', [...others, 'unsinn']), manifests)).toEqual([
    expect.stringContaining('no part "unsinn"'),
    expect.stringContaining(`needs the part "${first}"`),
  ]);
});
