/** Views of both kinds, filled by the projection: the same tests run on SQLite and on PostgreSQL. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@dienstweg/infra/testing/postgres.ts';
import type { TestServer } from '@dienstweg/infra/testing/servers.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import pg from 'pg';
import { type Projection, projectInto } from '../src/project/project.ts';
import type { View } from '../src/query/view.ts';
import type { Store } from '../src/store/database.ts';
import { namesIn } from '../src/store/names.ts';
import { postgresStore } from '../src/store/postgres.ts';
import { sqliteStore } from '../src/store/sqlite.ts';

/** Both. */
export const KINDS = ['sqlite', 'postgresql'] as const;
export type Kind = (typeof KINDS)[number];

/** Where views of a kind can be made: begun once a file of tests. */
export interface Databases extends AsyncDisposable {
  /** A URL of a database of its own, or nothing: then `file`. */
  another(): Promise<{ readonly databaseUrl?: string; readonly databaseFile: string }>;
  /** The server is gone without warning, and comes back; of SQLite there is none. */
  stop(): Promise<void>;
  goOn(): Promise<void>;
}

/** Runs a statement in a PostgreSQL database. */
export const statementIn = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
};

/** Begins. */
export const databasesOf = async (kind: Kind): Promise<Databases> => {
  const folder = mkdtempSync(join(tmpdir(), 'dienstweg-views-'));
  const server: TestServer | undefined = kind === 'postgresql' ? await startPostgres() : undefined;
  let made = 0;
  return {
    another: async () => {
      made += 1;
      const databaseFile = join(folder, `view-${made}.sqlite`);
      if (server === undefined) return { databaseFile };
      await statementIn(server.url, `CREATE DATABASE view_${made}`);
      return { databaseFile, databaseUrl: server.url.replace(/postgres$/, `view_${made}`) };
    },
    stop: async () => server?.kill9(),
    goOn: async () => server?.restart(),
    [Symbol.asyncDispose]: async () => {
      await server?.[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** The store of such a place. */
export const storeAt = (place: { readonly databaseUrl?: string; readonly databaseFile: string }): Store =>
  place.databaseUrl === undefined ? sqliteStore(place.databaseFile) : postgresStore(place.databaseUrl, () => undefined);

/** A view and what fills it, without streams. */
export interface TestView extends AsyncDisposable {
  readonly view: View;
  readonly projection: Projection;
  accept(...records: readonly AcceptedRecord[]): Promise<void>;
  tell(...events: readonly DienstwegEvent[]): Promise<void>;
}

/** An empty view in a place of its own. */
export const emptyView = async (databases: Databases): Promise<TestView> => {
  const { database } = await storeAt(await databases.another()).open();
  const names = await namesIn(database);
  const projection = await projectInto(database, names);
  let messages = 0;
  let events = 0;
  return {
    view: { database, names },
    projection,
    accept: async (...records) => {
      const seen = records.map((accepted) => ({ sequence: ++messages, accepted, receipt: 'e.e30.s' }));
      await projection.apply({ messages: seen, events: [], positions: {} });
    },
    tell: async (...told) =>
      projection.apply({ messages: [], events: [{ sequence: ++events, events: told }], positions: {} }),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
};
