/** Processes told apart: a pid alone may by now belong to somebody else. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../errors.ts';

/** A process: its pid and when it began, in ticks since the machine started (0 where the system does not tell). */
export interface ProcessMark {
  readonly pid: number;
  readonly began: number;
}

const beganOf = (pid: number): number => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command may contain blanks; fields are counted from behind its closing bracket (proc(5): starttime is field 22).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? -1 : Number(fields[19]);
  } catch {
    return 0;
  }
};

/** The mark of a running process. */
export const markOf = (pid: number): ProcessMark => ({ pid, began: beganOf(pid) });

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
};

/** Whether this very process still runs. Pid 0 is that of a process that could not be started: to the system, it means all of the caller's group. */
export const isRunning = ({ pid, began }: ProcessMark): boolean => pid > 0 && exists(pid) && beganOf(pid) === began;

/** Signals this very process, or nobody. */
export const signal = (mark: ProcessMark, name: NodeJS.Signals): void => {
  if (!isRunning(mark)) return;
  try {
    process.kill(mark.pid, name);
  } catch {
    // It ended in between.
  }
};

/** Asks a process to end, and makes it after `deadlineMs`. Resolves when it is gone. */
export const endProcess = async (mark: ProcessMark, deadlineMs: number): Promise<void> => {
  signal(mark, 'SIGTERM');
  const end = performance.now() + deadlineMs;
  while (isRunning(mark)) {
    if (performance.now() > end) signal(mark, 'SIGKILL');
    await delay(20);
  }
};

/** Proportional set size in megabytes (10⁶ octets); 0 where the system does not tell. */
export const memoryMbOf = (pid: number): number => {
  try {
    const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1];
    return Math.round((Number(kibibytes ?? 0) * 1024) / 1e5) / 10;
  } catch {
    return 0;
  }
};
