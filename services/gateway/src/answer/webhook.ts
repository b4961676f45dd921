/** Authorities say where their events are posted to. Who asks has shown by TLS whose events they are. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readAs, readLast } from '@dienstweg/infra/bus/read.ts';
import { STREAMS, subjectOfWebhook } from '@dienstweg/schemas/bus/streams.ts';
import { readStoredWebhook, type WebhookEntry } from '@dienstweg/schemas/bus/webhooks.ts';
import { MEDIA_TYPES, PATHS } from '@dienstweg/schemas/http/paths.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { FastifyInstance } from 'fastify';
import { peerOf } from '../receive/caller.ts';
import { orAway } from './away.ts';

/** What the routes need. */
export interface WebhookNeeds {
  readonly bus: Bus;
  readonly now: () => Date;
}

const LIMIT_BYTES = 8 * 1024;
const URL_LIMIT = 2_000;
const RACES_AT_MOST = 5;

const invalid = (detail: string): ProblemError => new ProblemError(problem('request-invalid', { detail }));

/** What is wrong with an address shows here as far as it can without asking for it. Pure. */
export const readWebhookRequest = (body: unknown): Pick<WebhookEntry, 'url' | 'tlsFingerprint'> => {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  } catch {
    throw invalid('The body is no JSON: {"url":"https://…"}');
  }
  const { url, tlsFingerprint } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (url === undefined) throw invalid('url: not stated; the body is {"url":"https://…"}');
  const parsed = typeof url === 'string' && url.length <= URL_LIMIT ? URL.parse(url) : null;
  if (parsed === null) throw invalid('url: not an address');
  if (parsed.protocol !== 'https:') throw invalid('url: must begin with https://');
  if (parsed.username !== '' || parsed.password !== '' || parsed.hash !== '')
    throw invalid('url: without user, password and fragment');
  if (tlsFingerprint === undefined) return { url: parsed.href };
  if (typeof tlsFingerprint !== 'string' || !/^[0-9a-f]{64}$/.test(tlsFingerprint))
    throw invalid('tlsFingerprint: SHA-256 of the certificate, 64 hexadecimal digits');
  return { url: parsed.href, tlsFingerprint };
};

const AWAY = (): ProblemError => new ProblemError(problem('broker-unavailable', { retryAfterSeconds: 2 }));

const entryOf = async (bus: Bus, authority: AuthorityId) => {
  const stored = await orAway(readLast(bus, STREAMS.webhooks, subjectOfWebhook(authority)));
  // what is registered next takes the place of whatever else stands there
  return stored && { entry: readAs(stored, readStoredWebhook), sequence: stored.sequence };
};

/** Writes the entry in place of the one that stands there, whoever advances it meanwhile. */
const change = async (
  { bus }: WebhookNeeds,
  authority: AuthorityId,
  next: (before: WebhookEntry | undefined) => WebhookEntry,
): Promise<WebhookEntry> => {
  for (let race = 0; race < RACES_AT_MOST; race += 1) {
    const there = await entryOf(bus, authority);
    const entry = next(there?.entry);
    const written = await publishDurably(bus, {
      subject: subjectOfWebhook(authority),
      data: JSON.stringify(entry),
      expectedLastSubjectSequence: there?.sequence ?? 0,
    });
    if (written.ok) return entry;
    if (written.reason !== 'wrong-sequence') throw AWAY();
  }
  throw AWAY();
};

const NONE = (): ProblemError => new ProblemError(problem('not-found', { detail: 'There is no webhook.' }));

/** Adds the routes. */
export const keepWebhooks = (app: FastifyInstance, needs: WebhookNeeds): void => {
  app.put(
    PATHS.webhook,
    { bodyLimit: LIMIT_BYTES, config: { takes: [MEDIA_TYPES.json] } },
    async (request): Promise<WebhookEntry> => {
      const { authority } = peerOf(request);
      const wanted = readWebhookRequest(request.body);
      return change(needs, authority, (before) => ({
        authority,
        ...wanted,
        registeredAt: needs.now().toISOString(),
        ...(before?.cursor === undefined ? {} : { cursor: before.cursor }),
      }));
    },
  );
  app.get(PATHS.webhook, async (request): Promise<WebhookEntry> => {
    const there = await entryOf(needs.bus, peerOf(request).authority);
    if (there?.entry?.url === undefined) throw NONE();
    return there.entry;
  });
  app.delete(PATHS.webhook, async (request): Promise<WebhookEntry> => {
    const { authority } = peerOf(request);
    if ((await entryOf(needs.bus, authority))?.entry?.url === undefined) throw NONE();
    return change(needs, authority, (before) => ({
      authority,
      registeredAt: needs.now().toISOString(),
      ...(before?.cursor === undefined ? {} : { cursor: before.cursor }),
    }));
  });
};
