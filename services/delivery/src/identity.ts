/** Who this node is: its keys, its users on the bus and in Redis, its connections. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { receiptSigner } from '@dienstweg/certs/receipt/sign.ts';
import { type Home, seedFileOf, timersPasswordFileOf } from '@dienstweg/infra/home.ts';
import { mutualTlsPool } from '@dienstweg/infra/https-client.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import { TIMERS_USER } from '@dienstweg/infra/servers/configuration.ts';
import type { BusUser } from '@dienstweg/schemas/bus/permissions.ts';
import { issuerNode } from '@dienstweg/schemas/receipt/claims.ts';
import type { DeliveryConfig } from './config.ts';
import type { PushTarget } from './recipients/recipients.ts';

/** Keys and certificates of the node, and the anchors it trusts (PEM). */
export interface Keys {
  readonly tlsChain: string;
  readonly tlsKey: string;
  readonly receiptChain: string;
  readonly receiptKey: string;
  readonly anchors: readonly string[];
}

/** Reads them. @throws where one is missing. */
export const readKeys = async (home: Home, node: string): Promise<Keys> => {
  const file = (name: string): Promise<string> => readFile(join(home.nodes, node, name), 'utf8');
  const anchors = (await readdir(home.trust.anchors)).filter((name) => name.endsWith('.pem'));
  return {
    tlsChain: await file('tls.pem'),
    tlsKey: await file('tls.key'),
    receiptChain: await file('receipt.pem'),
    receiptKey: await file('receipt.key'),
    anchors: await Promise.all(anchors.map((name) => readFile(join(home.trust.anchors, name), 'utf8'))),
  };
};

/** Who this node is on the bus. */
export const busIdentity = async ({ home, natsUrl, natsGiven }: DeliveryConfig, node: BusUser, log: Log) => ({
  url: natsUrl,
  user: node,
  name: node,
  log,
  ...(natsGiven ? {} : { seed: await readFile(seedFileOf(home, node), 'utf8') }),
});

/** Redis' URL, with the name and password of this house's timers. */
export const redisUrlOf = async ({ home, redisUrl, redisGiven }: DeliveryConfig): Promise<string> => {
  if (redisGiven) return redisUrl;
  const url = new URL(redisUrl);
  url.username = TIMERS_USER;
  url.password = (await readFile(timersPasswordFileOf(home), 'utf8')).trim();
  return url.href;
};

/** Connections to a recipient's node. */
export const poolFor = (keys: Keys, target: PushTarget, { limits }: DeliveryConfig) =>
  mutualTlsPool({
    origin: new URL(target.url).origin,
    certPem: keys.tlsChain,
    keyPem: keys.tlsKey,
    caPem: keys.anchors,
    expectedFingerprint: target.tlsFingerprint,
    connections: limits.pushesPerReader,
    timeouts: { connectMs: limits.firstAttemptMs, headersMs: limits.laterAttemptMs, bodyMs: limits.laterAttemptMs },
  });

/** Signs this node's receipts. */
export const signerOf = ({ receiptKey, receiptChain }: Keys, node: string) =>
  receiptSigner({ privateKeyPem: receiptKey, chainPem: receiptChain, issuer: issuerNode(node) });
