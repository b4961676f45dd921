import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROUTES, type Route } from '../api/routes.ts';
import { type House, openHouse } from '../testing/house.ts';

let house: House;
let at = Date.now();
beforeAll(async () => {
  house = await openHouse({}, { now: () => new Date(at), heartbeatMs: 200 });
}, 60_000);
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

const filled = (path: string): string =>
  path
    .replace(':messageId', '01234567-89ab-4def-8123-456789abcdef')
    .replace(':deliveryId', '01234567-89ab-4def-8123-456789abcdef')
    .replace(':id', '01234567-89ab-4def-8123-456789abcdef')
    .replace(':authority', 'ags:99010007')
    .replace(':edition', '1')
    .replaceAll(/:\w+/g, 'x');
const ALL: readonly Route[] = Object.values(ROUTES);

describe('every route', () => {
  test.each(ALL.filter(({ access }) => access !== 'open'))(
    '$method $path refuses whoever is not signed in',
    async (r) => {
      const answer = await house.call(filled(r.path), {
        method: r.method,
        ...(r.method === 'GET' ? {} : { body: {} }),
      });
      expect([answer.status, answer.body.code]).toEqual([401, 'session-required']);
    },
  );

  test.each(ALL.filter(({ access }) => access !== 'open' && access !== 'session' && access !== 'messages'))(
    '$method $path refuses a case worker',
    async ({ method, path }) => {
      const worker = await house.signIn({ roles: ['case-worker'], authority: 'ags:99010007' });
      const answer = method === 'GET' ? await worker.get(filled(path)) : await worker.post(filled(path), {});
      expect([answer.status, answer.body.code]).toEqual([403, 'permission-missing']);
    },
  );

  test.each(ALL.filter(({ method, access }) => method === 'POST' && access !== 'open'))(
    '$path does nothing without the token of the session, or for a page from elsewhere',
    async ({ path }) => {
      const visitor = await house.signIn();
      const withoutToken = await visitor.post(filled(path), {}, { 'x-csrf-token': '' });
      const fromElsewhere = await visitor.post(filled(path), {}, { origin: 'https://evil.example' });
      const crossSite = await visitor.post(filled(path), {}, { 'sec-fetch-site': 'cross-site' });
      for (const answer of [withoutToken, fromElsewhere, crossSite])
        expect([answer.status, answer.body.code]).toEqual([403, 'request-forged']);
    },
  );

  test('a viewer may look and not act; an auditor has content shown and acts on nothing', async () => {
    const viewer = await house.signIn({ roles: ['viewer'] });
    const auditor = await house.signIn({ roles: ['auditor'] });
    const replay = { selection: { group: 'x' }, reason: 'again' };
    expect((await viewer.post('/api/failures/replay', replay)).body.code).toBe('permission-missing');
    expect((await auditor.post('/api/failures/replay', replay)).body.code).toBe('permission-missing');
    expect((await viewer.get('/api/users')).body.code).toBe('permission-missing');
    expect((await auditor.get('/api/users')).status).toBe(200);
  });
});

