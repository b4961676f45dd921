/** What `bench` is asked for: options → a load, or a mistake said in a sentence. */
import type { Input, OptionSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { type MixClass, NAMED_MIXES, readMix } from './mix.ts';
import type { BenchLoad } from './run.ts';
import { MOST_READERS, type Traffic } from './traffic.ts';

const DEFAULTS = {
  messages: 9_000,
  rounds: 3,
  concurrency: 48,
  sizeBytes: 5_000,
  // V8 goes on compiling for some ten thousand messages; a broker at work has long done so
  warmUp: 12_000,
} as const;

/** Parts of what was reached at which the curve is measured. */
const CURVE = [0.1, 0.25, 0.5, 0.7, 0.85, 0.95] as const;

/** The options of a load through the whole system. */
export const LOAD_OPTIONS = {
  messages: { value: 'N', text: `messages to hand in, all rounds together (default ${DEFAULTS.messages})` },
  rounds: { value: 'N', text: `rounds of system and floor in turn (default ${DEFAULTS.rounds})` },
  concurrency: { value: 'C', text: `clients, each waiting for its answer (default ${DEFAULTS.concurrency})` },
  rate: { value: 'R', text: 'messages a second by the clock instead: times count from when each was due' },
  'warm-up': {
    value: 'N',
    text: `messages before anything is measured (default twice as many as are, at most ${DEFAULTS.warmUp})`,
  },
  size: { value: 'BYTES', text: `octets of a message (default ${DEFAULTS.sizeBytes})` },
  mix: {
    value: 'NAME|FILE',
    text: `${Object.keys(NAMED_MIXES).join(', ')}, or JSON [{"share": 0.3, "sizeBytes": 5000}, …], instead of one size`,
  },
  readers: { value: 'N', text: `readers of each message, 1 to ${MOST_READERS} (default 1)` },
  mailbox: { value: 'SHARE', text: 'part of the messages, 0 to 1, fetched from a mailbox instead of pushed' },
  failing: { value: 'SHARE', text: 'part of the messages meant for a reader whose node fails while the load runs' },
  refused: { value: 'SHARE', text: 'part of the messages that were changed after they were signed' },
  profile: { value: 'DIR', text: 'write CPU profiles of the services there, and show where their time went' },
  plot: { value: 'FILE.svg', text: 'measure more loads by the clock and draw latency against load' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** A whole number between two bounds. Throws `usage-error`. */
export const wholeNumber = (input: Input, option: string, fallback: number, from: number, to: number): number => {
  const text = input.text(option);
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isInteger(value) || value < from || value > to)
    throw usageError(`--${option} takes a whole number from ${from} to ${to}.`);
  return value;
};

const shareOf = (input: Input, option: string): number => {
  const value = Number(input.text(option) ?? 0);
  if (!(value >= 0 && value <= 1)) throw usageError(`--${option} takes a number from 0 to 1.`);
  return value;
};

const mixOf = (input: Input): readonly MixClass[] => {
  const text = input.text('mix');
  if (text === undefined)
    return [{ share: 1, sizeBytes: wholeNumber(input, 'size', DEFAULTS.sizeBytes, 500, 1_000_000) }];
  const named = Object.hasOwn(NAMED_MIXES, text) ? NAMED_MIXES[text] : undefined;
  if (named !== undefined) return named;
  try {
    return readMix(text);
  } catch (cause) {
    throw usageError(cause instanceof Error ? cause.message : String(cause));
  }
};

const trafficOf = (input: Input): Traffic => {
  const traffic = {
    mailbox: shareOf(input, 'mailbox'),
    failing: shareOf(input, 'failing'),
    refused: shareOf(input, 'refused'),
    readers: wholeNumber(input, 'readers', 1, 1, MOST_READERS),
  };
  if (traffic.mailbox + traffic.failing + traffic.refused > 1)
    throw usageError('--mailbox, --failing and --refused together are at most 1.');
  return traffic;
};

/** The load that the options describe. Throws `usage-error`. */
export const loadOf = (input: Input): BenchLoad => {
  const messages = wholeNumber(input, 'messages', DEFAULTS.messages, 1, 10_000_000);
  return {
    messages,
    rounds: wholeNumber(input, 'rounds', DEFAULTS.rounds, 1, 100),
    concurrency: wholeNumber(input, 'concurrency', DEFAULTS.concurrency, 1, 1_000),
    ...(input.text('rate') === undefined ? {} : { perSecond: wholeNumber(input, 'rate', 1, 1, 100_000) }),
    warmUp: wholeNumber(input, 'warm-up', Math.min(2 * messages, DEFAULTS.warmUp), 1, 1_000_000),
    mix: mixOf(input),
    traffic: trafficOf(input),
    curve: input.text('plot') === undefined ? [] : CURVE,
  };
};
