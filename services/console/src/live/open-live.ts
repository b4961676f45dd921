/** `GET /api/live`. */
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Handler } from '../receive/server.ts';
import type { Live } from './live.ts';

/** Seconds after which a page asks for a live connection again. */
const AGAIN_SECONDS = 30;

/** Opens a connection, or says that there are too many. */
export const openLive =
  (live: Live): Handler =>
  async ({ who, request, reply }) => {
    if (!live.hasRoom(who.session))
      throw new ProblemError(problem('too-many-live-connections', { retryAfterSeconds: AGAIN_SECONDS }));
    const heard = request.headers['last-event-id'];
    reply.hijack();
    const response = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) response.setHeader(name, value);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // proxies are not to gather events
      'x-accel-buffering': 'no',
    });
    live.open(response, who, typeof heard === 'string' ? heard : undefined);
    return reply;
  };