describe('a request', () => {
  test('under a foreign name is refused, whatever it asks for: a page elsewhere cannot reach us by a name of its own', async () => {
    const { port } = new URL(house.origin);
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.nip.example:${port}`, ''])
      for (const path of ['/', '/api/site'])
        expect([host, (await house.call(path, { headers: { host } })).status]).toEqual(
          [host, host === '' ? 400 : 421].map((v) => (v === 400 ? expect.any(Number) : v)),
        );
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`])
      expect((await house.call('/api/site', { headers: { host } })).status).toBe(200);
  });

  test('is answered with headers that keep a page from anything inline, foreign or framed', async () => {
    for (const path of ['/', '/api/site', '/assets/main-abcdefgh.js', '/nothing.js', '/api/nothing']) {
      const { headers } = await house.call(path);
      expect(headers['content-security-policy']).toBe(
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
      );
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    }
  });

  test('with nonsense is told what is wrong with it', async () => {
    const visitor = await house.signIn();
    const nonsense = [
      '/api/messages?state=lost',
      '/api/messages?since=yesterday',
      '/api/messages?since=2026-13-45',
      '/api/messages?limit=100000',
      '/api/messages?limit=-1',
      '/api/messages?author=nobody',
      '/api/messages?code=no-such-code',
      '/api/messages?unknown=1',
      '/api/messages?after=a&before=b',
      '/api/messages?version=1.0',
      `/api/messages?search=${'x'.repeat(500)}`,
      '/api/messages/not-a-uuid',
      '/api/failures?step=hopping',
      '/api/registry/editions/-1',
      '/api/routes?service=x:1&region=nowhere',
    ];
    for (const path of nonsense) {
      const answer = await visitor.get(path);
      expect([path, answer.status, answer.body.code]).toEqual([path, 400, 'request-invalid']);
    }
  });

  test('with a body that is too large, of a wrong kind, or broken is refused before anybody reads it', async () => {
    const visitor = await house.signIn();
    const json = { 'content-type': 'application/json' };
    const large = await visitor.post('/api/recipients/ags:99010007/resume', `{"reason":"${'x'.repeat(70_000)}"}`, json);
    expect([large.status, large.body.code]).toEqual([413, 'too-large']);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await visitor.post('/api/session/sign-out', 'a=b', form)).body.code).toBe('media-type-unsupported');
    expect((await visitor.post('/api/session/sign-out', 'a=b', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await visitor.post('/api/session/sign-out', '{"a":', json)).status).toBe(400);
    expect((await visitor.post('/api/session/sign-out', '{"__proto__":{"x":1}}', json)).status).toBe(400);
    expect((await visitor.get('/api/session')).status).toBe(200);
  });

  test('by another method does not do what a route does', async () => {
    const visitor = await house.signIn();
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const headers = { cookie: visitor.cookie, 'x-csrf-token': visitor.csrfToken, 'x-http-method-override': 'POST' };
      expect([method, (await house.call('/api/session/sign-out', { method, headers })).status]).toEqual([method, 404]);
    }
    expect((await visitor.get('/api/session')).status).toBe(200);
  });

  test('without a reason, or with one that says nothing, is refused', async () => {
    const visitor = await house.signIn();
    for (const body of [{}, { reason: '' }, { reason: '  ' }, { reason: 'x' }, { reason: 'x'.repeat(501) }]) {
      const answer = await visitor.post('/api/recipients/ags:99010007/pause', body);
      expect([answer.status, answer.body.code]).toEqual([400, 'request-invalid']);
    }
  });

  test('that asks services which are away is told so, and the console lives on', async () => {
    const visitor = await house.signIn();
    const answer = await visitor.get('/api/messages', { 'accept-language': 'nl' });
    expect([answer.status, answer.body.code]).toEqual([503, 'broker-unavailable']);
    expect(String(answer.body.title)).toMatch(/^De |beschikbaar/);
  });
});

