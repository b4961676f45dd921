/** Everything is restarted one after another under load, as an operator does it: nobody may see an unknown outcome. */
import type { Clients } from '../world/clients.ts';
import type { House } from '../world/house.ts';

/** What a rolling restart came to. */
export interface Rolled {
  /** Processes restarted, and how long each took to stop, milliseconds. */
  readonly stopMs: Readonly<Record<string, number>>;
  /** Submissions that ended meanwhile, and tries of them without an answer. */
  readonly submissions: number;
  readonly unknown: number;
  /** How those ended, by what was seen. */
  readonly why: Readonly<Record<string, number>>;
}

const SERVERS: readonly string[] = ['nats-server', 'redis-server'];

/** Stops each service by SIGTERM and waits until it is back. The servers stay: they are not ours to stop in order. */
export const restartAll = async (house: House, clients: Clients): Promise<Rolled> => {
  const from = clients.history().length;
  const stopMs: Record<string, number> = {};
  for (const process of house.processes.values()) {
    if (SERVERS.includes(process.name)) continue;
    stopMs[process.name] = Math.round(await process.terminate());
    await process.ready();
  }
  const meanwhile = clients.history().slice(from);
  const why: Record<string, number> = {};
  let unknown = 0;
  for (const one of meanwhile.flatMap(({ tries }) => tries)) {
    if (one.end !== 'unknown') continue;
    unknown += 1;
    const seen = one.why ?? 'no answer';
    why[seen] = (why[seen] ?? 0) + 1;
  }
  return { stopMs, submissions: meanwhile.length, unknown, why };
};
