/** Runs the gate for one package: in a process that may read what it needs, write one folder, and take only so much. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MessageTypeEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { LintFinding } from '@dienstweg/schemas/message-types/lint.ts';
import type { GateQuestion } from './gate-process.ts';

/** What came of it: errors, none if the package may pass; or that no verdict was reached within the limits. */
export type GateVerdict =
  | { readonly judged: true; readonly errors: readonly LintFinding[] }
  /** `died`: out of memory, or it broke; `told` is what it said last, for the log. */
  | { readonly judged: false; readonly because: 'time' | 'died'; readonly told: string };

/** How much judging one package may take. */
export interface GateLimits {
  readonly timeMs: number;
  readonly heapMb: number;
  /** Memory of the parser, 64 KiB each. */
  readonly wasmPages: number;
  /** Time of the processor for compiling all of it once. */
  readonly compileMs: number;
}

/** Generous for a collection of hundreds of schemas on a busy machine. */
export const GATE_LIMITS: GateLimits = { timeMs: 120_000, heapMb: 512, wasmPages: 4_096, compileMs: 5_000 };

const ENTRY = fileURLToPath(new URL('./gate-process.ts', import.meta.url));
/** The folder of the packages, and of everything they import. */
const ROOT = join(dirname(ENTRY), '..', '..', '..', '..');
const MOST_TOLD = 2_000;
const MOST_ANSWER = 4 * 1024 * 1024;

const readable = (folder: string): readonly string[] =>
  ['node_modules', 'schemas', join('services', 'registry')]
    .map((name) => join(ROOT, name))
    .concat(folder)
    .flatMap((place) => [`--allow-fs-read=${place}`, `--allow-fs-read=${join(place, '*')}`]);

const start = (question: GateQuestion, { heapMb, wasmPages }: GateLimits): ChildProcess =>
  spawn(
    process.execPath,
    [
      `--max-old-space-size=${heapMb}`,
      `--wasm-max-mem-pages=${wasmPages}`,
      '--permission',
      ...readable(question.folder),
      `--allow-fs-write=${question.folder}`,
      `--allow-fs-write=${join(question.folder, '*')}`,
      '--no-warnings',
      ENTRY,
      JSON.stringify(question),
    ],
    // nothing of the surroundings: no keys, no addresses
    { env: {}, cwd: question.folder, stdio: ['pipe', 'pipe', 'pipe'] },
  );

const answerOf = async (child: ChildProcess, packed: Uint8Array, timeMs: number): Promise<GateVerdict> => {
  const { promise, resolve, reject } = Promise.withResolvers<GateVerdict>();
  const pieces: Buffer[] = [];
  let octets = 0;
  let told = '';
  let isOverdue = false;
  const timer = setTimeout(() => {
    isOverdue = true;
    child.kill('SIGKILL');
  }, timeMs);
  child.stdout?.on('data', (piece: Buffer) => {
    octets += piece.length;
    if (octets > MOST_ANSWER) child.kill('SIGKILL');
    else pieces.push(piece);
  });
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    told = (told + piece).slice(-MOST_TOLD);
  });
  child.on('error', reject);
  child.on('close', (code) => {
    clearTimeout(timer);
    if (code !== 0) return resolve({ judged: false, because: isOverdue ? 'time' : 'died', told });
    resolve({ judged: true, errors: JSON.parse(Buffer.concat(pieces).toString('utf8')) as LintFinding[] });
  });
  // one that ends before it has read everything is told by its end
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(packed);
  return await promise;
};

/** Judges a package that is to be the content of `entry`. Never more than one at a time: whoever comes waits. */
export const gateRunner = (
  limits: GateLimits = GATE_LIMITS,
): ((packed: Uint8Array, entry: MessageTypeEntry, at: Date) => Promise<GateVerdict>) => {
  let last: Promise<unknown> = Promise.resolve();
  const run = async (packed: Uint8Array, entry: MessageTypeEntry, at: Date): Promise<GateVerdict> => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'dienstweg-gate-')));
    try {
      const question = { folder, entry, at: at.toISOString(), compileMs: limits.compileMs };
      return await answerOf(start(question, limits), packed, limits.timeMs);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return (packed, entry, at) => {
    const turn = last.then(() => run(packed, entry, at));
    last = turn.catch(() => undefined);
    return turn;
  };
};
