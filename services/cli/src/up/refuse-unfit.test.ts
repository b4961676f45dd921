import { once } from 'node:events';
import { createServer } from 'node:net';
import { portsOf } from '@dienstweg/infra/ports.ts';
import { type CommonSettings, commonSettings } from '@dienstweg/infra/settings.ts';
import { expect, test } from '@jest/globals';
import { findingsBeforeStart, refuseTakenNats } from './refuse-unfit.ts';

const listenOnAny = async (): Promise<AsyncDisposable & { readonly port: number }> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
};

const settingsOf = (env: Record<string, string>): CommonSettings => {
  const read = commonSettings(env);
  if (!read.ok) throw new Error(read.mistakes.join(' '));
  return read.settings;
};

test('a nats-server of somebody else on our port is not taken for ours: refused, unless given by URL', async () => {
  await using other = await listenOnAny();
  const base = { DIENSTWEG_PORT_BASE: String(other.port) };
  await expect(refuseTakenNats(settingsOf(base))).rejects.toMatchObject({ problem: { code: 'system-not-running' } });
  await refuseTakenNats(settingsOf({ ...base, DIENSTWEG_NATS_URL: `nats://127.0.0.1:${other.port}` }));
});

test.each(['gateway', 'console', 'consoleOps'] as const)('the port of %s is asked for before a start', async (name) => {
  await using other = await listenOnAny();
  const base = other.port - portsOf(0)[name];
  const findings = await findingsBeforeStart(settingsOf({ DIENSTWEG_PORT_BASE: String(base) }));
  expect(findings.map(({ code, text }) => [code, text.includes(`${other.port} (${name})`)])).toEqual([
    ['ports-in-use', true],
  ]);
});
