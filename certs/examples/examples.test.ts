/** The examples are run as they stand, and what they sign is verified as a gateway would. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type IssuedLeafWithKey, issueCertificate } from '../src/pki/issue.ts';
import { exportPkcs12 } from '../src/pki/pkcs12.ts';
import { examineXml, startTestPki, type TestPki } from '../testing/fixture.ts';
import { findTool } from '../testing/tools.ts';

const run = promisify(execFile);
const PASSWORD = 'geheim';
const AUTHOR = 'gew:990101000000';
const here = import.meta.dirname;

let pki: TestPki;
let signer: IssuedLeafWithKey;
const inFolder = (name: string): string => join(pki.folder, name);
beforeAll(async () => {
  pki = await startTestPki();
  signer = await issueCertificate(pki.ca, { commonName: 'Gewerbeamt', purposes: 'signing' });
  writeFileSync(inFolder('signing.p12'), exportPkcs12(signer, { password: PASSWORD, name: 'signing' }));
  writeFileSync(inFolder('signing.key'), signer.privateKeyPem);
  writeFileSync(inFolder('signing.pem'), signer.chainPem);
  writeFileSync(inFolder('payload.xml'), '<anzeige>Müller &amp; Söhne</anzeige>\n');
});
afterAll(async () => {
  await pki[Symbol.asyncDispose]();
});

describe('the shell example', () => {
  test('signs a message with openssl and xmlsec1 that is accepted', async () => {
    // The script finds its tools on PATH; where xmlsec1 was fetched, its folder is put there.
    const { command, env } = findTool('xmlsec1');
    const path = `${join(command, '..')}:${env.PATH}`;
    const args = [inFolder('signing.key'), inFolder('signing.pem'), AUTHOR, inFolder('payload.xml')];
    const { stdout } = await run(join(here, 'shell', 'sign-message.sh'), args, {
      env: { ...env, PATH: path, TYPE: 'pruefstand.nachricht' },
    });
    const examination = examineXml(stdout, pki.trust, signer.der);
    expect(examination).toMatchObject({ ok: true, message: { partsPresent: ['core'] } });
    expect(examineXml(stdout.replace('<TestMessage>true', '<TestMessage>false'), pki.trust, signer.der)).toMatchObject({
      ok: false,
      code: 'signature-invalid',
    });
  });
});

describe('the Java example', () => {
  const sign = async (...more: readonly string[]) => {
    const { command, env } = findTool('java');
    const about = ['--author', AUTHOR, '--payload', inFolder('payload.xml'), '--type', 'pruefstand.nachricht:1.0'];
    const args = ['--store', inFolder('signing.p12'), ...about];
    const out = inFolder('java.xml');
    return {
      out,
      ...(await run(command, [join(here, 'java', 'SignMessage.java'), ...args, '--out', out, ...more], {
        env: { ...env, STORE_PASSWORD: PASSWORD },
      })),
    };
  };

  test('signs with the JDK alone a message that is accepted, hands it in over mutual TLS and prints the answer', async () => {
    const server = await issueCertificate(pki.ca, {
      commonName: 'gateway',
      purposes: 'tls-server',
      dns: ['localhost'],
    });
    const client = await issueCertificate(pki.ca, { commonName: 'Gewerbeamt', purposes: 'tls-client' });
    writeFileSync(inFolder('tls.p12'), exportPkcs12(client, { password: PASSWORD, name: 'tls' }));
    const listener = createServer(
      { key: server.privateKeyPem, cert: server.chainPem, ca: pki.trust.issuersPem(), requestCert: true },
      async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const isAccepted = examineXml(Buffer.concat(chunks), pki.trust, signer.der).ok;
        response.writeHead(isAccepted && request.url === '/v1/messages' ? 202 : 422).end('{"messageId":"known"}');
      },
    );
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    try {
      const address = listener.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const submit = ['--submit', `https://localhost:${port}`, '--tls-store', inFolder('tls.p12')];
      const { stdout, out } = await sign(
        ...submit,
        '--anchors',
        join(pki.folder, 'trust', 'anchors', 'development.pem'),
      );
      const examination = examineXml(readFileSync(out), pki.trust, signer.der);
      expect(examination).toMatchObject({ ok: true, message: { partsPresent: ['core'] } });
      expect(stdout).toBe('202\n{"messageId":"known"}\n');
    } finally {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    }
  });
});
