/** The view in a SQLite file: the default. A writer and a reader, so that nobody reads half of a write. */
import { once } from 'node:events';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { type Database, type Row, type Store, ViewLost, type Write } from './database.ts';
import { forSqlite, type Sql, type Value } from './sql.ts';
import { INDEXES_FOR_QUESTIONS, quoted, SCHEMA_VERSION, tablesOf } from './tables.ts';

/** Pages kept in memory by the writer and by the reader, kibibytes. */
const CACHE_KIB = { write: 48_000, read: 16_000 } as const;
/** Of a view that is being made: batches between two commits. */
const BATCHES_AT_ONCE = 50;
/** Inserted by one statement: a call costs as much as a short row. */
const ROWS_AT_ONCE = 8;
/** Statements kept prepared; questions have a few dozen shapes. */
const STATEMENTS_KEPT = 200;

/** SQLite's codes for: corrupt, not a database. */
const DAMAGED: readonly number[] = [11, 26];
/** Input or output failed, cannot be opened: where the file is gone. */
const UNREACHABLE: readonly number[] = [10, 14];

const lossIn = (cause: unknown): ViewLost | undefined => {
  const code = typeof cause === 'object' && cause !== null && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
  if (DAMAGED.includes(code)) return new ViewLost('damaged', { cause });
  return UNREACHABLE.includes(code) ? new ViewLost('missing', { cause }) : undefined;
};

const guarded = <T>(work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    throw lossIn(cause) ?? cause;
  }
};

const preparing = (database: DatabaseSync): ((text: string) => StatementSync) => {
  const kept = new Map<string, StatementSync>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = database.prepare(text);
    const [oldest] = kept.keys();
    if (kept.size >= STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(text, made);
    return made;
  };
};

/**
 * `kept` survives a crash of the process; `made` is thrown away at the next start where it was not finished, and where a
 * write failed: nothing is synced, nothing can be taken back.
 */
type Safety = 'kept' | 'made';

const connect = (file: string, cacheKib: number, safety: Safety = 'kept'): DatabaseSync => {
  const database = new DatabaseSync(file);
  if (safety === 'made') {
    database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -${2 * cacheKib};`);
    return database;
  }
  // NORMAL with a long log: the file survives a crash of the process without a sync per transaction
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;
     PRAGMA cache_size = -${cacheKib}; PRAGMA temp_store = MEMORY;`,
  );
  return database;
};

