/** The operators' console on the whole system, over its own API: looking, acting, and what must not be possible. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registryChangeSigner } from '@dienstweg/certs/jws/registry-change.ts';
import { homeLayout } from '@dienstweg/infra/home.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { sandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Call, type House, openHouse } from './house.ts';

const READER = 'moorland.finanzamt';
const READER_ID = sandboxAuthority(READER).id;
const GROUP = `dead-letter~recipient-refused~${READER_ID}`;

interface Visitor {
  get<T>(path: string): Promise<{ readonly status: number; readonly text: string; readonly body: T }>;
  post<T>(path: string, body: unknown, type?: string): Promise<{ readonly status: number; readonly body: T }>;
}
interface Refused {
  readonly code: string;
  readonly detail: string;
}
interface Member {
  readonly deliveryId: string;
  readonly messageId: string;
  readonly author: string;
  readonly round: number;
  readonly state: string;
}

let house: House;
let origin: string;
let operator: Visitor;

const ok = (call: Call): Call => {
  if (call.code !== 0)
    throw new Error(`exit ${call.code}: ${call.stdout.slice(0, 1000)} ${call.stderr.slice(0, 1000)}`);
  return call;
};
const signIn = async (...role: readonly string[]): Promise<Visitor> => {
  const { link } = ok(await house.cli('console', '--json', ...role)).json<{ link: string }>();
  const answer = await fetch(`${origin}/api/session/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: new URL(link).hash.slice(1) }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const read = async (response: Response) => {
    const text = await response.text();
    const body: unknown =
      response.headers.get('content-type')?.match(/\bjson(;|$)/) != null ? JSON.parse(text) : undefined;
    return { status: response.status, text, body: body as never };
  };
  return {
    get: async (path) => read(await fetch(`${origin}${path}`, { headers: { cookie, 'accept-language': 'en' } })),
    post: async (path, body, type = 'application/json') =>
      read(
        await fetch(`${origin}${path}`, {
          method: 'POST',
          headers: { cookie, 'x-csrf-token': csrfToken, 'content-type': type, 'accept-language': 'en' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
  };
};
const behave = (behaviour: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${house.portBase + 9}/behaviour`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ authority: READER, behaviour }),
  });
const send = async (name: string): Promise<string> => {
  ok(await house.cli('message', 'create', '--sample', 'gewerbeanzeige', '--out', house.file(name)));
  return ok(await house.cli('send', house.file(name), '--json')).json<{ messageId: string }>().messageId;
};
const members = async (): Promise<readonly Member[]> => {
  const { status, body } = await operator.get<{ members: readonly Member[] }>(
    `/api/failures/${encodeURIComponent(GROUP)}`,
  );
  return status === 200 ? body.members : [];
};
/** Last sequences of the streams that people's acts end up in; webhooks and alarms go on by themselves. */
const lastSequences = async (): Promise<Readonly<Record<string, number>>> => {
  const { body } = await operator.get<{ streams: readonly { name: string; lastSequence: number }[] }>(
    '/api/operations',
  );
  const watched = ['MESSAGES', 'DELIVERIES', 'REGISTRY', 'PAUSES', 'TYPES'];
  return Object.fromEntries(
    body.streams.filter(({ name }) => watched.includes(name)).map(({ name, lastSequence }) => [name, lastSequence]),
  );
};
const actions = async (query = ''): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await operator.get<{ actions: readonly Record<string, unknown>[] }>(`/api/audit?limit=200${query}`)).body.actions;

beforeAll(async () => {
  house = await openHouse();
  origin = `http://127.0.0.1:${house.portBase + 10}`;
  ok(await house.cli('up', '--detach'));
  operator = await signIn();
  await behave('status:410');
  for (const name of ['one', 'two', 'three']) await send(`${name}.xml`);
  await until('all are dead letters', async () => (await members()).length === 3, 60_000);
}, 240_000);
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
}, 60_000);

