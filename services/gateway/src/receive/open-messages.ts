/**
 * How many messages of an author are still on their way. The tracking view knows; it is asked now and then, and what
 * was accepted since counts as open. While it does not answer, the last answer stands: nobody is refused for that.
 */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';

/** The counts being kept. */
export interface OpenMessages extends AsyncDisposable {
  readonly isTooMany: (author: AuthorityId) => boolean;
  readonly accepted: (author: AuthorityId) => void;
}

const ASK_EVERY_MS = 5_000;

/** Counts, pure: what the view said, and what came since. */
export const countOpen = (limit: number) => {
  let known: ReadonlyMap<AuthorityId, number> = new Map();
  let since = new Map<AuthorityId, number>();
  return {
    isTooMany: (author: AuthorityId): boolean => (known.get(author) ?? 0) + (since.get(author) ?? 0) >= limit,
    accepted: (author: AuthorityId): void => void since.set(author, (since.get(author) ?? 0) + 1),
    /** To be called when the view is asked; the returned function takes its answer. */
    ask: () => {
      const before = since;
      since = new Map();
      return (counts: ReadonlyMap<AuthorityId, number> | undefined): void => {
        if (counts !== undefined) known = counts;
        // unanswered: nothing is forgotten
        else for (const [author, count] of before) since.set(author, (since.get(author) ?? 0) + count);
      };
    },
  };
};

/** Asks until put down. Authors far from the limit need not be named. */
export const watchOpenMessages = (bus: Bus, limit: number): OpenMessages => {
  const counts = countOpen(limit);
  const look = async (): Promise<void> => {
    if (!bus.isConnected()) return;
    const take = counts.ask();
    const reply = await request(bus, 'trackingOpen', { atLeast: Math.max(1, Math.floor(limit / 2)) });
    take(reply.ok ? new Map(reply.value.authors.map(({ author, open }) => [author, open])) : undefined);
  };
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: unknown) => bus.log.debug({ err: error }, 'open messages could not be asked for'))
      .finally(() => {
        looking = undefined;
      });
  }, ASK_EVERY_MS);
  return {
    isTooMany: counts.isTooMany,
    accepted: counts.accepted,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await looking;
    },
  };
};
