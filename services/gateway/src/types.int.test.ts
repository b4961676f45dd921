/** Message types published while messages flow: taken up without interruption, deprecated, retired, and there after a restart. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signMessage } from '@dienstweg/certs/signature/sign.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { subjectOfType } from '@dienstweg/schemas/bus/streams.ts';
import type { MessageTypeEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { messageTypeEntryId } from '@dienstweg/schemas/directory/check/check-message-types.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import { buildMessage } from '@dienstweg/schemas/envelope/build.ts';
import { pathOfMessageType, pathOfValidation } from '@dienstweg/schemas/http/paths.ts';
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { packType, readTypeFolder } from '@dienstweg/schemas/message-types/package.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Gateway } from './service.ts';
import { buildHouse, type Client, type House } from './testing/house.ts';
import { messageOf, stepOf } from './testing/messages.ts';

const AUTHOR = 'quellhorn.meldebehoerde';
const READER = 'westerdiep.burgerzaken';
const NOTICE = stepOf('wohnsitz.rueckmeldung');
const CODE = 'probe.anzeige';
const SHIPPED = join(MESSAGE_TYPES_FOLDER, 'pruefstand.nachricht', '1.0');
const SAMPLE = readFileSync(join(SHIPPED, 'samples', 'valid', 'zwoelf-vorgaenge.xml'));
const INVALID = readFileSync(join(SHIPPED, 'samples', 'invalid', 'waehrung-unbekannt.xml'));

const temporary = mkdtempSync(join(tmpdir(), 'dienstweg-types-'));
let house: House;

const entryOf = (version: string, rest: Partial<MessageTypeEntry> = {}): MessageTypeEntry => ({
  kind: 'message-type',
  id: messageTypeEntryId(CODE, version),
  messageTypeCode: CODE,
  version,
  names: { de: 'Anzeige zur Probe' },
  validFrom: '2026-01-01',
  ...rest,
});

/** Stores a content and records its version, as the registry would. */
const publish = async (version: string, rest: Partial<MessageTypeEntry> = {}): Promise<MessageTypeEntry> => {
  const folder = mkdtempSync(join(temporary, 'type-'));
  cpSync(SHIPPED, folder, { recursive: true });
  const manifest = join(folder, 'message-type.yaml');
  const text = readFileSync(manifest, 'utf8')
    .replace(/^code: .*$/m, `code: ${CODE}`)
    .replace(/^version: .*$/m, `version: "${version}"`)
    .replace(/^equations:\n(?: .*\n)+/m, '');
  writeFileSync(manifest, text);
  const { digest, packed } = packType(readTypeFolder(folder));
  await publishDurably(house.bus, { subject: subjectOfType(digest), data: packed });
  const entry = entryOf(version, { digest, ...rest });
  await house.change([entry]);
  return entry;
};

const messageFor = (version: string, testMessage = true, octets: Uint8Array = SAMPLE): string => {
  const { authority, signing } = house.keysOf(AUTHOR);
  const unsigned = buildMessage(
    {
      messageId: randomUUID() as MessageId,
      messageType: { code: CODE, version },
      author: authority,
      addressee: { by: 'reader', reader: house.keysOf(READER).authority },
      distribution: [],
      processReference: {},
      createdAt: new Date().toISOString(),
      testMessage,
    },
    [{ id: 'core', role: 'payload', mediaType: 'application/xml', octets }],
  );
  return signMessage(unsigned, {
    privateKeyPem: signing.privateKeyPem,
    certificateDer: signing.der,
    signingTime: new Date(),
  });
};

const isKnown = async (client: Client, version: string, wanted: object): Promise<boolean> => {
  const { json } = await client.get(pathOfMessageType(CODE, version));
  return Object.entries(wanted).every(([name, value]) => json[name] === value);
};

/** Other messages, one after the other, until it is put down; answers what they were answered. */
const traffic = (author: Client): { end(): Promise<readonly number[]> } => {
  const answers: number[] = [];
  let isEnding = false;
  const running = (async () => {
    while (!isEnding) answers.push((await author.post('/v1/messages', messageOf(house, NOTICE))).status);
  })();
  return {
    end: async () => {
      isEnding = true;
      await running;
      return answers;
    },
  };
};

const codesIn = (list: unknown): readonly unknown[] => (list as readonly { code: string }[]).map(({ code }) => code);

beforeAll(async () => {
  house = await buildHouse();
  const reader = house.keysOf(READER).authority;
  await house.change([
    {
      kind: 'permission',
      id: 'probe/permission',
      validFrom: '2024-01-01',
      messageTypeCode: CODE,
      from: { authority: house.keysOf(AUTHOR).authority },
      to: { authority: reader },
    },
    {
      kind: 'endpoint',
      id: 'probe/endpoint',
      validFrom: '2024-01-01',
      authority: reader,
      environment: 'test',
      channel: { type: 'mailbox' },
      takes: ['1.0', '2.0', '3.0'].map((version) => ({ code: CODE, version })),
    },
  ]);
});

afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
  rmSync(temporary, { recursive: true, force: true });
});

