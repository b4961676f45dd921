/** Which database the view is kept in. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '@dienstweg/infra/log.ts';
import type { Store } from './database.ts';
import { postgresStore } from './postgres.ts';
import { sqliteStore } from './sqlite.ts';

/** PostgreSQL where a URL is given, else a SQLite file. */
export const storeOf = (
  { databaseFile, databaseUrl }: { readonly databaseFile: string; readonly databaseUrl?: string },
  log: Log,
): Store => {
  if (databaseUrl !== undefined)
    return postgresStore(databaseUrl, (error) => log.warn({ why: error.message }, 'a connection to PostgreSQL broke'));
  mkdirSync(dirname(databaseFile), { recursive: true });
  return sqliteStore(databaseFile);
};