describe('pages', () => {
  test('are one document at every address, kept by browsers only where the name says their content', async () => {
    for (const path of ['/', '/messages', '/messages/x?author=a', '/message-types/x.y/1.0', '/sign-in']) {
      const page = await house.call(path);
      expect([page.status, page.text, page.headers['cache-control']]).toEqual([
        200,
        '<!doctype html><title>pages</title>',
        'no-cache',
      ]);
    }
    const script = await house.call('/assets/main-abcdefgh.js');
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const { etag = '' } = script.headers;
    expect((await house.call('/assets/main-abcdefgh.js', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  test.each([
    '/../sessions.sqlite',
    '/..%2fsessions.sqlite',
    '/%2e%2e/sessions.sqlite',
    '/assets/..%5c..%5csessions.sqlite',
    '/assets/../../sessions.sqlite',
    '/assets//main-abcdefgh.js.map',
    '//sessions.sqlite',
    '/%00.js',
    '/assets/%2e%2e%2f%2e%2e%2fsessions.sqlite',
  ])('%s leads nowhere', async (path) => {
    const answer = await house.call(path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.text).not.toContain('SQLite');
  });

  test('that were not built are said to be missing, in words', async () => {
    await using bare = await openHouse({ pagesFolder: '/nowhere' }, {}, house);
    const page = await bare.call('/');
    expect(page.status).toBe(503);
    expect(page.text).toContain('npx dienstweg console --build');
  });
});

describe('a session', () => {
  test('begins with a link that counts once', async () => {
    const token = await house.link({ roles: ['viewer'] });
    const both = await Promise.all(
      [1, 2].map(() => house.call('/api/session/link', { method: 'POST', body: { token } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    const late = await house.call('/api/session/link', { method: 'POST', body: { token } });
    expect(late.body.code).toBe('sign-in-refused');
    expect(both.find(({ status }) => status === 200)?.headers['set-cookie']?.[0]).toMatch(
      /^__Host-dienstweg-\d+=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    );
  });

  test('is not begun for a page from elsewhere, with no role, or with a token that is none', async () => {
    const token = await house.link({ roles: ['viewer'] });
    const forged = await house.call('/api/session/link', {
      method: 'POST',
      body: { token },
      headers: { origin: 'https://evil.example' },
    });
    expect(forged.body.code).toBe('request-forged');
    for (const roles of [[], ['king'], ['case-worker']]) {
      const answer = await house.call('/api/session/link', {
        method: 'POST',
        body: { token: await house.link({ roles }) },
      });
      expect(answer.body.code).toBe('sign-in-refused');
    }
    for (const none of ['../links', 'x', 'A'.repeat(43)])
      expect((await house.call('/api/session/link', { method: 'POST', body: { token: none } })).status).toBe(403);
  });

  test('outlives a restart, ends by signing out, and its cookie is worth nothing then', async () => {
    const visitor = await house.signIn();
    await house.restart();
    expect((await visitor.get('/api/session')).status).toBe(200);
    const out = await visitor.post('/api/session/sign-out', {});
    expect([out.status, out.headers['set-cookie']?.[0]]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect((await visitor.get('/api/session')).body.code).toBe('session-required');
  });

  test('ends when nobody does anything, whatever a page asks by itself, and at its last hour in any case', async () => {
    const visitor = await house.signIn();
    const begun = at;
    try {
      at = begun + 40_000;
      expect((await visitor.get('/api/session')).status).toBe(200);
      at = begun + 80_000;
      expect((await visitor.get('/api/session', { 'dienstweg-untouched': '1' })).status).toBe(200);
      at = begun + 101_000;
      expect((await visitor.get('/api/session')).body.code).toBe('session-required');
      const other = await house.signIn();
      for (let n = 1; n < 13; n += 1) {
        at += 50_000;
        const answer = await other.get('/api/session');
        expect([n, answer.status]).toEqual([n, n < 12 ? 200 : 401]);
      }
    } finally {
      at = Date.now();
    }
  });
});

const openLive = (cookie: string): Promise<{ status: number; close: () => void; text: () => string }> =>
  new Promise((settle, fail) => {
    const { hostname, port } = new URL(house.origin);
    const outgoing = request({ hostname, port, path: '/api/live', agent: false, headers: { cookie } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.on('error', () => undefined);
      settle({ status: response.statusCode ?? 0, close: () => outgoing.destroy(), text: () => text });
    });
    outgoing.on('error', fail);
    outgoing.end();
  });

describe('live connections', () => {
  test('a thousand at once are refused beyond the limit, clearly, and everybody else is served', async () => {
    const visitors = await Promise.all(Array.from({ length: 10 }, () => house.signIn()));
    const opened = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) => openLive(visitors[n % visitors.length]?.cookie ?? '')),
    );
    const served = opened.filter(({ status }) => status === 200);
    expect(served).toHaveLength(20);
    expect(opened.filter(({ status }) => status === 503)).toHaveLength(980);
    const before = performance.now();
    expect((await visitors[0]?.get('/api/session'))?.status).toBe(200);
    expect(performance.now() - before).toBeLessThan(2_000);
    const full = await visitors[0]?.get('/api/live');
    expect([full?.status, full?.body.code, full?.headers['retry-after']]).toEqual([
      503,
      'too-many-live-connections',
      '30',
    ]);
    for (const one of opened) one.close();
    const again = async (): Promise<number> => {
      const one = await openLive(visitors[0]?.cookie ?? '');
      one.close();
      return one.status;
    };
    while ((await again()) !== 200);
  }, 60_000);

  test('beat, and end with the session', async () => {
    const visitor = await house.signIn();
    const live = await openLive(visitor.cookie);
    while (!live.text().includes(': still here')) await new Promise((turn) => setImmediate(turn));
    await visitor.post('/api/session/sign-out', {});
    while (!live.text().includes('event: signed-out')) await new Promise((turn) => setImmediate(turn));
    live.close();
  });
});

test('a connection that sends no HTTP, or half a request, does not hold the console up', async () => {
  const { hostname, port } = new URL(house.origin);
  const sockets = Array.from({ length: 50 }, () => connect(Number(port), hostname));
  for (const socket of sockets) {
    socket.on('error', () => undefined);
    socket.write('POST /api/session/link HTTP/1.1\r\nHost: x\r\nContent-Len');
  }
  expect((await house.call('/api/site')).status).toBe(200);
  for (const socket of sockets) socket.destroy();
});