describe('looking', () => {
  const PAGES = [
    '/api/overview',
    '/api/messages?count=true',
    '/api/refusals',
    '/api/failures',
    '/api/recipients',
    '/api/authorities?search=finanzamt',
    `/api/authorities/${encodeURIComponent(READER_ID)}`,
    '/api/registry/history',
    '/api/registry/editions/1',
    '/api/registry/pending',
    '/api/routes?service=leika:99999050012000&region=ars:990100007007',
    '/api/flows',
    '/api/message-types',
    '/api/message-types/gewerbeanzeige/1.0',
    '/api/certificates',
    '/api/audit',
    '/api/alarms',
    '/api/jobs',
    '/api/clearing',
    '/api/openapi.json',
  ];

  test('at every page answers, and changes nothing in any stream', async () => {
    const [{ messageId } = { messageId: '' }] = await members();
    const before = { streams: await lastSequences(), actions: await actions() };
    const one = ['', '/document', '/related'].map((part) => `/api/messages/${messageId}${part}`);
    for (const path of [...PAGES, ...one]) expect([path, (await operator.get(path)).status]).toEqual([path, 200]);
    expect({ streams: await lastSequences(), actions: await actions() }).toEqual(before);
  });

  test('shows header, signature and chain of a message, and its payload only masked', async () => {
    const [{ messageId } = { messageId: '' }] = await members();
    const { body, text } = await operator.get<Record<string, unknown>>(`/api/messages/${messageId}/document`);
    expect(body).toMatchObject({
      header: { messageId, messageType: { code: 'gewerbeanzeige' } },
      signature: { ok: true, chain: [{ is: 'signer' }, { is: 'intermediate' }, { is: 'anchor' }] },
      findings: [],
      parts: expect.arrayContaining([expect.objectContaining({ id: 'core', masked: expect.anything() })]),
    });
    const shown = await operator.post<{ text: string }>(`/api/messages/${messageId}/parts/persons/show`, {
      reason: 'the author asked what it had sent',
    });
    const words = [...shown.body.text.matchAll(/<(?:\w+:)?(?:familienname|strasse|datum)>([^<]+)</g)].map(
      ([, word = '']) => word,
    );
    expect(words.length).toBeGreaterThan(5);
    for (const word of words) expect(text).not.toContain(word);
    await until('it is in the audit', async () =>
      (await actions(`&messageId=${messageId}`)).some(
        ({ action, about }) => action === 'payload-shown' && about === 'persons',
      ),
    );
  });

  test('is narrowed for a case worker to the messages of its authority', async () => {
    const [{ messageId, author } = { messageId: '', author: '' }] = await members();
    const mine = await signIn('--role', 'case-worker', '--authority', author);
    const others = await signIn('--role', 'case-worker', '--authority', 'westerdiep.burgerzaken');
    expect((await mine.get(`/api/messages/${messageId}`)).status).toBe(200);
    expect((await mine.get<{ messages: unknown[] }>('/api/messages')).body.messages).toHaveLength(3);
    expect((await others.get<{ messages: unknown[] }>('/api/messages')).body.messages).toEqual([]);
    for (const part of ['', '/related', '/evidence'])
      expect((await others.get<Refused>(`/api/messages/${messageId}${part}`)).body.code).toBe('message-unknown');
    for (const path of ['/api/overview', `/api/messages/${messageId}/document`, '/api/audit'])
      expect((await mine.get<Refused>(path)).body.code).toBe('permission-missing');
  });

  test('shows a case worker what its authority handed in and was refused, and nobody else’s', async () => {
    const [{ author } = { author: '' }] = await members();
    ok(await house.cli('message', 'create', '--sample', 'gewerbeanzeige', '--out', house.file('changed.xml')));
    const whole = readFileSync(house.file('changed.xml'), 'utf8');
    writeFileSync(house.file('changed.xml'), whole.replace('32-17/26', '32-18/26'));
    expect((await house.cli('send', house.file('changed.xml'), '--json')).code).toBe(1);
    const refusedFor = async (authority: string, query = ''): Promise<readonly unknown[]> => {
      const worker = await signIn('--role', 'case-worker', '--authority', authority);
      const { body } = await worker.get<{ refusals: readonly { code: string }[] }>(`/api/refusals${query}`);
      return body.refusals.map(({ code }) => code);
    };
    await until('it is told', async () => (await refusedFor(author)).length > 0);
    expect(await refusedFor(author)).toEqual(['signature-invalid']);
    expect(await refusedFor('westerdiep.burgerzaken', `?peer=${encodeURIComponent(author)}`)).toEqual([]);
  });

  test('takes the list along as CSV and JSON lines, and the receipts of a message', async () => {
    const csv = await operator.get('/api/messages/export?format=csv');
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(4);
    const lines = (await operator.get('/api/messages/export?format=jsonl')).text.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { state: string }).state)).toHaveLength(3);
    const [{ messageId } = { messageId: '' }] = await members();
    const evidence = await operator.get<{ receipts: readonly { receipt: string }[] }>(
      `/api/messages/${messageId}/evidence`,
    );
    expect(evidence.body.receipts.length).toBeGreaterThan(3);
  });

  test('tries a file against a message type', async () => {
    const path = '/api/message-types/wohnsitz.rueckmeldung/1.0';
    const { body } = await operator.get<{ samples: readonly { name: string; valid: boolean }[] }>(path);
    const verdictOn = async (valid: boolean) => {
      const name = body.samples.find((sample) => sample.valid === valid)?.name ?? '';
      const { text } = await operator.get(`${path}/samples/${name}`);
      return (await operator.post<{ valid: boolean; findings: unknown[] }>(`${path}/validate`, text, 'application/xml'))
        .body;
    };
    expect(await verdictOn(true)).toMatchObject({ valid: true, findings: [] });
    expect(await verdictOn(false)).toMatchObject({ valid: false });
    const bomb = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>';
    expect((await operator.post(`${path}/validate`, bomb, 'application/xml')).body).toMatchObject({
      valid: false,
      findings: [expect.objectContaining({ code: 'doctype-forbidden' })],
    });
  });
});

