/** Servers for this checkout: found, else fetched, else a sentence that says what to do. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FetchError, fetchServers } from './fetch.ts';
import { findServer, type ServerProgram, type TooOld } from './find.ts';
import { SERVERS, type ServerKind } from './kinds.ts';

/** The folder of servers that all homes of this checkout share. */
export const checkoutServersFolder = fileURLToPath(new URL('../../../.dienstweg/servers', import.meta.url));

/** Where to look and whom to tell. */
export interface ProvideNeeds {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folders to look in, best first; the first is fetched into. Default: the one of this checkout. */
  readonly folders?: readonly string[];
  readonly tell?: (line: string) => void;
}

const LOCK_STALE_MS = 5 * 60_000;
const LOCK_POLL_MS = 200;

/** Holds a folder as lock while `work` runs; one that was left by a dead process gives way after minutes. */
const alone = async <T>(lock: string, work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch {
      const age =
        Date.now() -
        (await stat(lock).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ));
      if (age > LOCK_STALE_MS) await rm(lock, { recursive: true, force: true });
      else await delay(LOCK_POLL_MS);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
};

/** The sentence for an operator whose machine has no fitting server. */
export const remedyFor = (kind: ServerKind, tooOld: readonly TooOld[], why?: string): string => {
  const { programs, minimumVersion, urlVariable } = SERVERS[kind];
  const found = tooOld.map(({ command, version }) => `${command} is only version ${version}. `).join('');
  return `${found}Install ${programs.join(' or ')} ${minimumVersion} or newer so that it is on PATH${urlVariable === undefined ? '' : `, or name a running one by ${urlVariable}`}.${why === undefined ? '' : ` (${why})`}`;
};

/** Programs of the kinds asked for. @throws Error with {@link remedyFor} as its message. */
export const provideServers = async (
  kinds: readonly ServerKind[],
  needs: ProvideNeeds,
): Promise<readonly ServerProgram[]> => {
  const folders = needs.folders ?? [checkoutServersFolder];
  const target = folders[0] ?? checkoutServersFolder;
  const find = (kind: ServerKind) => findServer(kind, { path: needs.env.PATH ?? '', folders });
  const missing = async (): Promise<readonly ServerKind[]> => {
    const results = await Promise.all(kinds.map(async (kind) => ({ kind, ...(await find(kind)) })));
    return results.filter(({ found }) => found === undefined).map(({ kind }) => kind);
  };
  let why: string | undefined;
  if ((await missing()).length > 0) {
    await mkdir(target, { recursive: true });
    await alone(join(target, '.lock'), async () => {
      const still = await missing();
      if (still.length === 0) return;
      await fetchServers(still, target, needs.env, needs.tell ?? (() => undefined)).catch((error: unknown) => {
        if (!(error instanceof FetchError)) throw error;
        why = error.message;
      });
    });
  }
  return Promise.all(
    kinds.map(async (kind) => {
      const { found, tooOld } = await find(kind);
      if (found === undefined) throw new Error(remedyFor(kind, tooOld, why));
      return found;
    }),
  );
};