const synced = (file: string): void => {
  const descriptor = openSync(file, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
};

const SUFFIXES = ['', '-wal', '-shm'] as const;

/** Removes a file and what SQLite keeps beside it. */
export const throwAway = (file: string): void => {
  for (const suffix of SUFFIXES) rmSync(`${file}${suffix}`, { force: true });
};

const idOf = (file: string): string | undefined => {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
};

const textOf = (step: Exclude<Write, { readonly run: Sql }>, rows: number): string => {
  const columns = step.columns.map(quoted);
  if ('insert' in step) {
    const values = Array<string>(rows).fill(`(${columns.map(() => '?').join(', ')})`);
    return `INSERT INTO ${step.insert} (${columns.join(', ')}) VALUES ${values.join(', ')} ${step.onConflict ?? ''}`;
  }
  const [key, ...others] = columns.map((column, n) => `${column} = ?${n + 1}`);
  return `UPDATE ${step.update} SET ${others.join(', ')} WHERE ${key}`;
};

/** Runs what writes one batch. */
type Writing = (batch: () => void) => void;

/** Each batch is a transaction. */
const oneByOne =
  (writer: DatabaseSync): Writing =>
  (batch) => {
    writer.exec('BEGIN IMMEDIATE');
    try {
      batch();
      writer.exec('COMMIT');
    } catch (cause) {
      if (writer.isTransaction) writer.exec('ROLLBACK');
      throw cause;
    }
  };

/** Many batches are a transaction: a page that all of them touch is written once. Nothing can be taken back. */
const manyAtOnce = (writer: DatabaseSync): Writing => {
  let batches = 0;
  return (batch) => {
    try {
      if (!writer.isTransaction) writer.exec('BEGIN IMMEDIATE');
      batch();
      batches += 1;
      if (batches % BATCHES_AT_ONCE === 0) writer.exec('COMMIT');
    } catch (cause) {
      throw new ViewLost('damaged', { cause });
    }
  };
};

const opened = (file: string, safety: Safety = 'kept'): Database => {
  const writer = connect(file, CACHE_KIB.write, safety);
  // nobody else reads what is being made
  const reader = safety === 'made' ? writer : connect(file, CACHE_KIB.read);
  const [toWrite, toRead] = [preparing(writer), preparing(reader)];
  const writing = (safety === 'made' ? manyAtOnce : oneByOne)(writer);
  const id = idOf(file);
  const apply = (step: Write): void => {
    if ('run' in step) {
      const { text, values } = forSqlite(step.run);
      toWrite(text).run(...(values as Value[]));
      return;
    }
    const { rows } = step;
    const together = 'insert' in step ? rows.length - (rows.length % ROWS_AT_ONCE) : 0;
    if (together > 0) {
      const several = toWrite(textOf(step, ROWS_AT_ONCE));
      for (let n = 0; n < together; n += ROWS_AT_ONCE) several.run(...rows.slice(n, n + ROWS_AT_ONCE).flat());
    }
    const one = toWrite(textOf(step, 1));
    for (const row of rows.slice(together)) one.run(...row);
  };
  return {
    kind: 'sqlite',
    query: async (statement) =>
      guarded(() => {
        const { text, values } = forSqlite(statement);
        return toRead(text).all(...(values as Value[])) as Row[];
      }),
    write: async (steps) =>
      guarded(() =>
        writing(() => {
          for (const step of steps) apply(step);
        }),
      ),
    sizeBytes: async () =>
      SUFFIXES.reduce((sum, suffix) => sum + (statSync(`${file}${suffix}`, { throwIfNoEntry: false })?.size ?? 0), 0),
    lost: async () => (idOf(file) === id ? undefined : new ViewLost('missing')),
    [Symbol.asyncDispose]: async () => {
      if (reader !== writer) reader.close();
      if (writer.isTransaction) writer.exec('COMMIT');
      writer.close();
    },
  };
};

const created = (file: string, safety: Safety = 'kept'): Database => {
  throwAway(file);
  const database = connect(file, CACHE_KIB.write, safety);
  const made = [...tablesOf('sqlite'), ...(safety === 'kept' ? INDEXES_FOR_QUESTIONS : [])];
  database.exec(`BEGIN; ${made.join('; ')}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
  database.close();
  return opened(file, safety);
};

const versionIn = (file: string): number | 'damaged' => {
  let database: DatabaseSync | undefined;
  try {
    database = connect(file, CACHE_KIB.read);
    return Number(database.prepare('PRAGMA user_version').get()?.user_version);
  } catch {
    return 'damaged';
  } finally {
    database?.close();
  }
};

/** Views in a folder: `file`, and beside it the one that is being made. */
export const sqliteStore = (file: string): Store => {
  const next = `${file}.next`;
  return {
    open: async () => {
      throwAway(next);
      if (idOf(file) === undefined) return { database: created(file), made: 'missing' };
      const version = versionIn(file);
      if (version === SCHEMA_VERSION) return { database: opened(file) };
      return { database: created(file), made: version === 'damaged' ? 'damaged' : 'other-version' };
    },
    openNext: async () => created(next, 'made'),
    complete: async (made) => {
      await made[Symbol.asyncDispose]();
      // each takes seconds where there are millions of rows: in a thread of its own, so that others are answered meanwhile
      const thread = new Worker(new URL('./sqlite-statements.ts', import.meta.url), {
        workerData: { file: next, statements: INDEXES_FOR_QUESTIONS },
      });
      await once(thread, 'exit');
      return opened(next, 'made');
    },
    promote: async (current, made) => {
      await current?.[Symbol.asyncDispose]();
      // of a former one the last connection has removed the log
      await made[Symbol.asyncDispose]();
      synced(next);
      throwAway(file);
      renameSync(next, file);
      return opened(file);
    },
  };
};
