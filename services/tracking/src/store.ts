/** Opens the view's SQLite file; a file of another shape or a damaged one is thrown away, as it can be rebuilt. */
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { SCHEMA, SCHEMA_VERSION } from './schema.ts';

const open = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file);
  // NORMAL with a long log: the file survives a crash of the process without a sync per transaction
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;');
  return database;
};

const versionOf = (database: DatabaseSync): unknown => database.prepare('PRAGMA user_version').get()?.user_version;

/** Removes the file and what SQLite keeps beside it. */
export const throwAway = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
};

/** The database with all tables in place. Throws only when the folder cannot be written. */
export const openStore = (file: string): DatabaseSync => {
  const existing = openReadable(file);
  if (existing !== undefined) return existing;
  throwAway(file);
  const database = open(file);
  database.exec(`BEGIN; ${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
  return database;
};

const openReadable = (file: string): DatabaseSync | undefined => {
  let database: DatabaseSync | undefined;
  try {
    database = open(file);
    if (versionOf(database) === SCHEMA_VERSION) return database;
  } catch {
    // not a database, or damaged: the streams hold everything that was in it
  }
  database?.close();
  return undefined;
};