describe('acting', () => {
  test('on what changed meanwhile is refused, and nothing is done', async () => {
    const all = await members();
    const [first] = all;
    if (first === undefined) throw new Error('no dead letter');
    const stale = { reason: 'is back again', seen: { state: first.state, round: first.round + 7 } };
    for (const [what, more] of [
      ['replay', {}],
      ['assign', { to: 'dvdv:fin:990100000001' }],
      ['return', {}],
    ] as const) {
      const answer = await operator.post<Refused>(`/api/deliveries/${first.deliveryId}/${what}`, { ...stale, ...more });
      expect([what, answer.status, answer.body.code]).toEqual([what, 409, 'changed-meanwhile']);
    }
    const order = { selection: { group: GROUP }, reason: 'is back again' };
    const grown = await operator.post<Refused>('/api/failures/replay', { ...order, seenCount: 2 });
    expect([grown.status, grown.body.code]).toEqual([409, 'changed-meanwhile']);
    const selection = { deliveries: [{ deliveryId: first.deliveryId, state: 'dead-letter', round: 5 }] };
    expect((await operator.post<Refused>('/api/failures/replay', { selection, reason: 'again' })).body.code).toBe(
      'changed-meanwhile',
    );
    expect(await members()).toEqual(all);
  });

  test('returns a dead letter to its author, signed by the body that runs the exchange', async () => {
    const [one] = await members();
    const seen = { state: one?.state, round: one?.round };
    const reason = 'Der Leser nimmt nichts mehr an.';
    const returned = await operator.post(`/api/deliveries/${one?.deliveryId}/return`, { reason, seen });
    expect([returned.status, returned.body]).toEqual([200, { deliveryId: one?.deliveryId, state: 'returned' }]);
    await until('it is no failure any more', async () => (await members()).length === 2);
    const again = await operator.post<Refused>(`/api/deliveries/${one?.deliveryId}/return`, { reason, seen });
    expect([again.status, again.body.code]).toEqual([409, 'changed-meanwhile']);
  });

  test('pauses a recipient, replays a group into the pause, watches it, and resumes', async () => {
    const reader = encodeURIComponent(READER_ID);
    await behave('default');
    const paused = await operator.post(`/api/recipients/${reader}/pause`, { reason: 'its database moves' });
    expect([paused.status, paused.body]).toMatchObject([200, { paused: { reason: 'its database moves' } }]);
    const twice = await operator.post<Refused>(`/api/recipients/${reader}/pause`, { reason: 'me too' });
    expect([twice.status, twice.body.code]).toEqual([409, 'changed-meanwhile']);
    const order = { selection: { group: GROUP }, reason: 'mended', ratePerSecond: 100 };
    const plan = await operator.post('/api/failures/replay', { ...order, dryRun: true });
    expect(plan.body).toMatchObject({
      count: 2,
      targets: [{ reader: READER_ID, count: 2, channel: 'push', paused: true }],
    });
    expect(await members()).toHaveLength(2);
    const started = await operator.post<{ id: string }>('/api/failures/replay', order);
    expect(started.status).toBe(202);
    await until('it is done', async () => {
      const { body } = await operator.get<Record<string, unknown>>(`/api/jobs/${started.body.id}`);
      return body.state === 'done' && body.done === 2 && body.failedCount === 0;
    });
    const waiting = async (): Promise<number> => {
      const { body } = await operator.get<{ deliveries: Record<string, number> }>('/api/overview');
      return (body.deliveries.waiting ?? 0) + (body.deliveries.delivering ?? 0);
    };
    await until('both wait', async () => (await waiting()) >= 2);
    expect((await operator.post(`/api/recipients/${reader}/resume`, { reason: 'it has moved' })).status).toBe(200);
    await until('nothing waits any more', async () => (await waiting()) === 0, 30_000);
    const told = (await actions()).map(({ action, type }) => action ?? type);
    expect(told).toEqual(
      expect.arrayContaining(['recipient-paused', 'recipient-resumed', 'replay-ordered', 'replayed', 'returned']),
    );
  }, 120_000);

  test('hands in what a registrar signed elsewhere, and nothing that nobody signed', async () => {
    const { registrar } = homeLayout(house.home);
    const sign = registryChangeSigner({
      privateKeyPem: readFileSync(registrar.key, 'utf8'),
      chainPem: readFileSync(registrar.certificate, 'utf8'),
    });
    const jws = sign({
      id: randomUUID(),
      by: 'registrar',
      reason: '<script>alert(1)</script>',
      puts: [
        {
          kind: 'authority',
          id: 'e2e/script',
          validFrom: '2024-01-01',
          authority: 'dvdv:xga:990100007999' as typeof READER_ID,
          names: { de: '<img src=x onerror=alert(1)>' },
          category: 'municipality/trade-office',
          environment: 'test',
        },
      ],
      closes: [],
    });
    const recorded = await operator.post<{ edition: number }>('/api/registry/records', { jws });
    expect([recorded.status, recorded.body]).toEqual([200, { edition: expect.any(Number) }]);
    await until('it is shown, as text', async () => {
      const { body } = await operator.get<{ editions: readonly { reason: string }[] }>('/api/registry/history');
      return body.editions[0]?.reason === '<script>alert(1)</script>';
    });
    const { body } = await operator.get(`/api/registry/editions/${recorded.body.edition}`);
    expect(body).toMatchObject({ differences: [{ is: 'added', id: 'e2e/script' }] });
    const forged = await operator.post<Refused>('/api/registry/records', { jws: `${jws.slice(0, -8)}AAAAAAAA` });
    expect(forged.status).toBeGreaterThanOrEqual(400);
    const viewer = await signIn('--role', 'operator');
    expect((await viewer.post<Refused>('/api/registry/records', { jws })).body.code).toBe('permission-missing');
  });
});

test('with the view of messages deleted everything is shown again, and nothing is lost', async () => {
  const before = (await operator.get<{ messages: unknown[] }>('/api/messages?limit=200')).body.messages.length;
  const { data } = homeLayout(house.home);
  for (const end of ['', '-wal', '-shm']) {
    const file = join(data.tracking, `tracking.sqlite${end}`);
    if (existsSync(file)) rmSync(file);
  }
  ok(await house.cli('restart', 'tracking'));
  await until(
    'all are there again',
    async () => {
      const { status, body } = await operator.get<{ messages: unknown[] }>('/api/messages?limit=200');
      return status === 200 && body.messages.length === before;
    },
    60_000,
  );
}, 120_000);
