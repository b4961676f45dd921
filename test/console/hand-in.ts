/** Many messages of one author to one reader, handed in over mutual TLS from this process. */
import { randomUUID, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signMessage } from '@dienstweg/certs/signature/sign.ts';
import { homeLayout } from '@dienstweg/infra/home.ts';
import { mutualTlsPool } from '@dienstweg/infra/https-client.ts';
import { buildMessage } from '@dienstweg/schemas/envelope/build.ts';
import { MEDIA_TYPES, PATHS } from '@dienstweg/schemas/http/paths.ts';
import { parseMessageId, toToken } from '@dienstweg/schemas/identifiers.ts';
import type { SendStep } from '@dienstweg/schemas/sandbox/flow.ts';
import { findFlow } from '@dienstweg/schemas/sandbox/flows.ts';
import { readSample } from '@dienstweg/schemas/sandbox/samples.ts';
import type { House } from '../e2e/house.ts';

const AT_ONCE = 8;

/** The first message of a flow. */
export const stepOf = (flow: string): SendStep => {
  const step = findFlow(flow)?.steps.find((one): one is SendStep => one.does === 'send');
  if (step === undefined) throw new Error(`no flow ${flow} that sends`);
  return step;
};

const keyOf = (folder: string, name: string) => {
  const chainPem = readFileSync(join(folder, `${name}.pem`), 'utf8');
  return {
    chainPem,
    privateKeyPem: readFileSync(join(folder, `${name}.key`), 'utf8'),
    certificateDer: new X509Certificate(chainPem).raw,
  };
};

/**
 * Hands in messages made after the first of a flow, each with an id of its own.
 * @returns ids, in the order they were written
 */
export const handIn = async (
  house: Pick<House, 'home' | 'portBase'>,
  flow: string,
  count: number,
): Promise<readonly string[]> => {
  const step = stepOf(flow);
  const home = homeLayout(house.home);
  const folder = join(home.authorities, toToken(step.as));
  const [signing, tls] = [keyOf(folder, 'signing'), keyOf(folder, 'tls')];
  const pool = mutualTlsPool({
    origin: `https://127.0.0.1:${house.portBase + 3}`,
    certPem: tls.chainPem,
    keyPem: tls.privateKeyPem,
    caPem: readFileSync(join(home.ca, 'root.pem'), 'utf8'),
    connections: AT_ONCE,
    timeouts: { connectMs: 10_000, headersMs: 60_000, bodyMs: 60_000 },
  });
  const one = async (): Promise<string> => {
    const messageId = parseMessageId(randomUUID());
    if (messageId === undefined) throw new Error('randomUUID gave no UUID');
    const now = new Date();
    const unsigned = buildMessage(
      {
        messageId,
        messageType: step.messageType,
        author: step.as,
        addressee: step.addressee,
        distribution: step.distribution,
        processReference: step.processReference,
        createdAt: now.toISOString(),
        testMessage: step.testMessage,
        ...(step.legalBasis === undefined ? {} : { legalBasis: step.legalBasis }),
      },
      step.parts.map((part) => ({
        id: part.id,
        role: part.role,
        mediaType: part.mediaType,
        octets: readSample(part),
        ...(part.fileName === undefined ? {} : { fileName: part.fileName }),
      })),
    );
    const body = signMessage(unsigned, { ...signing, signingTime: now });
    const { statusCode, body: answer } = await pool.request({
      method: 'POST',
      path: PATHS.messages,
      headers: { 'content-type': MEDIA_TYPES.xml },
      body,
    });
    const text = await answer.text();
    if (statusCode !== 202) throw new Error(`${statusCode} ${text}`);
    return messageId;
  };
  const ids: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const n = next;
      next += 1;
      ids[n] = await one();
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await pool.close();
  }
  return ids;
};
