import { createHash, createPrivateKey, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { EndpointEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Gateway } from '../service.ts';
import { buildHouse, type Client, type House, type Keys } from '../testing/house.ts';
import { uriOfMessageType } from './offers.ts';

const TOKEN = '/dvdv2-backend/extern/standaloneauth/token';
const DIRECTORY = '/dvdv2-backend/extern/standaloneauth/directory/v2';
const ASKING = 'quellhorn.meldebehoerde';
const URI = uriOfMessageType('wohnsitz.rueckmeldung', '1.0');

let house: House;
let gateway: Gateway;
let client: Client;
let token: string;

const hostOf = (): string => new URL(gateway.origin.replace('127.0.0.1', 'localhost')).host;
const sha1Of = ({ signing }: Keys): string => createHash('sha1').update(signing.der).digest('hex');
const keyOf = (name: string): string => house.keysOf(name).authority.slice('dvdv:'.length);

const assertion = (
  { subject, audience = `https://${hostOf()}${TOKEN}`, lifetime = 60, jti = randomUUID(), signer = ASKING } = {} as {
    subject?: string;
    audience?: string;
    lifetime?: number;
    jti?: string;
    signer?: string;
  },
): Promise<string> => {
  const now = Math.floor(Date.now() / 1000);
  const sub = subject ?? `fp:${sha1Of(house.keysOf(ASKING))}`;
  return new SignJWT({})
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(sub)
    .setSubject(sub)
    .setAudience(audience)
    .setJti(jti)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetime)
    .sign(createPrivateKey(house.keysOf(signer).signing.privateKeyPem));
};

const exchange = (jwt: string) =>
  client.post(
    TOKEN,
    new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: jwt,
    }).toString(),
    { 'content-type': 'application/x-www-form-urlencoded' },
  );