test('a version is published, deprecated and retired while messages flow, of which none is refused', async () => {
  await using gateway: Gateway = await house.start();
  await using author = house.client(gateway, AUTHOR);
  await using other = house.client(gateway, AUTHOR);
  const flowing = traffic(other);
  expect((await author.post('/v1/messages', messageFor('1.0'))).json.code).toBe('message-type-unknown');
  const entry = await publish('1.0');
  await until('the version is known', () => isKnown(author, '1.0', { state: 'active', origin: 'published' }));
  // known to one is known to all threads
  const first = await Promise.all(Array.from({ length: 6 }, () => author.post('/v1/messages', messageFor('1.0'))));
  expect(first.map(({ status, json }) => [status, json.warnings])).toEqual(first.map(() => [202, undefined]));

  const today = dayOf(new Date());
  await house.change([{ ...entry, deprecatedFrom: today }]);
  await until('it is deprecated', () => isKnown(author, '1.0', { state: 'deprecated' }));
  const warned = await author.post('/v1/messages', messageFor('1.0'));
  expect([warned.status, codesIn(warned.json.warnings)]).toEqual([202, ['message-type-deprecated']]);
  const dry = await author.post('/v1/messages?dryRun=true', messageFor('1.0'));
  expect([dry.status, codesIn(dry.json.warnings)]).toEqual([200, ['message-type-deprecated']]);

  await house.change([], [{ id: entry.id, validUntil: today }]);
  await until('it is retired', () => isKnown(author, '1.0', { state: 'retired' }));
  expect((await author.post('/v1/messages', messageFor('1.0'))).json.code).toBe('message-type-not-in-force');
  const answers = await flowing.end();
  expect(answers.length).toBeGreaterThan(3);
  expect([...new Set(answers)]).toEqual([202]);
}, 120_000);

test('a draft is for test messages, and is there after a restart, whatever became of what was unpacked', async () => {
  const typesFolder = join(temporary, 'kept');
  const { digest } = await publish('2.0', { draft: true });
  const take = async () => {
    await using gateway = await house.start({ typesFolder });
    await using author = house.client(gateway, AUTHOR);
    return {
      test: (await author.post('/v1/messages', messageFor('2.0'))).status,
      other: (await author.post('/v1/messages', messageFor('2.0', false))).json,
    };
  };
  // the author's environment is the test one: the draft is found out before that
  const other = { code: 'message-type-not-in-force', remedy: expect.stringContaining('as a test message') };
  expect(await take()).toMatchObject({ test: 202, other });
  // what was unpacked is a view: damaged, it is made again
  rmSync(join(typesFolder, digest ?? '', 'schema'), { recursive: true });
  expect(await take()).toMatchObject({ test: 202 });
}, 180_000);

test('a content that is not there is told, and holds up nothing else', async () => {
  await using gateway = await house.start();
  await using author = house.client(gateway, AUTHOR);
  await house.change([entryOf('3.0', { digest: 'f'.repeat(64) })]);
  await until('it is told', async () => {
    const readiness = await fetch(`http://127.0.0.1:${gateway.opsPort}/readyz`);
    return (await readiness.text()).includes('message-type-unusable');
  });
  expect((await author.post('/v1/messages', messageFor('3.0'))).json.code).toBe('message-type-unknown');
  expect((await author.post('/v1/messages', messageOf(house, NOTICE))).status).toBe(202);
}, 120_000);

test('a payload or a message is held against a type without being handed in', async () => {
  await using gateway = await house.start();
  await using author = house.client(gateway, AUTHOR);
  const path = pathOfValidation('pruefstand.nachricht', '1.0');
  expect((await author.post(path, SAMPLE)).json).toEqual({
    valid: true,
    messageType: { code: 'pruefstand.nachricht', version: '1.0' },
    content: 'payload',
    part: 'core',
    violations: [],
    warnings: [],
  });
  const invalid = await author.post(path, INVALID, { 'accept-language': 'de' });
  expect(invalid.json).toMatchObject({ valid: false, violations: [{ code: 'schema-violation', part: 'core' }] });
  expect((await author.post(path, '<a/>')).json).toMatchObject({
    valid: false,
    violations: [{ code: 'schema-violation' }],
  });
  expect((await author.post(path, 'no XML')).json).toMatchObject({ valid: false });
  expect((await author.post(path, '{}', { 'content-type': 'application/json' })).json.code).toBe(
    'media-type-unsupported',
  );
  expect((await author.post(pathOfValidation('nirgends', '1.0'), SAMPLE)).json.code).toBe('message-type-unknown');
  expect(await author.get('/v1/message-types/nirgends/1.0')).toMatchObject({
    status: 404,
    json: { code: 'not-found', detail: 'nirgends 1.0' },
  });

  const whole = messageOf(house, NOTICE);
  const { code, version } = NOTICE.messageType;
  const ofMessage = pathOfValidation(code, version);
  expect((await author.post(ofMessage, whole)).json).toMatchObject({
    valid: true,
    content: 'message',
    author: NOTICE.as,
  });
  const forged = whole.replace(/<CreatedAt>.{10}/, '<CreatedAt>2026-01-01');
  expect((await author.post(ofMessage, forged)).json).toMatchObject({
    valid: false,
    violations: [{ code: 'signature-invalid' }],
  });
  expect((await author.post(path, whole)).json.code).toBe('request-invalid');
  // nothing of it was kept: handed in, it is accepted for the first time
  expect((await author.post('/v1/messages', whole)).status).toBe(202);
}, 120_000);
