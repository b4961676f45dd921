/** A thread: runs statements in a SQLite file that is being made, one after the other. */
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';

const { file, statements } = workerData as { readonly file: string; readonly statements: readonly string[] };
const database = new DatabaseSync(file);
// as it is being made: what breaks off is thrown away, nothing need be synced or taken back
database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;');
for (const statement of statements) database.exec(statement);
database.close();
