import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parseAuthorityId, parseMessageId } from '../identifiers.ts';
import type { DistributionLine, MessageHeader, PartInfo } from '../message.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from './catalog.ts';
import type { MessageType } from './message-type.ts';
import { manifestReader } from './read-manifest.ts';

const catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
afterAll(() => catalog[Symbol.dispose]());

const NOTICE = { code: 'gewerbeanzeige', version: '1.0' };
const notice = (): MessageType => {
  const found = catalog.find(NOTICE, '2026-11-22');
  if (found.state !== 'in-force') throw new Error(found.state);
  return found.type;
};
const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not of its form');
  return value;
};
const part = (id: string, rest: Partial<PartInfo> = {}): PartInfo => ({
  id,
  role: 'payload',
  mediaType: 'application/xml',
  sizeBytes: 3,
  digest: '',
  location: 'inline',
  ...rest,
});
const header = (parts: readonly PartInfo[], distribution: readonly DistributionLine[] = []): MessageHeader => ({
  messageId: known(parseMessageId('01234567-89ab-4def-8123-456789abcdef')),
  messageType: NOTICE,
  author: known(parseAuthorityId('dvdv:xga:990100007007')),
  addressee: { by: 'reader', reader: known(parseAuthorityId('dvdv:fin:990100000000')) },
  distribution,
  processReference: {},
  createdAt: '2026-11-22T09:00:00Z',
  testMessage: true,
  parts,
});
const codes = (found: readonly { code: string }[]) => found.map(({ code }) => code);

describe('a catalog', () => {
  test('tells a type in force from one that is not yet, no longer, or not at all', () => {
    expect(catalog.find(NOTICE, '2024-11-01').state).toBe('in-force');
    expect(catalog.find(NOTICE, '2024-10-31')).toEqual({ state: 'not-in-force', validFrom: '2024-11-01' });
    expect(catalog.find({ ...NOTICE, version: '0.9' }, '2024-10-31')).toEqual({
      state: 'not-in-force',
      validFrom: '2023-05-01',
      validUntil: '2024-11-01',
    });
    expect(catalog.find({ ...NOTICE, version: '7.0' }, '2026-11-22')).toEqual({ state: 'unknown' });
  });

  test('refuses to load, naming every mistake of every folder', () => {
    const root = mkdtempSync(join(tmpdir(), 'message-types-'));
    try {
      mkdirSync(join(root, 'empty', '1.0'), { recursive: true });
      mkdirSync(join(root, 'other', '1.0'), { recursive: true });
      const folder = join(MESSAGE_TYPES_FOLDER, 'pruefstand.nachricht', '1.0');
      writeFileSync(join(root, 'other', '1.0', 'message-type.yaml'), readFileSync(join(folder, 'message-type.yaml')));
      expect(() => loadMessageTypes([root])).toThrow(
        'empty/1.0: there is no message-type.yaml\nother/1.0: the manifest says pruefstand.nachricht/1.0',
      );
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

test('types share the same copies of what they have in common', () => {
  const copies = new Map<string, Set<string>>();
  for (const { folder } of catalog.list())
    for (const name of readdirSync(join(folder, 'schema')).filter((file) => file.startsWith('basis')))
      copies.set(name, (copies.get(name) ?? new Set()).add(readFileSync(join(folder, 'schema', name), 'utf8')));
  expect([...copies].map(([name, texts]) => [name, texts.size]).sort()).toEqual([
    ['basis-namen.xsd', 1],
    ['basis-orte.xsd', 1],
    ['basis-vorgang.xsd', 1],
    ['basis.xsd', 1],
  ]);
});

describe('a manifest', () => {
  const text = readFileSync(join(MESSAGE_TYPES_FOLDER, 'gewerbeanzeige', '1.0', 'message-type.yaml'), 'utf8');
  const mistakes = (changed: string) => {
    const reading = manifestReader()(changed);
    return reading.ok ? [] : reading.mistakes;
  };

  test.each([
    ['a misspelt member', text.replace('validFrom', 'validForm'), 'validForm'],
    ['an unknown state', text.replace('state: active', 'state: alive'), 'draft, active, deprecated, retired'],
    ['a prefix nobody declared', text.replace('/t:kern/t:kopf/b:version', '/t:kern/x:version'), 'prefix x'],
    ['a role that is to get a part that is not there', text.replace('persons, craft', 'person, craft'), 'part person'],
    ['an XPath that searches the whole document', text.replace('xpath: /t:kern', 'xpath: //t:kern'), 'xpath'],
    [
      'a family of parts whose pattern explodes',
      text.replace(/idPattern: .*/, 'idPattern: "(a|aa)+b"'),
      'repeats a group with a choice or a repetition in it',
    ],
    ['no YAML at all', 'a: [', ''],
  ])('with %s is told what is wrong', (_what, changed, named) => {
    expect(changed).not.toBe(text);
    expect(mistakes(changed).join('\n')).toContain(named);
    expect(mistakes(changed)).not.toEqual([]);
  });
});

describe('a message type', () => {
  test('knows its parts: neither others, nor other roles or media types, nor larger ones', () => {
    const octets = new TextEncoder().encode('<a/>');
    expect(codes(notice().checkPart(part('plan'), octets, 'de'))).toEqual(['schema-violation']);
    expect(codes(notice().checkPart(part('core', { mediaType: 'text/xml' }), octets, 'de'))).toEqual([
      'schema-violation',
    ]);
    expect(codes(notice().checkPart(part('core', { sizeBytes: 200_001 }), octets, 'de'))).toEqual(['too-large']);
    const plan = part('attachment12', { role: 'attachment', mediaType: 'application/pdf' });
    expect(notice().checkPart(plan, octets, 'de')).toEqual([]);
  });

  test('wants its required parts, and lets no role have more than its own', () => {
    const to = (role: string, ...parts: string[]): DistributionLine => ({ to: { role }, parts });
    expect(codes(notice().checkHeader(header([part('tax')]), new Map(), 'nl'))).toEqual(['part-missing']);
    const parts = [part('core'), part('tax')];
    const given = [to('tax-office', 'core', 'tax'), to('trade-supervision', 'core', 'tax'), to('archive', 'core')];
    expect(notice().checkHeader(header(parts, given), new Map(), 'en')).toMatchObject([
      { code: 'rule-violation', part: 'tax', expected: 'core' },
      { code: 'rule-violation' },
    ]);
    const whole = { role: 'attachment', mediaType: 'application/pdf' } as const;
    const withPlan = [part('core'), part('attachment7', whole)];
    const lines = [to('responsible', 'core', 'attachment7'), to('tax-office', 'attachment7')];
    expect(notice().checkHeader(header(withPlan, lines), new Map(), 'en')).toMatchObject([
      { code: 'rule-violation', part: 'attachment7' },
    ]);
  });
});
