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
  const unknown = meanwhile.flatMap(({ tries }) => tries).filter(({ end }) => end === 'unknown').length;
  return { stopMs, submissions: meanwhile.length, unknown };
};
