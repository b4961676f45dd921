/** Where the CPU time of the services went, from the profiles that V8 wrote while a load ran. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columns } from './table.ts';

/** V8's own format (`.cpuprofile`), as far as it is read. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds. */
  readonly timeDeltas: readonly number[];
}

/** A function and its part of the time in which the thread worked, 0 to 1. */
export interface ProfileLine {
  readonly function: string;
  readonly self: number;
  /** With what it called. */
  readonly whole: number;
}

/** One thread's profile. */
export interface ThreadProfile {
  readonly service: string;
  readonly thread: number;
  readonly busyMs: number;
  readonly lines: readonly ProfileLine[];
}

const IDLE = '(idle)';
/** The beginning of a run loads and compiles; it is left out. */
const LEFT_OUT = 0.3;

const nameOf = ({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string =>
  `${functionName || '(anonymous)'} ${url.split('/').slice(-3).join('/')}:${lineNumber + 1}`;

/** Adds up a profile. Pure. */
export const linesOf = ({ nodes, samples, timeDeltas }: CpuProfile): Pick<ThreadProfile, 'busyMs' | 'lines'> => {
  const node = new Map(nodes.map((one) => [one.id, one]));
  const parent = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const spent = new Map<number, number>();
  const from = timeDeltas.reduce((sum, delta) => sum + delta, 0) * LEFT_OUT;
  let now = 0;
  for (const [place, id] of samples.entries()) {
    const delta = timeDeltas[place] ?? 0;
    now += delta;
    if (now >= from) spent.set(id, (spent.get(id) ?? 0) + delta);
  }
  const sums = new Map<string, { self: number; whole: number }>();
  const sumOf = (name: string): { self: number; whole: number } => {
    const sum = sums.get(name) ?? { self: 0, whole: 0 };
    sums.set(name, sum);
    return sum;
  };
  let busy = 0;
  for (const [id, us] of spent) {
    const frame = node.get(id)?.callFrame;
    if (frame === undefined || frame.functionName === IDLE) continue;
    busy += us;
    sumOf(nameOf(frame)).self += us;
    const chain = new Set<string>();
    for (let at: number | undefined = id; at !== undefined; at = parent.get(at)) {
      const above = node.get(at)?.callFrame;
      if (above !== undefined) chain.add(nameOf(above));
    }
    for (const name of chain) sumOf(name).whole += us;
  }
  return {
    busyMs: Math.round(busy / 1000),
    lines: [...sums].map(([name, { self, whole }]) => ({ function: name, self: self / busy, whole: whole / busy })),
  };
};

/** Reads every profile below a folder, one subfolder a service. */
export const readProfiles = (folder: string): readonly ThreadProfile[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(folder, name))
        .filter((file) => file.endsWith('.cpuprofile'))
        .sort()
        .map((file, thread) => ({
          service: name,
          thread,
          ...linesOf(JSON.parse(readFileSync(join(folder, name, file), 'utf8')) as CpuProfile),
        })),
    );

const SHOWN = 18;
const percent = (part: number): string => `${(part * 100).toFixed(1).padStart(5)} %`;

/** The functions of each thread in which most of its time was spent. */
export const profileTable = (profiles: readonly ThreadProfile[]): string =>
  profiles
    .map(({ service, thread, busyMs, lines }) => {
      const shown = [...lines].sort((a, b) => b.self - a.self).slice(0, SHOWN);
      return [
        `${service}, thread ${thread}: ${busyMs} ms of work; alone, with what it called:`,
        columns(shown.map((line) => [`${percent(line.self)} ${percent(line.whole)}`, line.function])),
      ].join('\n');
    })
    .join('\n\n');
