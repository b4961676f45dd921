/** The tables of the index. It is a view: a file of another version, or a broken one, is thrown away and rebuilt. */
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const VERSION = 2;

const TABLES = `
  CREATE TABLE messages (
    sequence INTEGER PRIMARY KEY, author TEXT NOT NULL, id BLOB NOT NULL, digest BLOB NOT NULL,
    record TEXT NOT NULL, receipt TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX messages_identity ON messages (author, id);
  CREATE INDEX messages_digest ON messages (digest);
  CREATE TABLE deliveries (delivery BLOB PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE decisions (delivery BLOB PRIMARY KEY, state TEXT NOT NULL, receipt TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE taken (delivery BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE assigned (
    delivery BLOB PRIMARY KEY, author TEXT NOT NULL, id BLOB NOT NULL, reader TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE withdrawn (delivery BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE positions (stream TEXT PRIMARY KEY, epoch TEXT NOT NULL, sequence INTEGER NOT NULL) STRICT;
  CREATE TABLE closed (at TEXT NOT NULL) STRICT;
  PRAGMA user_version = ${VERSION};
`;

/** When each stream was created: tells a stream from a later one of the same name. */
export type Epochs = Readonly<Record<string, string>>;

const open = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file);
  try {
    prepare(database);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
};

const prepare = (database: DatabaseSync): void => {
  // Nothing hangs on the last transactions: the streams hold them, and following goes on behind the recorded position.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000');
};

/** The pages are sound unless the machine itself stopped: only then a file that was not closed is looked through. */
const isSound = (database: DatabaseSync): boolean => {
  if (database.prepare('PRAGMA user_version').get()?.user_version !== VERSION) return false;
  if (database.prepare('SELECT at FROM closed').get() !== undefined) return true;
  return database.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok';
};

const isOfTheseStreams = (database: DatabaseSync, epochs: Epochs): boolean =>
  Object.entries(epochs).every(
    ([stream, epoch]) => database.prepare('SELECT epoch FROM positions WHERE stream = ?').get(stream)?.epoch === epoch,
  );

const usable = (file: string, epochs: Epochs): DatabaseSync | undefined => {
  let database: DatabaseSync | undefined;
  try {
    database = open(file);
    if (isSound(database) && isOfTheseStreams(database, epochs)) {
      database.exec('DELETE FROM closed');
      return database;
    }
  } catch (error) {
    // SQLite says so of a file that is none, or is torn; anything else is not ours to repair.
    if ((error as { readonly code?: unknown }).code !== 'ERR_SQLITE_ERROR') throw error;
  }
  database?.close();
  return undefined;
};

/** Opens the file, or begins a new one where there is none, or none of these streams. `:memory:` keeps nothing. */
export const openTables = (file: string, epochs: Epochs): DatabaseSync => {
  const there = usable(file, epochs);
  if (there !== undefined) return there;
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  const database = open(file);
  database.exec(TABLES);
  const add = database.prepare('INSERT INTO positions (stream, epoch, sequence) VALUES (?, ?, 0)');
  for (const [stream, epoch] of Object.entries(epochs)) add.run(stream, epoch);
  return database;
};

/** Closes the file and notes that this was done in order. */
export const closeTables = (database: DatabaseSync): void => {
  database.prepare('INSERT INTO closed (at) VALUES (?)').run(new Date().toISOString());
  database.close();
};
