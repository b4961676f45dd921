/**
 * Live updates by server-sent events. What is told are states: whoever comes back after a break is told how things
 * stand, and has missed nothing. One look at the services serves all connections, and none is made while there are none.
 */
import type { ServerResponse } from 'node:http';
import type { LiveEvents } from '../api/shapes/overview.ts';
import type { Ended, SignedIn } from '../sign-in/sessions.ts';

/** How many there may be. */
export interface LiveLimits {
  readonly atMost: number;
  readonly perSession: number;
}

/** What live updates need. */
export interface LiveNeeds {
  readonly limits: LiveLimits;
  /** How things stand; `undefined` where that cannot be said just now. */
  readonly look: () => Promise<LiveLook | undefined>;
  readonly standing: (session: string) => 'live' | Ended;
  /** Whether somebody is told more than that something changed. */
  readonly maySeeCounts: (who: SignedIn) => boolean;
  readonly lookEveryMs: number;
  readonly heartbeatMs: number;
}

/** A look: `marks` changes with what it is of. */
export interface LiveLook {
  readonly at: string;
  readonly marks: Readonly<Record<LiveEvents['changed']['what'][number], string>>;
  readonly counts: LiveEvents['counts'];
}

/** The open connections. */
export interface Live extends Disposable {
  /** Whether one more may be opened by this session. */
  hasRoom(session: string): boolean;
  /** Takes over a response; `lastEventId` is what the browser heard last, before a break. */
  open(response: ServerResponse, who: SignedIn, lastEventId: string | undefined): void;
  /** Tells everybody who may see it. */
  tellJob(job: LiveEvents['job']): void;
  /** Closes the connections of a session that ended. */
  end(session: string, why: LiveEvents['signed-out']['why']): void;
  count(): number;
}

interface Connection {
  readonly response: ServerResponse;
  readonly who: SignedIn;
}

/** A browser that does not read what is sent is let go: it comes again by itself. */
const UNREAD_BYTES = 256 * 1024;
const RETRY_MS = 3_000;

const event = <K extends keyof LiveEvents>(name: K, value: LiveEvents[K], id?: string): string =>
  `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(value)}\n\n`;

const revisionOf = ({ marks }: LiveLook): string => Object.values(marks).join('_');

/** Keeps connections. */
export const keepLive = (needs: LiveNeeds): Live => {
  const connections = new Set<Connection>();
  let last: LiveLook | undefined;
  let looker: NodeJS.Timeout | undefined;
  let isLooking = false;

  const close = (connection: Connection): void => {
    connections.delete(connection);
    connection.response.end();
    if (connections.size === 0) rest();
  };
  const send = (connection: Connection, text: string): void => {
    if (connection.response.writableLength > UNREAD_BYTES) {
      connections.delete(connection);
      connection.response.destroy();
      return;
    }
    connection.response.write(text);
  };
  const tellLook = (connection: Connection, look: LiveLook, what: LiveEvents['changed']['what']): void => {
    const revision = revisionOf(look);
    if (what.length > 0) send(connection, event('changed', { revision, at: look.at, what }, revision));
    if (needs.maySeeCounts(connection.who)) send(connection, event('counts', look.counts));
  };
  const whatChanged = (from: LiveLook | undefined, to: LiveLook): LiveEvents['changed']['what'] =>
    (Object.keys(to.marks) as (keyof LiveLook['marks'])[]).filter((one) => from?.marks[one] !== to.marks[one]);

  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      const now = await needs.look();
      if (now === undefined) return;
      const what = whatChanged(last, now);
      const isNews = last !== undefined && (what.length > 0 || isOther(last.counts, now.counts));
      last = now;
      if (isNews) for (const connection of connections) tellLook(connection, now, what);
    } finally {
      isLooking = false;
    }
  };
  const isOther = (a: LiveEvents['counts'], b: LiveEvents['counts']): boolean =>
    JSON.stringify(a) !== JSON.stringify(b);
  const rest = (): void => {
    clearInterval(looker);
    looker = undefined;
    last = undefined;
  };

  const heart = setInterval(() => {
    for (const connection of connections) {
      const standing = needs.standing(connection.who.session);
      if (standing === 'live') send(connection, ': still here\n\n');
      else {
        send(connection, event('signed-out', { why: standing === 'unknown' ? 'signed-out' : standing }));
        close(connection);
      }
    }
  }, needs.heartbeatMs).unref();

  return {
    hasRoom: (session) =>
      connections.size < needs.limits.atMost &&
      [...connections].filter(({ who }) => who.session === session).length < needs.limits.perSession,
    open: (response, who, lastEventId) => {
      const connection: Connection = { response, who };
      connections.add(connection);
      response.on('close', () => {
        connections.delete(connection);
        if (connections.size === 0) rest();
      });
      response.write(`retry: ${RETRY_MS}\n\n`);
      if (last !== undefined)
        tellLook(connection, last, lastEventId === revisionOf(last) ? [] : whatChanged(undefined, last));
      else
        void look().then(() => {
          if (last !== undefined && connections.has(connection))
            tellLook(connection, last, lastEventId === revisionOf(last) ? [] : whatChanged(undefined, last));
        });
      looker ??= setInterval(() => void look(), needs.lookEveryMs);
    },
    tellJob: (job) => {
      for (const connection of connections) if (needs.maySeeCounts(connection.who)) send(connection, event('job', job));
    },
    end: (session, why) => {
      for (const connection of connections) {
        if (connection.who.session !== session) continue;
        send(connection, event('signed-out', { why }));
        close(connection);
      }
    },
    count: () => connections.size,
    [Symbol.dispose]: () => {
      clearInterval(heart);
      rest();
      for (const connection of [...connections]) close(connection);
    },
  };
};