/** The same with a host that is stated, whatever the connection goes to; its status. */
const exchangeAs = async (host: string, jwt: string): Promise<number | undefined> => {
  const made = request(gateway.origin, {
    method: 'POST',
    path: TOKEN,
    ca: house.ca.root.certificatePem,
    servername: 'localhost',
    headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
  });
  made.end(new URLSearchParams({ grant_type: 'client_credentials', client_assertion: jwt }).toString());
  const [answer] = (await once(made, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
};

const ask = (name: string, asked: object, authorization = `EmbeddedBearer ${token}`) =>
  client.get(`${DIRECTORY}/${name}?request_json=${encodeURIComponent(JSON.stringify(asked))}`, { authorization });

beforeAll(async () => {
  house = await buildHouse();
  gateway = await house.start();
  client = house.client(gateway, undefined);
  token = String((await exchange(await assertion())).json.access_token);
});

afterAll(async () => {
  await client?.[Symbol.asyncDispose]();
  await gateway?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

describe('a token', () => {
  test('is given for the rest of the day to who holds the key of a registered certificate', async () => {
    const { status, json } = await exchange(await assertion());
    expect(status).toBe(200);
    expect(json).toMatchObject({ token_type: 'EmbeddedBearer', access_token: expect.any(String) });
    expect(Number(json.expires_in)).toBeGreaterThan(0);
    expect(Number(json.expires_in)).toBeLessThanOrEqual(25 * 3600);
  });
  test.each([
    ['signed with another key', () => assertion({ signer: 'altenfehr.meldebehoerde' })],
    ['for another address', () => assertion({ audience: 'https://elsewhere.example/token' })],
    ['that is over', () => assertion({ lifetime: -3600 })],
    ['that lives for weeks', () => assertion({ lifetime: 14 * 24 * 3600 })],
    ['of an unknown certificate', () => assertion({ subject: `fp:${'0'.repeat(40)}` })],
    ['without signature', async () => 'eyJhbGciOiJub25lIn0.e30.'],
    ['that is none', async () => 'nonsense'],
  ])('is refused for an assertion %s', async (_, made) => {
    const { status, json } = await exchange(await made());
    expect(status).toBe(401);
    expect(json).toMatchObject({ error: 'invalid_client', error_description: expect.any(String) });
  });
  test('is refused for an assertion made out to another server, also where that is stated as the host', async () => {
    const audience = (host: string) => assertion({ audience: `https://${host}${TOKEN}` });
    expect(await exchangeAs('elsewhere.example', await audience('elsewhere.example'))).toBe(400);
    const byAddress = gateway.origin.slice('https://'.length);
    expect(await exchangeAs(byAddress, await audience(byAddress))).toBe(200);
  });
  test('is given once for an assertion with an id', async () => {
    const once = await assertion();
    expect((await exchange(once)).status).toBe(200);
    expect((await exchange(once)).status).toBe(401);
  });
  test.each(['', 'EmbeddedBearer nonsense', 'EmbeddedBearer eyJhbGciOiJub25lIn0.e30.e30'])(
    'is asked for: %p is answered with 401',
    async (authorization) => {
      const { status, headers } = await ask('verifycategory', { fingerPrint: '0', category: 'x' }, authorization);
      expect(status).toBe(401);
      expect(headers['content-type']).toContain('application/problem+json');
    },
  );
});

describe('a service description', () => {
  test('says where an organisation takes a version, and whose certificates count', async () => {
    const { status, json } = await ask('findservicedescription', {
      organizationKey: keyOf('altenfehr.meldebehoerde'),
      serviceSpecificationUri: URI,
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      serviceSpecificationUri: URI,
      organizationNameDe: expect.any(String),
      serviceElements: expect.arrayContaining([
        expect.objectContaining({
          serviceElementType: 'SIGNATURE_CERTIFICATE',
          signatureCertificate: expect.objectContaining({
            fingerprint: sha1Of(house.keysOf('altenfehr.meldebehoerde')),
          }),
        }),
      ]),
    });
  });
  test('that is not valid now is 204, with a warning that says when', async () => {
    const reader = 'nebelrade.meldebehoerde';
    const soon: EndpointEntry = {
      kind: 'endpoint',
      id: 'test/endpoint/soon',
      validFrom: '2999-01-01',
      authority: house.keysOf(reader).authority,
      environment: 'test',
      channel: { type: 'mailbox' },
      takes: [{ code: 'zukunft', version: '3.0' }],
    };
    await house.change([soon]);
    const asked = { organizationKey: keyOf(reader), serviceSpecificationUri: uriOfMessageType('zukunft', '3.0') };
    const { status, headers, text } = await ask('findservicedescription', asked);
    expect({ status, text }).toEqual({ status: 204, text: '' });
    const [, encoded = ''] = /^=\?UTF-8\?B\?(.+)\?=$/.exec(String(headers['dvdv-warning-msg'])) ?? [];
    expect(Buffer.from(encoded, 'base64').toString()).toContain('2999-01-01');
  });
  test.each([
    ['an unknown key', { organizationKey: 'xxx:1', serviceSpecificationUri: URI }],
    ['a service it never had', { serviceSpecificationUri: 'http://example.org/none.wsdl' }],
  ])('of %s is 404 with a problem', async (_, asked) => {
    const { status, json } = await ask('findservicedescription', {
      organizationKey: keyOf('altenfehr.meldebehoerde'),
      ...asked,
    });
    expect(status).toBe(404);
    expect(json).toMatchObject({ type: 'problems/type/ENTITY_NOT_FOUND', detail: expect.any(String) });
  });
  test.each(['', 'nonsense', '[]', '{}', '{"organizationKey":7,"serviceSpecificationUri":"x"}'])(
    'asked for with %p is 400',
    async (text) => {
      const path = `${DIRECTORY}/findservicedescription?request_json=${encodeURIComponent(text)}`;
      const { status, json } = await client.get(path, { authorization: `EmbeddedBearer ${token}` });
      expect(status).toBe(400);
      expect(json.type).toBe('problems/type/INPUT_VALIDATION');
    },
  );
});

test('a certificate is of the category of its authority and of those above, and of no other', async () => {
  const fingerPrint = sha1Of(house.keysOf('altenfehr.meldebehoerde'));
  const is = async (category: string) => (await ask('verifycategory', { fingerPrint, category })).json;
  expect(await is('municipality/registration-office')).toEqual({ verifyCategory: true });
  expect(await is('municipality')).toEqual({ verifyCategory: true });
  expect(await is('court')).toEqual({ verifyCategory: false });
});

test('a batch is answered in its order, and what is not found is null in it', async () => {
  const known = { organizationKey: keyOf('altenfehr.meldebehoerde'), serviceSpecificationUri: URI };
  const { status, text } = await client.post(
    `${DIRECTORY}/batch/findservicedescription`,
    JSON.stringify([{ ...known, organizationKey: 'xxx:1' }, known]),
    { 'content-type': 'application/json', authorization: `EmbeddedBearer ${token}` },
  );
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject([null, { serviceSpecificationUri: URI }]);
});

test('an authority is described with its keys and the services it offers now', async () => {
  const { json } = await ask('findauthoritydescription', {
    category: 'municipality/registration-office',
    organizationKey: keyOf('altenfehr.meldebehoerde'),
  });
  expect(json).toMatchObject({
    organization: {
      organizationKeys: [keyOf('altenfehr.meldebehoerde')],
      services: expect.arrayContaining([expect.objectContaining({ serviceSpecificationUri: URI })]),
    },
  });
});
