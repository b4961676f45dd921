import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detachedSigner } from '@dienstweg/certs/jws/detached.ts';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { WEBHOOK_SIGNATURE_TYPE } from '@dienstweg/schemas/bus/webhooks.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { judgeEvents } from './take-events.ts';

const URI = 'urn:dienstweg:node:delivery';
const US = 'dvdv:xga:990100007007' as AuthorityId;

test('events count where the node signed exactly these octets, for this authority', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-events-'));
  const ca = await createDevelopmentCa(folder);
  const [node, other] = [
    await issueCertificate(ca, { commonName: 'delivery', purposes: 'receipt', uri: URI }),
    await issueCertificate(ca, { commonName: 'somebody', purposes: 'receipt', uri: URI }),
  ];
  await rm(folder, { recursive: true });
  const signed = ({ privateKeyPem, chainPem }: typeof node, octets: Uint8Array) =>
    detachedSigner({ privateKeyPem, chainPem, type: WEBHOOK_SIGNATURE_TYPE })(octets);
  const page = Buffer.from(JSON.stringify({ to: US, at: '', items: [{}, {}], next: '2' }));
  const us = { authority: US, signer: node.fingerprint };
  expect(judgeEvents(page, signed(node, page), us)).toEqual({ ok: true, count: 2 });
  expect(judgeEvents(page, signed(other, page), us)).toEqual({ ok: false, why: 'signature' });
  expect(judgeEvents(Buffer.from(`${page} `), signed(node, page), us)).toEqual({ ok: false, why: 'signature' });
  const them = { ...us, authority: 'ags:99010007' as AuthorityId };
  expect(judgeEvents(page, signed(node, page), them)).toEqual({ ok: false, why: 'not-for-me' });
});
