import { createPrivateKey } from 'node:crypto';
import { mutualTlsPool } from '@dienstweg/infra/https-client.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { anchorsOf, authorityNamed, keyOf } from '../client/keys.ts';
import { floorOn } from './floor-stream.ts';
import { floorMaterial } from './material.ts';
import type { LoadAuthor } from './messages.ts';
import { type MixClass, readMix } from './mix.ts';
import { startRecipient } from './recipient.ts';
import { benchRegistry, registryBenchTable } from './registry.ts';
import { benchTable } from './result.ts';
import { runBench } from './run.ts';
import { brokerProcesses, systemUnderLoad } from './running.ts';

const SENDER = 'pruefstand.sender';
const READER = 'pruefstand.leser';

const DEFAULTS = { messages: 5_000, concurrency: 48, sizeBytes: 5_000, entries: 1_000_000 } as const;

const wholeNumber = (text: string | undefined, fallback: number, option: string, from: number, to: number): number => {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isInteger(value) || value < from || value > to)
    throw usageError(`--${option} takes a whole number from ${from} to ${to}.`);
  return value;
};

const mixFrom = (file: string | undefined, sizeBytes: number): readonly MixClass[] => {
  if (file === undefined) return [{ share: 1, sizeBytes }];
  try {
    return readMix(file);
  } catch (cause) {
    throw usageError(cause instanceof Error ? cause.message : String(cause));
  }
};

const authorOf = ({ home }: Pick<CommonSettings, 'home'>): LoadAuthor => {
  const author = authorityNamed(SENDER);
  const { privateKeyPem, der } = keyOf(home, author, 'signing');
  return { author, reader: authorityNamed(READER), privateKey: createPrivateKey(privateKeyPem), certificateDer: der };
};

/** `bench`: load through the whole system and the floor loop, in one run. Exit 1 when anything was lost or doubled. */
export const bench: CommandSpec = {
  options: {
    messages: { value: 'N', text: `messages to hand in (default ${DEFAULTS.messages})` },
    concurrency: { value: 'C', text: `clients, each waiting for its answer (default ${DEFAULTS.concurrency})` },
    size: { value: 'BYTES', text: `octets of a message (default ${DEFAULTS.sizeBytes})` },
    registry: { text: 'measure the registry instead: import, load, memory, lookup; in a system of its own' },
    entries: { value: 'N', text: `with --registry: responsibilities (default ${DEFAULTS.entries})` },
    mix: { value: 'FILE', text: 'JSON [{"share": 0.3, "sizeBytes": 5000}, …] instead of one size' },
  },
  examples: [
    'dienstweg bench',
    'dienstweg bench --registry --json',
    'dienstweg bench --messages 20000 --concurrency 64 --json',
  ],
  run: async (input, cli) => {
    if (input.flag('registry')) {
      const entries = wholeNumber(input.text('entries'), DEFAULTS.entries, 'entries', 1_000, 5_000_000);
      const measured = await benchRegistry(cli, entries);
      return { value: measured, text: registryBenchTable(measured) };
    }
    const messages = wholeNumber(input.text('messages'), DEFAULTS.messages, 'messages', 1, 1_000_000);
    const concurrency = wholeNumber(input.text('concurrency'), DEFAULTS.concurrency, 'concurrency', 1, 1_000);
    const sizeBytes = wholeNumber(input.text('size'), DEFAULTS.sizeBytes, 'size', 500, 1_000_000);
    const mix = mixFrom(input.text('mix'), sizeBytes);
    const { settings } = cli;

    await using _system = await systemUnderLoad(cli);
    const author = authorOf(settings);
    const caPem = anchorsOf(settings.home);
    const reader = keyOf(settings.home, author.reader, 'tls');
    await using recipient = await startRecipient({
      port: settings.ports.benchRecipient,
      certPem: reader.chainPem,
      keyPem: reader.privateKeyPem,
      caPem,
    });
    const sender = keyOf(settings.home, author.author, 'tls');
    await using pools = new AsyncDisposableStack();
    const gateway = pools.adopt(
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
    const floor = floorOn(settings, floorMaterial(settings.home, author, mix[0]?.sizeBytes ?? sizeBytes));
    const result = await runBench(
      { gateway, recipient, author, floor, brokerProcesses: () => brokerProcesses(settings.home), progress: cli.tell },
      { messages, concurrency, mix },
    );
    const whole = result.lost === 0 && result.doubled === 0 && result.unresolved === 0;
    return { value: result, text: benchTable(result), ...(whole ? {} : { exitCode: 1 as const }) };
  },
};
