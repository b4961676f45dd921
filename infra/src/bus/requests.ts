/** Requests between services over the bus, as `schemas/bus/requests.ts` states them. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Reply, RequestContract, RequestKey } from '@dienstweg/schemas/bus/requests.ts';
import { answersTo, REQUESTS } from '@dienstweg/schemas/bus/streams.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { ClosedConnectionError, type Msg } from '@nats-io/transport-node';
import type { Bus } from './connect.ts';

/** What answers requests, by key. A `ProblemError` is answered as its problem. */
export type RequestHandlers = {
  readonly [K in RequestKey]?: (request: RequestContract[K]['request']) => Promise<RequestContract[K]['reply']>;
};

type AnyHandler = (request: unknown) => Promise<unknown>;

/**
 * Answers go to their own place only: whoever asks could else have ours stored in a stream that it may not write to.
 * They have one, and not the asker's inbox with `allow_responses`: for that nats-server remembers the reply subject of
 * whatever reaches a connection, stream messages included, and looks through all of them every second.
 */
const isAnswerTo = (key: RequestKey, subject: string | undefined): boolean =>
  subject?.startsWith(`${answersTo(REQUESTS[key])}.`) === true;

/** How long the server may take to send no more requests to who is put down. */
const CLOSING_MS = 2_000;

/** The body of a request, `undefined` where it is no JSON object: every request is one. */
const bodyOf = (message: Msg): object | undefined => {
  try {
    const body: unknown = message.json();
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
};

const reply = async (bus: Bus, key: string, handler: AnyHandler, message: Msg): Promise<void> => {
  const body = bodyOf(message);
  if (body === undefined) {
    const refused = { ok: false, problem: problem('request-invalid', { detail: 'The request is no JSON object.' }) };
    if (!bus.nc.isClosed()) message.respond(JSON.stringify(refused));
    return;
  }
  const answer = await Promise.resolve(body)
    .then(handler)
    .then(
      (value) => ({ ok: true, value }),
      (error: unknown) => {
        if (error instanceof ProblemError) return { ok: false, problem: error.problem };
        bus.log.error({ err: error, request: key }, 'request failed unexpectedly');
        return {
          ok: false,
          problem: problem('examination-failed', {
            detail: 'The service failed unexpectedly.',
          }),
        };
      },
    );
  if (!bus.nc.isClosed()) message.respond(JSON.stringify(answer));
};

/**
 * Answers requests until put down. Several processes of one service share the work. Resolves when the server knows of
 * it: whoever asks from then on is answered.
 * @throws where the bus is lost before.
 */
export const serveRequests = async (bus: Bus, handlers: RequestHandlers): Promise<AsyncDisposable> => {
  const subscriptions = Object.entries(handlers).map(([key, handler]) =>
    bus.nc.subscribe(REQUESTS[key as RequestKey], {
      queue: key,
      callback: (error, message) => {
        if (error === null) {
          if (isAnswerTo(key as RequestKey, message.reply)) void reply(bus, key, handler as AnyHandler, message);
        } else bus.log.error({ err: error, request: key }, 'requests cannot be taken');
      },
    }),
  );
  await bus.nc.flush();
  return {
    [Symbol.asyncDispose]: async () => {
      if (bus.nc.isClosed() || !bus.isConnected()) {
        for (const one of subscriptions) one.unsubscribe();
        return;
      }
      // a drain that meets the end of its connection never ends
      const late = delay(CLOSING_MS, undefined, { ref: false });
      await Promise.race([Promise.all(subscriptions.map((one) => one.drain())), bus.nc.closed(), late]);
    },
  };
};

/** Asks whichever service answers; nobody there, no connection or no answer in time is problem `broker-unavailable`. */
export const request = async <K extends RequestKey>(
  bus: Bus,
  key: K,
  body: RequestContract[K]['request'],
  { timeoutMs = 5_000 }: { readonly timeoutMs?: number } = {},
): Promise<Reply<K>> => {
  const unavailable = (detail: string): Reply<K> => ({
    ok: false,
    problem: problem('broker-unavailable', { detail }),
  });
  if (!bus.isConnected()) return unavailable('The bus cannot be reached.');
  try {
    const heard = await bus.answers.publish({ subject: REQUESTS[key], data: JSON.stringify(body), timeoutMs });
    switch (heard.is) {
      case 'answered':
        return heard.answer as Reply<K>;
      case 'nobody-there':
        return unavailable(`Nobody answers ${key}.`);
      case 'timed-out':
        return unavailable(`${key} was not answered within ${timeoutMs} ms.`);
      case 'lost':
      case 'closed':
        return unavailable('The bus cannot be reached.');
      default:
        return heard satisfies never;
    }
  } catch (error) {
    if (error instanceof ClosedConnectionError) return unavailable('The bus cannot be reached.');
    throw error;
  }
};
