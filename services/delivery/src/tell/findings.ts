/** What an operator should know of this process, in words. Pure. */
import type { Finding } from '@dienstweg/infra/ops-server.ts';

/** What is known of it. */
export interface Condition {
  readonly bus: boolean;
  readonly redis: boolean;
  /** Redis is set to drop what it holds when its memory is full. */
  readonly mayEvict: boolean;
  /** Deliveries found due although Redis was there, whose timers had not come. */
  readonly late: number;
  /** How often, lately, messages waited in the stream and none came. */
  readonly stalls: number;
}

/** The findings, the worst first. */
export const findingsOf = ({ bus, redis, mayEvict, late, stalls }: Condition): readonly Finding[] => {
  const findings: (Finding | false)[] = [
    !bus && {
      code: 'bus-unreachable',
      severity: 'error',
      text: 'The bus cannot be reached: nothing is delivered.',
      remedy: 'Start nats-server; the service goes on by itself.',
    },
    stalls > 0 && {
      code: 'consumer-stalled',
      severity: 'warning',
      text: `Messages waited in the stream and none came; pulling was begun anew (${stalls} times in the last ten minutes).`,
      remedy: 'Nothing is lost. If it goes on, restart nats-server and look at its log.',
    },
    !redis && {
      code: 'redis-unreachable',
      severity: 'warning',
      text: 'Redis cannot be reached: first attempts are made, further ones come late.',
      remedy: 'Start Redis; missing timers are set by themselves.',
    },
    redis &&
      mayEvict && {
        code: 'redis-evicts',
        severity: 'warning',
        text: 'Redis is set to drop data when its memory is full: timers may vanish and further attempts come late.',
        remedy: 'Set maxmemory-policy to noeviction (CONFIG SET maxmemory-policy noeviction, and in redis.conf).',
      },
    redis &&
      late > 0 && {
        code: 'timers-late',
        severity: 'warning',
        text: `${late} deliveries were due and their timers did not come; they are attempted without.`,
        remedy: 'Look at the load of Redis and of this machine; restart the service if it goes on.',
      },
  ];
  return findings.filter((finding) => finding !== false);
};
