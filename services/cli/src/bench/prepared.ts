/** A system under load with everything that measures it, put down as one. */
import { createPrivateKey } from 'node:crypto';
import { mutualTlsPool } from '@dienstweg/infra/https-client.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { Cli } from '../args/command.ts';
import { anchorsOf, authorityNamed, keyOf } from '../client/keys.ts';
import type { BenchNeeds } from './cost.ts';
import { readCounters } from './counters.ts';
import { floorOn } from './floor-stream.ts';
import { floorMaterial } from './material.ts';
import type { LoadAuthor } from './messages.ts';
import { provideReaders } from './readers.ts';
import { startRecipient } from './recipient.ts';
import type { BenchLoad } from './run.ts';
import { brokerProcesses, systemUnderLoad } from './running.ts';
import { readStages } from './stages.ts';

const SENDER = 'pruefstand.sender';
const READER = 'pruefstand.leser';

const authorOf = ({ home }: Pick<CommonSettings, 'home'>): LoadAuthor => {
  const author = authorityNamed(SENDER);
  const { privateKeyPem, der } = keyOf(home, author, 'signing');
  return { author, reader: authorityNamed(READER), privateKey: createPrivateKey(privateKeyPem), certificateDer: der };
};

/** Uses the running system of the home, else starts one; connects sender and recipient. */
export const prepareBench = async (
  cli: Cli,
  { concurrency, mix, traffic }: Pick<BenchLoad, 'concurrency' | 'mix' | 'traffic'>,
  profiles?: string,
): Promise<BenchNeeds & AsyncDisposable> => {
  const { settings } = cli;
  await using stack = new AsyncDisposableStack();
  stack.use(await systemUnderLoad(cli, profiles));
  await provideReaders(settings, cli.language, { readers: traffic.readers, failing: traffic.failing > 0 });
  const author = authorOf(settings);
  const caPem = anchorsOf(settings.home);
  const reader = keyOf(settings.home, author.reader, 'tls');
  const recipient = stack.use(
    await startRecipient({
      port: settings.ports.benchRecipient,
      certPem: reader.chainPem,
      keyPem: reader.privateKeyPem,
      caPem,
    }),
  );
  const sender = keyOf(settings.home, author.author, 'tls');
  const gateway = stack.adopt(
    mutualTlsPool({
      origin: `https://127.0.0.1:${settings.ports.gateway}`,
      certPem: sender.chainPem,
      keyPem: sender.privateKeyPem,
      caPem,
      connections: concurrency,
      timeouts: { headersMs: 30_000, bodyMs: 30_000 },
    }),
    (pool) => pool.close(),
  );
  const parts = stack.move();
  return {
    gateway,
    recipient,
    author,
    floor: floorOn(settings, floorMaterial(settings.home, author, mix[0]?.sizeBytes ?? 0)),
    brokerProcesses: () => brokerProcesses(settings.home),
    counters: readCounters(settings),
    stages: readStages(settings),
    progress: cli.tell,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
};
