/** A home and ports of its own, so that nothing of a measurement gets into a running system. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commonSettings } from '@dienstweg/infra/settings.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli } from '../args/command.ts';

const PORTS = 20;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

const freePortBase = async (): Promise<number> => {
  for (let base = 21_000; base < 31_000; base += PORTS) {
    const free = await Promise.all(Array.from({ length: PORTS }, (_, n) => isFree(base + n)));
    if (free.every(Boolean)) return base;
  }
  throw new ProblemError(problem('system-not-running', { detail: 'No twenty ports in a row are free.' }));
};

/** The same call, in a home that is removed in the end. */
export const ownHome = async (
  cli: Cli,
  more: Readonly<Record<string, string>> = {},
): Promise<Cli & AsyncDisposable> => {
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-bench-'));
  const { DIENSTWEG_NATS_URL: _nats, DIENSTWEG_REDIS_URL: _redis, ...rest } = cli.env;
  const env = { ...rest, ...more, DIENSTWEG_HOME: folder, DIENSTWEG_PORT_BASE: String(await freePortBase()) };
  const settings = commonSettings(env);
  if (!settings.ok) throw new TypeError(settings.mistakes.join('\n'));
  return {
    ...cli,
    env,
    settings: settings.settings,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};
