import { once } from 'node:events';
import { createServer } from 'node:net';
import { commonSettings } from '@dienstweg/infra/settings.ts';
import { expect, test } from '@jest/globals';
import { refuseTakenNats } from './refuse-unfit.ts';

test('a nats-server of somebody else on our port is not taken for ours: refused, unless given by URL', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const settingsOf = (env: Record<string, string>) => {
    const read = commonSettings({ DIENSTWEG_PORT_BASE: String(port), ...env });
    if (!read.ok) throw new Error(read.mistakes.join(' '));
    return read.settings;
  };
  await expect(refuseTakenNats(settingsOf({}))).rejects.toMatchObject({ problem: { code: 'system-not-running' } });
  await refuseTakenNats(settingsOf({ DIENSTWEG_NATS_URL: `nats://127.0.0.1:${port}` }));
  other.close();
  await once(other, 'close');
});
