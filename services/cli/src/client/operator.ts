/** The system as its operator sees it: requests over the bus. */
import { readFileSync } from 'node:fs';
import { type Bus, connectBus } from '@dienstweg/infra/bus/connect.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { seedFileOf } from '@dienstweg/infra/home.ts';
import { isThere } from '@dienstweg/infra/is-there.ts';
import { statusOf } from '@dienstweg/infra/launcher/control.ts';
import { createLog } from '@dienstweg/infra/log.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { RequestContract, RequestKey } from '@dienstweg/schemas/bus/requests.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

/** Asks the services. Problems are thrown as `ProblemError`. */
export interface Operator extends AsyncDisposable {
  /** The connection itself, for following the registry's stream. */
  readonly bus: Bus;
  ask<K extends RequestKey>(
    key: K,
    body: RequestContract[K]['request'],
    timeoutMs?: number,
  ): Promise<RequestContract[K]['reply']>;
}

/** Connects as operator. Throws `system-not-running` where the bus cannot be reached. */
export const connectOperator = async (
  settings: Pick<CommonSettings, 'home' | 'natsUrl' | 'natsGiven'>,
): Promise<Operator> => {
  // our own server runs only under a launcher, and whether one holds the home is known at once
  const { running, services } = await statusOf(settings.home);
  if (!settings.natsGiven && !running && services.length === 0)
    throw new ProblemError(
      problem('system-not-running', {
        detail: `Nothing runs in the home ${settings.home.root}. Start it: dienstweg up --detach`,
      }),
    );
  const seedFile = seedFileOf(settings.home, 'operator');
  const bus = await connectBus({
    url: settings.natsUrl,
    user: 'operator',
    name: 'cli',
    // what goes wrong is told by the command itself
    log: createLog('cli', undefined, 'silent'),
    ...(isThere(seedFile) ? { seed: readFileSync(seedFile, 'utf8') } : {}),
  }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError(
      problem('system-not-running', { detail: `NATS cannot be reached (${why}). Start it: dienstweg up --detach` }),
      { cause },
    );
  });
  return {
    bus,
    ask: async (key, body, timeoutMs) => {
      const reply = await request(bus, key, body, timeoutMs === undefined ? {} : { timeoutMs });
      if (!reply.ok) throw new ProblemError(reply.problem);
      return reply.value;
    },
    [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
  };
};

/** Connects, asks, disconnects. */
export const askOnce = async <K extends RequestKey>(
  settings: Pick<CommonSettings, 'home' | 'natsUrl' | 'natsGiven'>,
  key: K,
  body: RequestContract[K]['request'],
): Promise<RequestContract[K]['reply']> => {
  await using operator = await connectOperator(settings);
  return await operator.ask(key, body);
};
