import { randomUUID } from 'node:crypto';
import { signMessage } from '@dienstweg/certs/signature/sign.ts';
import { buildMessage } from '@dienstweg/schemas/envelope/build.ts';
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Gateway } from './service.ts';
import { buildHouse, type House } from './testing/house.ts';
import { messageOf, stepOf } from './testing/messages.ts';

const NOTICE = stepOf('wohnsitz.rueckmeldung');
const FIRST_AUTHOR = 'quellhorn.meldebehoerde';
const MISTAKEN = 'altenfehr.meldebehoerde';
const MEANT = 'suederlueh.meldebehoerde';

let house: House;
let gateway: Gateway;

beforeAll(async () => {
  house = await buildHouse();
  gateway = await house.start();
});

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

const body = (tag: string, id: AuthorityId): string =>
  `<b:${tag}><b:kennung>${id}</b:kennung><b:name>${tag}</b:name></b:${tag}>`;

/** A forwarding of `original` that `passedOn` have passed on so far. */
const forwarding = (original: string, passedOn: readonly string[], to: string): string => {
  const id = (name: string): AuthorityId => house.keysOf(name).authority;
  const core = `<t:weiterleitung xmlns:t="urn:dienstweg:weiterleitung:1" xmlns:b="urn:dienstweg:basis:1"><t:kopf>
    <b:nachrichtentyp>weiterleitung</b:nachrichtentyp><b:version>1.0</b:version>${body('autor', id(MISTAKEN))}${body('leser', id(to))}
    <b:erstellt>2026-11-18T09:12:40+01:00</b:erstellt><b:verfahren produkt="p" hersteller="h" version="1.0"/></t:kopf>
    <t:bezug><b:autor>${id(FIRST_AUTHOR)}</b:autor><b:nachricht>${randomUUID()}</b:nachricht>
    <b:nachrichtentyp>wohnsitz.rueckmeldung</b:nachrichtentyp><b:version>1.0</b:version></t:bezug>
    ${passedOn
      .map(
        (name) => `<t:weiterleitung>${body('stelle', id(name))}<b:erhalten>2026-11-17T08:20:31+01:00</b:erhalten>
      <b:weitergeleitet>2026-11-18T09:12:40+01:00</b:weitergeleitet><b:grund>nicht hier</b:grund></t:weiterleitung>`,
      )
      .join('')}</t:weiterleitung>`;
  const unsigned = buildMessage(
    {
      messageId: randomUUID() as MessageId,
      messageType: { code: 'weiterleitung', version: '1.0' },
      author: id(MISTAKEN),
      addressee: { by: 'reader', reader: id(to) },
      distribution: [],
      processReference: {},
      createdAt: new Date().toISOString(),
      testMessage: true,
    },
    [
      { id: 'core', role: 'payload', mediaType: 'application/xml', octets: Buffer.from(core) },
      { id: 'original', role: 'attachment', mediaType: 'application/xml', octets: Buffer.from(original) },
    ],
  );
  const { signing } = house.keysOf(MISTAKEN);
  return signMessage(unsigned, {
    privateKeyPem: signing.privateKeyPem,
    certificateDer: signing.der,
    signingTime: new Date(),
  });
};

describe('a message passed on unchanged', () => {
  const submit = async (passedOn: readonly string[], to: string) => {
    await using client = house.client(gateway, MISTAKEN);
    return await client.post('/v1/messages', forwarding(messageOf(house, NOTICE), passedOn, to));
  };
  test('reaches the body it is meant for', async () => {
    expect((await submit([MISTAKEN], MEANT)).json).toMatchObject({
      status: 'accepted',
      readers: [{ authority: house.keysOf(MEANT).authority }],
    });
  });
  test.each([
    ['a body that has passed it on already', [MEANT, MISTAKEN], MEANT],
    ['its first author', [MISTAKEN], FIRST_AUTHOR],
  ])('does not reach %s: that would be a circle', async (_, passedOn, to) => {
    expect((await submit(passedOn, to)).json).toMatchObject({ code: 'forwarding-loop', status: 422 });
  });
});
