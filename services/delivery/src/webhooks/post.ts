/** Posts the events of authorities to where they want them: in order, at least once, one page after the other. */

import { BlockList, isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { detachedSigner } from '@dienstweg/certs/jws/detached.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { mutualTlsPool } from '@dienstweg/infra/https-client.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import type { FeedEvent } from '@dienstweg/schemas/bus/requests.ts';
import { STREAMS, subjectOfWebhook } from '@dienstweg/schemas/bus/streams.ts';
import {
  readStoredWebhook,
  WEBHOOK_SIGNATURE_HEADER,
  WEBHOOK_SIGNATURE_TYPE,
  type WebhookBody,
  type WebhookEntry,
} from '@dienstweg/schemas/bus/webhooks.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { addressJudge, judgedLookup, networksIn } from './address.ts';
import { isActive, notTakenOver, pauseAfter, takenOver, toldTo, type WebhookPolicy } from './advance.ts';

/** What posting needs. */
export interface PostingNeeds {
  readonly bus: Bus;
  readonly policy: WebhookPolicy;
  readonly tls: { readonly certPem: string; readonly keyPem: string; readonly caPem: readonly string[] };
  readonly receipt: { readonly privateKeyPem: string; readonly chainPem: string };
  readonly now: () => Date;
}

/** Webhooks being served. */
export interface Posting extends AsyncDisposable {
  readonly findings: () => readonly Finding[];
}

interface Known {
  entry: WebhookEntry;
  sequence: number;
  failures: number;
  notBeforeMs: number;
}

const FRESH = { failures: 0, notBeforeMs: 0 } as const;

/** Follows the webhooks and posts until put down. Where each stands is in the stream, so that nothing hangs on this process. */
export const postEvents = async (needs: PostingNeeds): Promise<Posting> => {
  const { bus, policy, now } = needs;
  const sign = detachedSigner({ ...needs.receipt, type: WEBHOOK_SIGNATURE_TYPE });
  const may = addressJudge(networksIn(policy.allowedNetworks) ?? new BlockList());
  const known = new Map<AuthorityId, Known>();
  const stopping = new AbortController();
  const following = await followStream(
    bus,
    {
      stream: STREAMS.webhooks,
      lastPerSubject: true,
      onPassedOver: ({ subject, sequence }) => {
        for (const [authority, one] of known) if (subjectOfWebhook(authority) === subject) one.sequence = sequence;
      },
    },
    ({ data, sequence }) => {
      const entry = readStoredWebhook(data);
      const there = known.get(entry.authority);
      if (there !== undefined && there.sequence >= sequence) return;
      // our own note of a failure, or registered anew: then whatever was wrong before may be mended
      const { failures, notBeforeMs } = there !== undefined && entry.failingSince !== undefined ? there : FRESH;
      known.set(entry.authority, { entry, sequence, failures, notBeforeMs });
    },
  );
  await following.caughtUp;

  const post = async (
    entry: WebhookEntry & { readonly url: string },
    body: WebhookBody<FeedEvent>,
  ): Promise<string | undefined> => {
    const url = new URL(entry.url);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // a literal address is never looked up
    if (isIP(host) !== 0 && !may(host)) return 'address-refused';
    const octets = Buffer.from(JSON.stringify(body));
    const pool = mutualTlsPool({
      origin: url.origin,
      ...needs.tls,
      ...(entry.tlsFingerprint === undefined ? {} : { expectedFingerprint: entry.tlsFingerprint }),
      connections: 1,
      timeouts: { connectMs: policy.timeoutMs, headersMs: policy.timeoutMs, bodyMs: policy.timeoutMs },
      lookup: judgedLookup(may),
    });
    try {
      const answer = await pool.request({
        method: 'POST',
        path: `${url.pathname}${url.search}`,
        headers: { 'content-type': 'application/json', [WEBHOOK_SIGNATURE_HEADER]: sign(octets) },
        body: octets,
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(2 * policy.timeoutMs)]),
      });
      await answer.body.dump({ limit: 64 * 1024 });
      return answer.statusCode >= 200 && answer.statusCode < 300 ? undefined : `status-${answer.statusCode}`;
    } catch (error) {
      return String((error as { readonly code?: unknown }).code ?? 'unreachable').toLowerCase();
    } finally {
      await pool.destroy();
    }
  };

  /** Writes where it stands now, unless the authority has changed it meanwhile: then that counts. */
  const advance = async (one: Known, entry: WebhookEntry): Promise<void> => {
    const written = await publishDurably(bus, {
      subject: subjectOfWebhook(entry.authority),
      data: JSON.stringify(entry),
      expectedLastSubjectSequence: one.sequence,
    });
    if (written.ok) Object.assign(one, { entry, sequence: written.sequence });
  };

  const failed = async (one: Known, why: string): Promise<void> => {
    one.failures += 1;
    one.notBeforeMs = now().getTime() + pauseAfter(one.failures, policy);
    const entry = notTakenOver(one.entry, why, now(), policy);
    bus.log.warn({ authority: entry.authority, why, failures: one.failures }, 'events could not be posted');
    // not each failure: who is down for days would fill the stream
    if (one.entry.lastFailure !== why || entry.pausedAt !== undefined) await advance(one, entry);
  };

  /** One page; whether there may be more. */
  const page = async (one: Known): Promise<boolean> => {
    const { entry } = one;
    if (!isActive(entry) || now().getTime() < one.notBeforeMs) return false;
    const reply = await request(bus, 'trackingEvents', {
      authority: entry.authority,
      limit: policy.eventsPerPage,
      ...(entry.cursor === undefined ? {} : { after: entry.cursor }),
    });
    if (!reply.ok || reply.value.items.length === 0) return false;
    const { items, next } = reply.value;
    const told = toldTo(entry.authority, items);
    const why =
      told.length === 0
        ? undefined
        : await post(entry, { to: entry.authority, at: now().toISOString(), items: told, next });
    if (stopping.signal.aborted) return false;
    if (why !== undefined) {
      await failed(one, why);
      return false;
    }
    one.failures = 0;
    await advance(one, takenOver(entry, next));
    return items.length === policy.eventsPerPage;
  };

  /** Who is posted to now: whoever is slow, or has much to be told, holds up nobody else. */
  const posting = new Map<AuthorityId, Promise<void>>();
  const postAll = async (authority: AuthorityId): Promise<void> => {
    // looked up for each page: it may have been registered anew meanwhile
    for (let one = known.get(authority); one !== undefined; one = known.get(authority))
      if (stopping.signal.aborted || !(await page(one))) return;
  };
  const round = (): void => {
    for (const authority of known.keys())
      if (!posting.has(authority))
        posting.set(
          authority,
          postAll(authority)
            .catch((error: unknown) => bus.log.warn({ err: error }, 'posting events is put off'))
            .finally(() => posting.delete(authority)),
        );
  };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      if (bus.isConnected()) round();
      await delay(policy.everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await Promise.all(posting.values());
  })();

  return {
    findings: () =>
      [...known.values()]
        .filter(({ entry }) => entry.pausedAt !== undefined)
        .map(({ entry }) => ({
          code: 'webhook-paused',
          severity: 'warning',
          text: `Events of ${entry.authority} are not posted any more: nothing was taken over since ${entry.failingSince ?? ''} (${entry.lastFailure ?? ''}).`,
          remedy: 'The authority mends its webhook and registers it again; nothing is lost.',
        })),
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await running;
      await following[Symbol.asyncDispose]();
    },
  };
};
