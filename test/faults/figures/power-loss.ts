/**
 * `node test/faults/figures/power-loss.ts`: whether a power failure can lose what was acknowledged. Watches nats-server
 * by strace while messages are stored one at a time: no acknowledgement may leave before the sync of what it
 * acknowledges. Needs strace (Debian package of that name) and Linux.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { connectTestBus, startNats, until } from '@dienstweg/infra/testing/servers.ts';
import { subjectOfMessage } from '@dienstweg/schemas/bus/streams.ts';
import { AUTHORS } from '../world/parties.ts';
import { findUnsynced } from './strace.ts';

const MESSAGES = 200;

/** The server that was started with the configuration in a folder. */
const pidOf = (serverFolder: string): number => {
  const found = globSync('/proc/[0-9]*/cmdline').find((file) => {
    try {
      return readFileSync(file, 'utf8').includes(`${serverFolder}/nats.conf`);
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error('nats-server is not to be found in /proc');
  return Number(found.split('/')[2]);
};

const folder = await mkdtemp(join(tmpdir(), 'dienstweg-strace-'));
try {
  await using nats = await startNats();
  await using bus = await connectTestBus(nats);
  const file = join(folder, 'trace');
  const calls = 'trace=write,pwrite64,writev,fsync,fdatasync';
  const pid = pidOf(nats.folder);
  const trace = spawn('strace', ['-f', '-y', '-s', '400', '-e', calls, '-o', file, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  trace.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await until('strace is attached', () => said.includes('attached'));
  const subject = subjectOfMessage(AUTHORS[0] ?? ('' as never));
  for (let number = 0; number < MESSAGES; number += 1) {
    const published = await publishDurably(bus, { subject, data: `message ${number}`, messageId: `m${number}` });
    if (!published.ok) throw new Error(`not stored: ${published.reason}`);
  }
  const gone = once(trace, 'exit');
  trace.kill('SIGINT');
  await gone;
  const { writes, acknowledgements, syncs, unsynced } = findUnsynced((await readFile(file, 'utf8')).split('\n'));
  const ok = writes >= MESSAGES && acknowledgements >= MESSAGES && unsynced.length === 0;
  process.stdout.write(
    `${JSON.stringify({ stored: MESSAGES, writes, acknowledgements, syncs, unsynced: unsynced.slice(0, 5), ok }, undefined, 2)}\n`,
  );
  process.exitCode = ok ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
