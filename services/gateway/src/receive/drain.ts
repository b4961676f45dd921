/**
 * Stopping so that nobody is left without an answer: no new connections; every request that still comes on an old one
 * is served and its connection closed with the answer; idle connections are closed when nothing has come for a moment.
 * A client that sends in the very moment its idle connection is closed cannot be told apart; the longer nothing came,
 * the less likely that is.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as PlainServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

/**
 * Longer than a busy client takes to send its next request on a connection it keeps. Counted in looks, not by the clock:
 * after a pause of this process a request may lie there that nobody has read.
 */
const QUIET_LOOKS = 50;
const LOOK_EVERY_MS = 20;

/** Counts requests from now on. The returned function resolves when none is under way, or after `deadlineMs`. */
export const drainable = (server: Server): ((deadlineMs: number) => Promise<void>) => {
  let underWay = 0;
  let draining = false;
  let quiet = 0;
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    underWay += 1;
    quiet = 0;
    if (draining) response.setHeader('connection', 'close');
    response.once('close', () => {
      underWay -= 1;
      quiet = 0;
    });
  });
  // whoever has just connected is about to ask
  server.on('secureConnection', () => {
    quiet = 0;
  });
  const connections = promisify(server.getConnections.bind(server));
  return async (deadlineMs) => {
    const begun = performance.now();
    draining = true;
    quiet = 0;
    // that of HTTP would close idle connections at once, also those on which a request is just arriving
    PlainServer.prototype.close.call(server);
    while (performance.now() - begun < deadlineMs) {
      if (underWay === 0 && (quiet >= QUIET_LOOKS || (await connections()) === 0)) return;
      quiet += 1;
      await delay(LOOK_EVERY_MS);
    }
  };
};
