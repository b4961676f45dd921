/** What operators and supervisors ask a process: is it alive, is it ready, what are its figures. Loopback only. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { processFigures } from './metrics.ts';
import { refusalOf } from './ops-server-callers.ts';

/** Something an operator should know, and what to do about it. */
export interface Finding {
  /** Kebab-case; scripts switch on it. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly text: string;
  readonly remedy: string;
}

/** What the operations server of a process answers from. */
export interface OpsNeeds {
  /** 0 takes any free port. */
  readonly port: number;
  readonly name: string;
  /** Ready while no finding is an error. */
  readonly readiness: () => readonly Finding[];
  readonly metrics: Registry;
  /** What else can be ordered: path → what happens on `POST` with the JSON body (`undefined` where it is none). */
  readonly actions?: Readonly<
    Record<string, (body: unknown) => Promise<{ readonly status: number; readonly body: unknown }>>
  >;
}

/** Longest body of an order. */
const ORDER_LIMIT_BYTES = 64 * 1024;

const jsonBodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > ORDER_LIMIT_BYTES) return undefined;
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return undefined;
  }
};

/**
 * Serves `/livez` (200 while the process answers), `/readyz` (200 or 503 with the findings as JSON) and `/metrics`
 * (Prometheus text) on 127.0.0.1, and the process's own orders; see `ops-server-callers.ts` for who is answered.
 */
export const startOpsServer = async (needs: OpsNeeds): Promise<AsyncDisposable & { readonly port: number }> => {
  const answer = async (request: IncomingMessage): Promise<{ status: number; type: string; body: string }> => {
    const path = new URL(request.url ?? '/', 'http://ops').pathname;
    const action = needs.actions !== undefined && Object.hasOwn(needs.actions, path) ? needs.actions[path] : undefined;
    const ordered = request.method === 'POST' ? action : undefined;
    const refused = refusalOf(request.headers, ordered !== undefined);
    if (refused !== undefined) return { status: refused.status, type: 'text/plain', body: refused.text };
    if (ordered !== undefined) {
      const { status, body } = await ordered(await jsonBodyOf(request));
      return { status, type: 'application/json', body: `${JSON.stringify(body)}\n` };
    }
    if (path === '/livez') return { status: 200, type: 'text/plain', body: 'alive\n' };
    if (path === '/metrics')
      return {
        status: 200,
        type: needs.metrics.contentType,
        body: await needs.metrics.metrics(),
      };
    if (path !== '/readyz') return { status: 404, type: 'text/plain', body: 'not found\n' };
    const findings = needs.readiness();
    const ready = findings.every(({ severity }) => severity !== 'error');
    return {
      status: ready ? 200 : 503,
      type: 'application/json',
      body: `${JSON.stringify({ name: needs.name, ready, findings })}\n`,
    };
  };
  const figures = processFigures(needs.metrics, needs.readiness);
  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      (error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  });
  server.listen(needs.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      figures[Symbol.dispose]();
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
};
