import { readFileSync } from 'node:fs';

/** A process whose cost is reported, by the name users know it under. */
export interface NamedProcess {
  readonly name: string;
  readonly pid: number;
}

/** What a process has used so far, and holds now. */
export interface ProcessUse {
  readonly name: string;
  /** User and system time since its start, milliseconds. */
  readonly cpuMs: number;
  /** Proportional set size, megabytes (10⁶ octets). */
  readonly memoryMb: number;
}

/** Linux reports process times in ticks of USER_HZ, which is 100 on every architecture we run on. */
const MS_PER_TICK = 10;

const cpuMsOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The command name may contain blanks; fields are counted from behind its closing bracket (proc(5): utime is field 14).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
};

const memoryMbOf = (pid: number): number => {
  const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1];
  return (Number(kibibytes ?? 0) * 1024) / 1e6;
};

/** Reads CPU time and memory of processes from `/proc`; one that has gone is left out, off Linux all are. */
export const useOf = (processes: readonly NamedProcess[]): readonly ProcessUse[] =>
  processes.flatMap(({ name, pid }) => {
    try {
      return [{ name, cpuMs: cpuMsOf(pid), memoryMb: memoryMbOf(pid) }];
    } catch {
      return [];
    }
  });

/** CPU milliseconds between two readings, by name; a process that was restarted in between counts from its new start. */
export const cpuBetween = (
  before: readonly ProcessUse[],
  after: readonly ProcessUse[],
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    after.map(({ name, cpuMs }) => {
      const earlier = before.find((use) => use.name === name)?.cpuMs ?? 0;
      return [name, cpuMs >= earlier ? cpuMs - earlier : cpuMs];
    }),
  );
