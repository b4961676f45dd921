/** Signing in at a real OpenID provider, as a browser does it: by redirects, forms and cookies. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { freePort } from '@dienstweg/infra/testing/servers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Provider from 'oidc-provider';
import { type House, openHouse, send } from '../testing/house.ts';

const ACCOUNTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  erika: { name: 'Erika Beispiel', groups: { dienstweg: ['dienstweg-operator', 'dienstweg-viewer', 'other'] } },
  worker: {
    name: '=HYPERLINK("x")',
    groups: { dienstweg: 'dienstweg-case-worker' },
    dienstweg_authority: 'ags:99010007',
  },
  stranger: { name: 'Nobody', groups: { dienstweg: ['something-else'] } },
};

let provider: Server;
let house: House;
let port: number;
beforeAll(async () => {
  port = await freePort();
  const consolePort = await freePort();
  const oidc = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: 'console',
        client_secret: 'a-secret-of-the-test',
        redirect_uris: [`http://127.0.0.1:${consolePort}/auth/callback`],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'groups', 'dienstweg_authority'] },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => Promise.resolve({ sub: id, ...ACCOUNTS[id] }),
    }),
    cookies: { keys: ['a-key-of-the-test'] },
    pkce: { required: () => true },
  });
  provider = oidc.listen(port, '127.0.0.1');
  await once(provider, 'listening');
  house = await openHouse({
    port: consolePort,
    oidc: {
      issuer: `http://127.0.0.1:${port}`,
      clientId: 'console',
      clientSecret: 'a-secret-of-the-test',
      scope: 'openid profile',
      rolesClaim: 'groups.dienstweg',
      authorityClaim: 'dienstweg_authority',
    },
  });
}, 60_000);
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
  provider?.closeAllConnections();
  provider?.close();
});

/** Cookies of one browser, by host and port as far as this test needs it. */
class Jar {
  readonly #of = new Map<string, string>();
  take(origin: string, headers: readonly string[] | undefined): void {
    for (const header of headers ?? []) {
      const [pair = ''] = header.split(';');
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      if (value === '') this.#of.delete(`${origin} ${name}`);
      else this.#of.set(`${origin} ${name}`, value);
    }
  }
  header(origin: string): string {
    return [...this.#of]
      .filter(([key]) => key.startsWith(`${origin} `))
      .map(([key, value]) => `${key.slice(origin.length + 1)}=${value}`)
      .join('; ');
  }
}

/** Goes where it is sent and fills in the provider's forms, until it is back at a page of the console. */
const walk = async (jar: Jar, from: string, account: string): Promise<string> => {
  let url = new URL(from);
  let form: string | undefined;
  for (let step = 0; step < 20; step += 1) {
    const answer = await send(url.origin, `${url.pathname}${url.search}`, {
      headers: {
        cookie: jar.header(url.origin),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    jar.take(url.origin, answer.headers['set-cookie']);
    form = undefined;
    const { location } = answer.headers;
    if (location !== undefined) {
      url = new URL(location, url);
      if (url.origin === house.origin && !url.pathname.startsWith('/auth/')) return `${url.pathname}${url.search}`;
    } else if (answer.text.includes('name="login"')) {
      url = new URL(/action="([^"]+)"/.exec(answer.text)?.[1] ?? '', url);
      form = new URLSearchParams({ prompt: 'login', login: account, password: 'x' }).toString();
    } else if (answer.text.includes('value="consent"')) {
      url = new URL(/action="([^"]+)"/.exec(answer.text)?.[1] ?? '', url);
      form = 'prompt=consent';
    } else throw new Error(`lost at ${url.href}: ${answer.status} ${answer.text.slice(0, 300)}`);
  }
  throw new Error('sent round and round');
};

const sessionOf = (jar: Jar) => send(house.origin, '/api/session', { headers: { cookie: jar.header(house.origin) } });

describe('signing in by OpenID Connect', () => {
  test('gives the roles of a claim, and leads back to where somebody wanted to go', async () => {
    const jar = new Jar();
    const to = await walk(
      jar,
      `${house.origin}/auth/sign-in?to=${encodeURIComponent('/messages?state=waiting')}`,
      'erika',
    );
    expect(to).toBe('/messages?state=waiting');
    expect((await sessionOf(jar)).body).toMatchObject({
      user: { id: `127.0.0.1:${port}#erika`, name: 'Erika Beispiel' },
      roles: ['operator', 'viewer'],
    });
  });

  test('gives a case worker the authority of a claim, and nothing but its messages', async () => {
    const jar = new Jar();
    await walk(jar, `${house.origin}/auth/sign-in`, 'worker');
    expect((await sessionOf(jar)).body).toMatchObject({
      roles: ['case-worker'],
      permissions: ['messages'],
      authority: { id: 'ags:99010007' },
    });
  });

  test('gives nothing to whom no role was given', async () => {
    const jar = new Jar();
    expect(await walk(jar, `${house.origin}/auth/sign-in`, 'stranger')).toBe('/sign-in?why=refused');
    expect((await sessionOf(jar)).status).toBe(401);
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/..//evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
  ])('never leads to %s afterwards', async (to) => {
    expect(await walk(new Jar(), `${house.origin}/auth/sign-in?to=${encodeURIComponent(to)}`, 'erika')).toBe('/');
  });

  test('is not finished in another browser, with another state, twice, or with a code that is none', async () => {
    const begin = async (jar: Jar): Promise<URL> => {
      const answer = await house.call('/auth/sign-in');
      jar.take(house.origin, answer.headers['set-cookie']);
      return new URL(answer.headers.location ?? '');
    };
    const mine = new Jar();
    const state = (await begin(mine)).searchParams.get('state') ?? '';
    const callback = (jar: Jar, query: string) =>
      house.call(`/auth/callback?${query}`, { headers: { cookie: jar.header(house.origin) } });
    const other = await callback(new Jar(), `code=x&state=${state}`);
    expect(other.headers.location).toBe('/sign-in?why=begin-again');
    const wrong = await callback(mine, 'code=x&state=another');
    expect(wrong.headers.location).toBe('/sign-in?why=refused');
    const twice = await callback(mine, `code=x&state=${state}`);
    expect(twice.headers.location).toBe('/sign-in?why=begin-again');
    const forger = new Jar();
    const stated = (await begin(forger)).searchParams.get('state') ?? '';
    const forged = await callback(
      forger,
      `code=forged&state=${stated}&iss=${encodeURIComponent(`http://127.0.0.1:${port}`)}`,
    );
    expect(forged.headers.location).toBe('/sign-in?why=refused');
    for (const { headers } of [other, wrong, twice, forged])
      expect(headers['set-cookie']?.join()).not.toContain('SameSite=Strict');
  });

  test('makes one-time links worth nothing', async () => {
    const token = await house.link({ roles: ['operator'] });
    const answer = await house.call('/api/session/link', { method: 'POST', body: { token } });
    expect(answer.body.code).toBe('sign-in-refused');
  });
});

test('a provider that cannot be reached is told at the page of signing in', async () => {
  await using alone = await openHouse(
    {
      oidc: {
        issuer: `http://127.0.0.1:${await freePort()}`,
        clientId: 'console',
        scope: 'openid',
        rolesClaim: 'roles',
        authorityClaim: 'authority',
      },
    },
    {},
    house,
  );
  expect((await alone.call('/auth/sign-in')).headers.location).toBe('/sign-in?why=unavailable');
}, 30_000);
