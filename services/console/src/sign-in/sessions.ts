/** Sessions, kept on disk so that a restart signs nobody out. The browser's secret itself is not: only its digest. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Role } from '../api/shapes/session.ts';
import type { Person } from './roles.ts';

/** A session as it stands. */
export interface SignedIn extends Person {
  /** Digest of the browser's secret. */
  readonly session: string;
  readonly csrfToken: string;
  readonly idleExpiresAt: Date;
  readonly expiresAt: Date;
}

/** Why there is no session (any more). */
export type Ended = 'unknown' | 'idle' | 'expired' | 'signed-out';

/** How long sessions last. */
export interface SessionPolicy {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

/** Somebody who signed in lately. */
export interface KnownUser {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly lastSeenAt: string;
  readonly sessions: number;
}

/** The sessions of this console. */
export interface Sessions extends Disposable {
  /** Begins one; `secret` goes into the browser's cookie and nowhere else. */
  begin(person: Person, now: Date): { readonly secret: string; readonly signedIn: SignedIn };
  /** The session of a secret. `isUse`: somebody did something, which puts off its end by idleness. */
  find(secret: string, now: Date, isUse: boolean): SignedIn | Ended;
  /** Whether it still counts; not a use. */
  standing(session: string, now: Date): 'live' | Ended;
  end(session: string): void;
  /** Who signed in within thirty days, who was seen last first. */
  users(now: Date): readonly KnownUser[];
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS sessions (
  session TEXT PRIMARY KEY, csrf TEXT NOT NULL, user TEXT NOT NULL, name TEXT NOT NULL, roles TEXT NOT NULL,
  authority TEXT, begun INTEGER NOT NULL, seen INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS users (
  user TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL, seen INTEGER NOT NULL
) WITHOUT ROWID;
`;

/** Being seen is written down this often at most. */
const SEEN_EVERY_MS = 30_000;
const USERS_KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** One person at so many browsers; the session seen longest ago gives way. */
const SESSIONS_A_USER = 20;

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

interface Row {
  readonly session: string;
  readonly csrf: string;
  readonly user: string;
  readonly name: string;
  readonly roles: string;
  readonly authority: string | null;
  readonly begun: number;
  readonly seen: number;
}

/** Kept in `PRAGMA user_version`. */
const SCHEMA_VERSION = 1;

const opened = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -256');
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    const tables = Number(database.prepare("SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'").get()?.n);
    if (version !== SCHEMA_VERSION && tables > 0) throw new Error(`the sessions are of version ${version}`);
    database.exec(`${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}`);
    database.prepare('SELECT count(*) FROM sessions').get();
    return database;
  } catch (cause) {
    database.close();
    throw cause;
  }
};

/** The file as it is, or a new one where it is damaged or of another release. */
const openOrBegin = (file: string): DatabaseSync => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    return opened(file);
  } catch {
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    return opened(file);
  }
};

/** Opens the sessions in a file; what cannot be read is begun anew: everybody signs in again. */
export const openSessions = (file: string, policy: SessionPolicy): Sessions => {
  const database = openOrBegin(file);
  const rowOf = database.prepare('SELECT * FROM sessions WHERE session = ?');
  const put = database.prepare('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const see = database.prepare('UPDATE sessions SET seen = ? WHERE session = ?');
  const remove = database.prepare('DELETE FROM sessions WHERE session = ?');
  const sweep = database.prepare('DELETE FROM sessions WHERE seen < ? OR begun < ?');
  const crowd = database.prepare(
    'DELETE FROM sessions WHERE session IN (SELECT session FROM sessions WHERE user = ? ORDER BY seen DESC, rowid DESC LIMIT -1 OFFSET ?)',
  );
  const putUser = database.prepare(
    'INSERT INTO users VALUES (?, ?, ?, ?) ON CONFLICT (user) DO UPDATE SET name = excluded.name, roles = excluded.roles, seen = excluded.seen',
  );
  const sweepUsers = database.prepare('DELETE FROM users WHERE seen < ?');
  const listUsers = database.prepare(
    'SELECT u.*, (SELECT count(*) FROM sessions s WHERE s.user = u.user) AS sessions FROM users u ORDER BY seen DESC LIMIT 1000',
  );

  const endOf = (row: Row, now: number): Ended | undefined => {
    if (now >= row.begun + policy.absoluteMs) return 'expired';
    return now >= row.seen + policy.idleMs ? 'idle' : undefined;
  };
  const toSignedIn = (row: Row, seen: number): SignedIn => ({
    session: row.session,
    csrfToken: row.csrf,
    id: row.user,
    name: row.name,
    roles: JSON.parse(row.roles) as Role[],
    ...(row.authority === null ? {} : { authority: row.authority as AuthorityId }),
    idleExpiresAt: new Date(Math.min(seen + policy.idleMs, row.begun + policy.absoluteMs)),
    expiresAt: new Date(row.begun + policy.absoluteMs),
  });
  const load = (session: string): Row | undefined => rowOf.get(session) as unknown as Row | undefined;

  return {
    begin: ({ id, name, roles, authority }, at) => {
      const now = at.getTime();
      const [secret, csrf] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
      const session = digestOf(secret);
      sweep.run(now - policy.idleMs, now - policy.absoluteMs);
      sweepUsers.run(now - USERS_KEPT_MS);
      // before the new one is there, which must not be the one that gives way
      crowd.run(id, SESSIONS_A_USER - 1);
      put.run(session, csrf, id, name, JSON.stringify(roles), authority ?? null, now, now);
      putUser.run(id, name, JSON.stringify(roles), now);
      const row = load(session);
      if (row === undefined) throw new Error('a session just written is not there');
      return { secret, signedIn: toSignedIn(row, now) };
    },
    find: (secret, at, isUse) => {
      const row = load(digestOf(secret));
      if (row === undefined) return 'unknown';
      const now = at.getTime();
      const ended = endOf(row, now);
      if (ended !== undefined) {
        remove.run(row.session);
        return ended;
      }
      if (isUse && now - row.seen > Math.min(SEEN_EVERY_MS, policy.idleMs / 4)) {
        see.run(now, row.session);
        putUser.run(row.user, row.name, row.roles, now);
      }
      return toSignedIn(row, isUse ? now : row.seen);
    },
    standing: (session, at) => {
      const row = load(session);
      return row === undefined ? 'signed-out' : (endOf(row, at.getTime()) ?? 'live');
    },
    end: (session) => void remove.run(session),
    users: (at) =>
      (listUsers.all() as unknown as (Omit<Row, 'session'> & { readonly sessions: number })[])
        .filter(({ seen }) => seen > at.getTime() - USERS_KEPT_MS)
        .map(({ user, name, roles, seen, sessions }) => ({
          id: user,
          name,
          roles: JSON.parse(roles) as string[],
          lastSeenAt: new Date(seen).toISOString(),
          sessions,
        })),
    [Symbol.dispose]: () => database.close(),
  };
};
