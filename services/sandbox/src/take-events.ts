/**
 * An authority that has its events posted instead of asking for them. The reference for anybody who takes webhooks:
 * does the signature of the node hold over exactly these octets → are they for me → count them → 2xx.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { verifyDetached } from '@dienstweg/certs/jws/detached.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import type { FeedEvent } from '@dienstweg/schemas/bus/requests.ts';
import { WEBHOOK_SIGNATURE_TYPE, type WebhookBody } from '@dienstweg/schemas/bus/webhooks.ts';
import { MEDIA_TYPES, PATHS } from '@dienstweg/schemas/http/paths.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Gateway } from './gateway.ts';

/** Fingerprint of the certificate with whose key events are signed. @throws where it is missing. */
export const eventSignerFingerprint = (home: Home): string =>
  fingerprintOf(new X509Certificate(readFileSync(join(home.nodes, 'delivery', 'receipt.pem'))).raw);

/** What became of a posted page. */
export type TakenEvents =
  | { readonly ok: true; readonly count: number }
  | { readonly ok: false; readonly why: 'signature' | 'not-for-me' };

/** Judges a posted page. Pure. */
export const judgeEvents = (
  octets: Uint8Array,
  signature: string,
  { authority, signer }: { readonly authority: AuthorityId; readonly signer: string },
): TakenEvents => {
  if (verifyDetached(signature, octets, WEBHOOK_SIGNATURE_TYPE) !== signer) return { ok: false, why: 'signature' };
  const { to, items } = JSON.parse(Buffer.from(octets).toString('utf8')) as WebhookBody<FeedEvent>;
  return to === authority ? { ok: true, count: items.length } : { ok: false, why: 'not-for-me' };
};

const PAUSE_MS = 2_000;

/** Registers a webhook as soon as the gateway takes it; goes on until then, or until put down. */
export const registerWebhook = (
  { gateway, log }: { readonly gateway: Gateway; readonly log: Log },
  authority: AuthorityId,
  webhook: { readonly url: string; readonly tlsFingerprint: string },
): AsyncDisposable => {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const answer = await gateway.put(authority, PATHS.webhook, MEDIA_TYPES.json, JSON.stringify(webhook));
      if (answer.handedIn === 'done') return;
      // at the very first start the directory may not know this authority yet
      if (answer.handedIn === 'refused') log.info({ authority, code: answer.code }, 'webhook refused');
      await delay(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await running;
    },
  };
};
