import { afterAll, describe, expect, test } from '@jest/globals';
import { buildMessage } from '../envelope/build.ts';
import { parseAuthorityId, parseMessageId } from '../identifiers.ts';
import type { MessageHeader } from '../message.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '../message-types/catalog.ts';
import { messageAbout, type Statement } from './about.ts';
import { openForwarding } from './forwarding.ts';

const catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
afterAll(() => catalog[Symbol.dispose]());

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('no identifier');
  return value;
};
const named = (id: string, name: string) => ({ id: must(parseAuthorityId(id)), name });
const FIRST = named('dvdv:ags:99010007', 'Quellhorn');
const MISTAKEN = named('dvdv:ags:99020003', 'Altenfehr <Bürgeramt> & mehr');
const MEANT = named('dvdv:ags:99020011', 'Süderlüh');
const AT = new Date('2026-11-18T08:12:40.000Z');

const header: MessageHeader = {
  messageId: must(parseMessageId('01234567-89ab-4def-8123-456789abcdef')),
  messageType: { code: 'wohnsitz.rueckmeldung', version: '1.0' },
  author: FIRST.id,
  addressee: { by: 'reader', reader: MISTAKEN.id },
  distribution: [],
  processReference: { requester: 'QU-33/2026-4711' },
  createdAt: '2026-11-17T09:00:00Z',
  testMessage: true,
  parts: [],
};
const headerDigest = Buffer.alloc(32, 7).toString('base64');
const original = { header, headerDigest, octets: Buffer.from('<as-received/>') };
const saying = {
  author: MISTAKEN,
  messageId: must(parseMessageId('11234567-89ab-4def-8123-456789abcdef')),
  at: AT,
  reference: '33-MB/26-0917',
};

const STATEMENTS: readonly Statement[] = [
  { type: 'rueckweisung', examiner: 'posteingang', reason: 'T080', text: 'a < b', findings: [{ text: 'x' }] },
  { type: 'weiterleitung', to: MEANT, text: 'nicht hier', receivedAt: '2026-11-17T09:01:00Z', before: [] },
  { type: 'abgabe', to: MEANT, text: 'dort' },
  { type: 'nichtzustaendigkeit', text: 'geprüft', hint: 'vielleicht dort' },
  { type: 'statusanfrage', to: MEANT, text: 'Anruf', answerBy: '2026-11-25' },
  { type: 'statusantwort', state: 'in-bearbeitung', since: '2026-11-17', text: 'läuft', next: 'Bescheid' },
];

describe.each(STATEMENTS.map((statement) => ({ type: statement.type, statement })))('$type', ({ statement }) => {
  const about = messageAbout(original, statement, saying);
  test('satisfies its message type, and its payload agrees with its header', () => {
    const found = catalog.find(about.header.messageType, '2026-11-22');
    if (found.state !== 'in-force') throw new Error(found.state);
    const infos = about.parts.map(({ octets, ...part }) => ({
      ...part,
      sizeBytes: octets.length,
      digest: '',
      location: 'inline' as const,
    }));
    const violations = about.parts.flatMap((part, n) => found.type.checkPart(must(infos[n]), part.octets, 'en'));
    const payloads = new Map(about.parts.slice(0, 1).map(({ id, octets }) => [id, octets]));
    expect([
      ...violations,
      ...found.type.checkHeader({ ...about.header, parts: infos } as MessageHeader, payloads, 'en'),
    ]).toEqual([]);
  });
  test('answers the message it is about, in its conversation, with both references', () => {
    expect(about.header).toMatchObject({
      inReplyTo: header.messageId,
      conversationId: header.messageId,
      processReference: { requester: 'QU-33/2026-4711', responder: '33-MB/26-0917' },
    });
  });
});

test('a forwarding opened again gives the message octet for octet and everyone who passed it on, in order', () => {
  const before = [
    { body: MEANT, receivedAt: '2026-11-16T09:00:00Z', passedOnAt: '2026-11-16T10:00:00Z', reason: 'auch nicht' },
  ];
  const { header: draft, parts } = messageAbout(
    original,
    { type: 'weiterleitung', to: FIRST, text: 'nicht hier', receivedAt: '2026-11-17T09:01:00Z', before },
    saying,
  );
  const opened = openForwarding(Buffer.from(buildMessage(draft, parts)));
  expect(Buffer.from(opened.original).toString()).toBe('<as-received/>');
  expect(opened.passedOn).toEqual([
    ...before,
    { body: MISTAKEN, receivedAt: '2026-11-17T09:01:00Z', passedOnAt: AT.toISOString(), reason: 'nicht hier' },
  ]);
});
