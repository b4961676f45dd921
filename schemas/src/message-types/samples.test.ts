/** Every sample of every message type: the valid ones are, the invalid ones are found out, at the right place. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type AuthorityId, parseAuthorityId, parseMessageId } from '../identifiers.ts';
import type { MessageHeader, PartInfo } from '../message.ts';
import type { Violation } from '../problems/problem.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from './catalog.ts';
import type { MessageType } from './message-type.ts';

const catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
afterAll(() => catalog[Symbol.dispose]());

/** What an invalid sample must be refused for; author and reader of the envelope where the payload contradicts them. */
interface Expected {
  readonly part: string;
  readonly author?: string;
  readonly reader?: string;
  readonly violations: readonly { readonly code: string; readonly xpath?: string; readonly line?: number }[];
}

const authority = (text: string): AuthorityId => {
  const id = parseAuthorityId(text);
  if (id === undefined) throw new Error(text);
  return id;
};

/** Author or reader in the head of a payload. */
const claimedBy = (xml: string, element: 'autor' | 'leser'): AuthorityId | undefined => {
  const found = new RegExp(`<b:${element}>\\s*<b:kennung>([^<]+)`).exec(xml) ?? /<(Autor)>([^<]+)/.exec(xml);
  const id = found?.at(-1);
  return id === undefined ? undefined : authority(id);
};

/** Who the envelope says it is from and for, where nothing else is stated: what the payload says. */
const envelopeOf = (xml: string, { author, reader }: { author?: string; reader?: string } = {}) => {
  const nobody = authority('dvdv:xxx:1');
  return {
    author: author === undefined ? (claimedBy(xml, 'autor') ?? nobody) : authority(author),
    reader: reader === undefined ? (claimedBy(xml, 'leser') ?? nobody) : authority(reader),
  };
};

const headerFor = (type: MessageType, parts: readonly PartInfo[], author: AuthorityId, reader: AuthorityId) => {
  const messageId = parseMessageId('01234567-89ab-4def-8123-456789abcdef');
  if (messageId === undefined) throw new Error('no message id');
  const header: MessageHeader = {
    messageId,
    messageType: { code: type.manifest.code, version: type.manifest.version },
    author,
    addressee: { by: 'reader', reader },
    distribution: [],
    processReference: {},
    createdAt: '2026-11-22T09:00:00Z',
    testMessage: true,
    parts,
  };
  return header;
};

const partInfo = (type: MessageType, id: string, sizeBytes: number): PartInfo => {
  const rule = type.manifest.parts.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`no part ${id}`);
  return { id, role: rule.role, mediaType: rule.mediaType, sizeBytes, digest: '', location: 'inline' };
};

/** Everything the type says against one part of a message, as far as it concerns that part. */
const examinePart = (
  type: MessageType,
  id: string,
  octets: Buffer,
  said: { author: AuthorityId; reader: AuthorityId },
) => {
  const part = partInfo(type, id, octets.length);
  const found: readonly Violation[] = type.checkPart(part, octets, 'en');
  if (found.length > 0) return found;
  const header = headerFor(type, [part], said.author, said.reader);
  const payloads = new Map([[id, octets]]);
  const contradicted = type.checkHeader(header, payloads, 'en').filter(({ code }) => code !== 'part-missing');
  const how = { at: new Date('2026-11-22T12:00:00Z'), language: 'en' } as const;
  return contradicted.length > 0 ? contradicted : (type.checkContents?.(header, payloads, how) ?? []);
};

const rootOf = (xml: string): string | undefined => /<(?:\w+:)?(\w+) xmlns/.exec(xml)?.[1];

const filesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];

describe.each(catalog.list().map((type) => ({ name: `${type.manifest.code} ${type.manifest.version}`, type })))(
  '$name',
  ({ type }) => {
    const valid = join(type.folder, 'samples', 'valid');
    const invalid = join(type.folder, 'samples', 'invalid');
    test.each(filesIn(valid))('takes its valid sample %s', (name) => {
      const octets = readFileSync(join(valid, name));
      const xml = octets.toString();
      const id = type.manifest.parts.find(({ root }) => root?.local === rootOf(xml))?.id ?? '';
      expect(examinePart(type, id, octets, envelopeOf(xml))).toEqual([]);
    });

    const listed: Record<string, Expected> = existsSync(join(invalid, 'expected.yaml'))
      ? parse(readFileSync(join(invalid, 'expected.yaml'), 'utf8'))
      : {};

    test('states what is wrong with each of its invalid samples', () => {
      expect(Object.keys(listed).sort()).toEqual(filesIn(invalid).sort());
    });

    for (const [name, expected] of Object.entries(listed)) {
      test(`refuses its invalid sample ${name} where it is wrong`, () => {
        const octets = readFileSync(join(invalid, name));
        const found = examinePart(type, expected.part, octets, envelopeOf(octets.toString(), expected));
        expect(found).toHaveLength(expected.violations.length);
        expect(found).toMatchObject(expected.violations);
        for (const { line } of found) expect(line).toBeGreaterThan(0);
      });
    }
  },
);
