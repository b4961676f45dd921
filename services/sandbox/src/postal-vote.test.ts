/** The generated types are those of today's schemas, and what is written with them is valid. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { checkSample } from '@dienstweg/schemas/message-types/samples.ts';
import { typesOfMessage } from '@dienstweg/schemas/types-of/type-of-message.ts';
import { afterAll, expect, test } from '@jest/globals';
import { APPLICATION, CONFIRMATION, readApplication, writeConfirmation } from './postal-vote.ts';

const catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
afterAll(() => catalog[Symbol.dispose]());
const typeOf = (code: string) => {
  const type = catalog.list().find(({ manifest }) => manifest.code === code);
  if (type === undefined) throw new Error(code);
  return type;
};

test.each([APPLICATION, CONFIRMATION])('the types of %s are generated from its schema as it stands', (code) => {
  expect(readFileSync(join(import.meta.dirname, 'generated', `${code}.ts`), 'utf8')).toBe(typesOfMessage(typeOf(code)));
});

test.each([
  ['abholung.xml', 'abholung'],
  ['an-wohnung.xml', 'brief'],
  ['nach-groningen.xml', 'auslandsbrief'],
])('an application is read, and confirmed as its schema and rules demand: %s', (file, papersBy) => {
  const filed = readApplication(readFileSync(join(typeOf(APPLICATION).folder, 'samples', 'valid', file)));
  expect(filed).toEqual({ electionDay: '2027-01-31', papersBy });
  const octets = writeConfirmation(
    {
      author: 'dvdv:wah:990100007007' as AuthorityId,
      reader: 'dvdv:por:990000000001' as AuthorityId,
      requester: 'EM & <1>',
      responder: '12-W/1',
    },
    filed,
    new Date('2026-12-21T08:00:00.123Z'),
  );
  const how = { at: new Date('2026-12-21T08:00:00Z'), language: 'en' } as const;
  expect(checkSample(typeOf(CONFIRMATION), { part: 'core', octets }, how)).toEqual([]);
  expect(Buffer.from(octets).toString()).toContain(`<versandart>${papersBy}</versandart>`.replace(/<(\/?)/g, '<$1t:'));
});
