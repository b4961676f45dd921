import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { revoke, writeCrl } from '@dienstweg/certs/pki/revoke.ts';
import { verifyReceipt } from '@dienstweg/certs/receipt/verify.ts';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { MessageRefused } from '@dienstweg/schemas/events.ts';
import { RECEIPT_EVENTS } from '@dienstweg/schemas/receipt/claims.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Gateway } from './service.ts';
import { buildHouse, type Client, type House } from './testing/house.ts';
import { countOf, eventsIn, messageOf, stepOf } from './testing/messages.ts';

const SUBMIT = '/v1/messages';
const NOTICE = stepOf('wohnsitz.rueckmeldung');
const AUTHOR = 'quellhorn.meldebehoerde';

let house: House;
let gateway: Gateway;
let author: Client;

beforeAll(async () => {
  house = await buildHouse();
  gateway = await house.start();
  author = house.client(gateway, AUTHOR, 4);
});

afterAll(async () => {
  await author?.[Symbol.asyncDispose]();
  await gateway?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

const refusals = async (): Promise<readonly MessageRefused[]> =>
  (await eventsIn(house.bus)).filter((event): event is MessageRefused => event.type === 'message-refused');

describe('a signed message', () => {
  test('is accepted with a receipt that names its readers and verifies offline', async () => {
    const answer = await author.post(SUBMIT, messageOf(house, stepOf('gewerbeanzeige')));
    expect(answer.json).toMatchObject({ code: 'author-mismatch' });
    await using office = house.client(gateway, 'quellhorn.gewerbeamt');
    const accepted = await office.post(SUBMIT, messageOf(house, stepOf('gewerbeanzeige')));
    expect(accepted.json).toMatchObject({ status: 'accepted', route: { edition: 1 } });
    expect(accepted.status).toBe(202);
    expect((accepted.json.readers as unknown[]).length).toBeGreaterThanOrEqual(4);
    const verdict = verifyReceipt(String(accepted.json.receipt), {
      trust: loadTrust(house.trustFolder),
      signerOf: () => undefined,
    });
    expect(verdict).toMatchObject({ ok: true, signedBy: 'node', issuer: 'urn:dienstweg:node:gateway' });
    expect(verdict.ok && Object.keys(verdict.claims.events)).toEqual([RECEIPT_EVENTS.submissionAcceptance]);
  });

  test('handed in again gets the very same receipt', async () => {
    const message = messageOf(house, NOTICE);
    const first = await author.post(SUBMIT, message);
    const second = await author.post(SUBMIT, message);
    expect([first.status, second.status]).toEqual([202, 200]);
    expect(second.json).toEqual({ ...first.json, repeated: true });
  });

  test('handed in eight times at once from two clients is stored once, with one receipt', async () => {
    const message = messageOf(house, NOTICE);
    await using other = house.client(gateway, AUTHOR, 4);
    const before = await countOf(house.bus, STREAMS.messages);
    const answers = await Promise.all(
      [author, other, author, other, author, other, author, other].map((client) => client.post(SUBMIT, message)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 202]);
    expect(new Set(answers.map(({ json }) => json.receipt)).size).toBe(1);
    expect(await countOf(house.bus, STREAMS.messages)).toBe(before + 1);
  });

  test('with the id of another message is refused, at once and later', async () => {
    const messageId = crypto.randomUUID() as never;
    const [one, two] = [
      messageOf(house, NOTICE, { header: { messageId } }),
      messageOf(house, NOTICE, { header: { messageId } }),
    ];
    const first = await author.post(SUBMIT, one);
    const second = await author.post(SUBMIT, two);
    expect([first.status, second.status]).toEqual([202, 409]);
    expect(second.json.code).toBe('message-id-reused');
    // by the index this time, which has caught up by now
    expect((await author.post(SUBMIT, two)).json.code).toBe('message-id-reused');
  });

  test('tried without being handed in leaves nothing behind, accepted or refused', async () => {
    const [messages, events] = [await countOf(house.bus, STREAMS.messages), await countOf(house.bus, STREAMS.events)];
    const good = await author.post(`${SUBMIT}?dryRun=true`, messageOf(house, NOTICE));
    const bad = await author.post(`${SUBMIT}?dryRun=true`, messageOf(house, stepOf('abgelehnt.schema')));
    expect(good.json).toMatchObject({ dryRun: true, accepted: true, readers: [{ role: 'responsible' }] });
    expect(bad.json).toMatchObject({ code: 'schema-violation' });
    expect([await countOf(house.bus, STREAMS.messages), await countOf(house.bus, STREAMS.events)]).toEqual([
      messages,
      events,
    ]);
  });

  test('is never handed in where it was to be tried only, however that was written', async () => {
    const messages = await countOf(house.bus, STREAMS.messages);
    for (const query of ['dryRun', 'dryRun=', 'dryRun=1', 'dryrun=true', 'dryrun=']) {
      const { status, json } = await author.post(`${SUBMIT}?${query}`, messageOf(house, NOTICE));
      expect([query, status, json.code]).toEqual([query, 400, 'request-invalid']);
      expect(json.detail).toMatch(
        query.startsWith('dryRun') ? /dryRun: must be true or false/ : /no parameter "dryrun"/,
      );
    }
    expect(await countOf(house.bus, STREAMS.messages)).toBe(messages);
  });

  test('may be handed in by a provider with a mandate, and by no other', async () => {
    const step = { ...NOTICE, as: house.keysOf('fehnhusen.meldebehoerde').authority };
    const to = 'altenfehr.meldebehoerde';
    const sender = house.keysOf('fehnwolde.rechenzentrum').authority;
    const message = messageOf(house, step, { to, header: { sender } });
    await using provider = house.client(gateway, 'fehnwolde.rechenzentrum');
    expect((await provider.post(SUBMIT, message)).json).toMatchObject({ status: 'accepted', author: step.as });
    expect((await author.post(SUBMIT, messageOf(house, step, { to }))).json.code).toBe('author-mismatch');
  });
});

describe('a refused submission', () => {
  const xml = (text: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${text}`;
  interface Case {
    readonly code: string;
    readonly what: string;
    readonly body: () => string | Buffer;
    readonly headers?: Record<string, string>;
  }
  test.each<Case>([
    { code: 'not-xml', what: 'what is no XML', body: () => 'hello' },
    { code: 'doctype-forbidden', what: 'a DOCTYPE', body: () => xml('<!DOCTYPE a><a/>') },
    {
      code: 'encoding-not-utf8',
      what: 'another encoding',
      body: () => '<?xml version="1.0" encoding="ISO-8859-1"?><a/>',
    },
    { code: 'envelope-invalid', what: 'another namespace', body: () => xml('<Message xmlns="urn:other"/>') },
    { code: 'too-large', what: 'a document over the limit', body: () => Buffer.alloc(1024 * 1024 + 1, 32) },
    {
      code: 'media-type-unsupported',
      what: 'a compressed body',
      body: () => messageOf(house, NOTICE),
      headers: { 'content-encoding': 'gzip' },
    },
    {
      code: 'media-type-unsupported',
      what: 'a body of another type',
      body: () => '{}',
      headers: { 'content-type': 'application/json' },
    },
    {
      code: 'signature-invalid',
      what: 'a changed signature value',
      body: () => messageOf(house, NOTICE).replace(/(<ds:SignatureValue>)(.{4})/, '$1AAAA'),
    },
    {
      code: 'signature-missing',
      what: 'no signature',
      body: () => messageOf(house, NOTICE).replace(/<ds:Signature .*<\/ds:Signature>/s, ''),
    },
    {
      code: 'digest-mismatch',
      what: 'another nonce',
      body: () => messageOf(house, NOTICE).replace(/nonce="[^"]{4}/, 'nonce="AAAA'),
    },
    {
      code: 'author-mismatch',
      what: "another authority's signature",
      body: () => messageOf(house, stepOf('abgelehnt.urheber')),
    },
    {
      code: 'schema-violation',
      what: 'a payload against its schema',
      body: () => messageOf(house, stepOf('abgelehnt.schema')),
    },
    {
      code: 'test-mismatch',
      what: 'a test message for production',
      body: () => messageOf(house, stepOf('abgelehnt.test')),
    },
    {
      code: 'message-type-unknown',
      what: 'an unknown message type',
      body: () => messageOf(house, { ...NOTICE, messageType: { code: 'unbekannt', version: '1.0' } }),
    },
    {
      code: 'message-obsolete',
      what: 'a message past its time',
      body: () =>
        messageOf(house, NOTICE, {
          header: { obsoleteAfter: '2025-01-01T00:00:00Z', createdAt: '2024-12-01T00:00:00Z' },
        }),
    },
  ])(
    'is answered with $code for $what, once its audit event is durable, and keeps nothing',
    async ({ code, body, headers }) => {
      const messages = await countOf(house.bus, STREAMS.messages);
      const recorded = (await refusals()).length;
      const octets = body();
      const answer = await author.post(SUBMIT, octets, { 'accept-language': 'de', ...headers });
      expect(answer.json).toMatchObject({ code, type: `urn:dienstweg:problem:${code}` });
      expect(answer.headers['content-type']).toContain('application/problem+json');
      const events = await refusals();
      expect(events.length).toBe(recorded + 1);
      expect(events.at(-1)).toMatchObject({ code, peer: house.keysOf(AUTHOR).authority, node: 'gateway' });
      expect(await countOf(house.bus, STREAMS.messages)).toBe(messages);
    },
  );
});

test.each([
  ['a broken escape', '/v1/%zz', {}],
  ['an endless parameter', `/v1/mailbox/${'a'.repeat(300)}`, {}],
  ['endless headers', '/v1/message-types', { 'x-long': 'a'.repeat(20_000) }],
  ['a day that is none', '/v1/routes?service=leika:99115005&region=ars:990200003003&at=2026-99-99', {}],
  ['a day the month lacks', '/v1/routes?service=leika:99115005&region=ars:990200003003&at=2026-02-30', {}],
])('%s is answered with a problem document', async (_, path, headers) => {
  await using client = house.client(gateway, AUTHOR);
  const answer = await client.get(path, headers);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json).toMatchObject({ code: 'request-invalid', status: 400 });
});

test.each(['/v1/events', '/v1/mailbox', '/v1/deliveries'])(
  'a page of %s without a cursor is the first',
  async (path) => {
    await using client = house.client(gateway, AUTHOR);
    const [plain, empty, wrong] = [
      await client.get(path),
      await client.get(`${path}?after=&limit=`),
      await client.get(`${path}?limit=many`),
    ];
    // nobody follows the streams here: what is asked for is in order, and that is what is asked
    expect([plain.json.code, empty.json.code, wrong.json.code]).toEqual([
      'broker-unavailable',
      'broker-unavailable',
      'request-invalid',
    ]);
  },
);

describe('the directory answers in words', () => {
  test('who is responsible for a service in a place', async () => {
    await using client = house.client(gateway, AUTHOR);
    const question = encodeURIComponent('Wer ist zuständig für Gewerbeanzeige in Quellhorn?');
    const { status, json } = await client.get(`/v1/routes/search?q=${question}&at=2026-11-02`, {
      'accept-language': 'de',
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      asked: { service: 'Gewerbeanzeige', place: 'Quellhorn' },
      answers: [{ region: { region: 'ars:990100007007' }, route: { answer: 'several' } }],
    });
  });
  test('whether an author may send a message type there, and whether its version is taken', async () => {
    await using client = house.client(gateway, AUTHOR);
    const asked = '/v1/routes?service=leika:99999050012000&region=ars:990100007007&role=tax-office';
    const told = async (name: string, type: string): Promise<string> => {
      const { status, json } = await client.get(`${asked}&author=${house.keysOf(name).authority}&messageType=${type}`);
      expect({ status, json }).toMatchObject({ status: 200 });
      return (json as { readonly explanation: readonly string[] }).explanation.join('\n');
    };
    const office = 'quellhorn.gewerbeamt';
    expect(await told(office, 'gewerbeanzeige:1.0')).toMatch(/may send messages of type gewerbeanzeige/);
    expect(await told(office, 'gewerbeanzeige:1.0')).not.toMatch(/does not take/);
    expect(await told(office, 'gewerbeanzeige:7.7')).toMatch(/does not take gewerbeanzeige version 7\.7/);
    expect(await told(AUTHOR, 'gewerbeanzeige')).toMatch(/may not send messages of type gewerbeanzeige/);
    expect((await client.get(`${asked}&messageType=gewerbeanzeige`)).json).toMatchObject({ code: 'request-invalid' });
  });
  test('services and places by name, in the language asked for', async () => {
    await using client = house.client(gateway, AUTHOR);
    const dutch = { 'accept-language': 'nl' };
    const services = await client.get('/v1/services?q=bedrijfsmelding', dutch);
    expect(services.json).toMatchObject({ items: [{ name: 'Bedrijfsmelding', service: 'leika:99999050012000' }] });
    const regions = await client.get('/v1/regions?q=suederlueh&limit=1', dutch);
    expect(regions.json).toMatchObject({ items: [{ name: 'Gemeente Süderlüh', level: 'municipality' }] });
  });
});

test('what is too large is told the limit of its path, and the connection ends', async () => {
  await using client = house.client(gateway, AUTHOR);
  const jose = { 'content-type': 'application/jose' };
  const path = '/v1/deliveries/22222222-2222-8222-8222-222222222222/acceptance';
  const answer = await client.post(path, 'a'.repeat(65 * 1024), jose);
  expect(answer.json).toMatchObject({ code: 'too-large', detail: expect.stringContaining('65536') });
  expect(answer.headers.connection).toBe('close');
});

describe('a certificate', () => {
  const post = async (as: Parameters<House['client']>[1]) => {
    await using client = house.client(gateway, as);
    return await client.post(SUBMIT, messageOf(house, NOTICE));
  };

  test('that is missing is refused before the body, and recorded without a peer', async () => {
    expect((await post(undefined)).json.code).toBe('certificate-unknown');
    const event = (await refusals()).at(-1);
    expect(event).toMatchObject({ code: 'certificate-unknown' });
    expect(event?.peer).toBeUndefined();
  });

  test('of our CA that nobody registered is refused', async () => {
    const stranger = await issueCertificate(house.ca, { commonName: 'stranger', purposes: 'tls' });
    expect((await post(stranger)).json.code).toBe('certificate-unknown');
  });

  test('of another CA is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dienstweg-foreign-'));
    try {
      const foreign = await createDevelopmentCa(join(folder, 'ca'));
      expect((await post(await issueCertificate(foreign, { commonName: AUTHOR, purposes: 'tls' }))).json.code).toBe(
        'certificate-untrusted',
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('for signing does not do for the connection', async () => {
    expect((await post(house.keysOf(AUTHOR).signing)).json.code).toBe('certificate-untrusted');
  });

  test('revoked in the middle of a connection is refused on that connection', async () => {
    const name = 'veenbeek.burgerzaken';
    await using client = house.client(gateway, name);
    expect((await client.get('/v1/message-types')).status).toBe(200);
    await revoke(house.ca, house.keysOf(name).tls.fingerprint);
    await writeCrl(house.ca, join(house.trustFolder, 'crls'));
    await until('the revocation counts', async () => (await client.get('/v1/message-types')).status === 403);
    expect((await client.get('/v1/message-types')).json.code).toBe('certificate-revoked');
  });

  test('is not needed for the OpenAPI document', async () => {
    await using client = house.client(gateway, undefined);
    expect((await client.get('/openapi.json')).json).toMatchObject({ openapi: '3.1.0' });
    expect((await client.get('/v1/message-types')).status).toBe(403);
  });
});
