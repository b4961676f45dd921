/** What the view asks of a database; SQLite and PostgreSQL both give it. */
import type { Sql, Value } from './sql.ts';
import type { TableName } from './tables.ts';

export type Row = Readonly<Record<string, unknown>>;

/** One step of a write. Rows hold the columns in the order named. */
export type Write =
  | {
      readonly insert: TableName;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Value[])[];
      /** What to do where the key is there already; default: that is a failure. */
      readonly onConflict?: string;
    }
  | {
      /** The first column is the key. */
      readonly update: TableName;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Value[])[];
    }
  | { readonly run: Sql };

/** The view cannot be read or written any more, or is gone: it is to be made anew. */
export class ViewLost extends Error {
  readonly because: 'damaged' | 'missing';
  constructor(because: 'damaged' | 'missing', options?: ErrorOptions) {
    super(`the view is ${because}`, options);
    this.because = because;
  }
}

/** The database cannot be reached now; it may be again. */
export class DatabaseUnavailable extends Error {}

/** An open database with all tables. */
export interface Database extends AsyncDisposable {
  readonly kind: 'sqlite' | 'postgresql';
  /** Reads what was written last. @throws ViewLost, DatabaseUnavailable */
  query(statement: Sql): Promise<readonly Row[]>;
  /** All of it, or nothing. @throws ViewLost */
  write(steps: readonly Write[]): Promise<void>;
  sizeBytes(): Promise<number>;
  /** Whether what was opened is still there, noticed without reading all of it. */
  lost(): Promise<ViewLost | undefined>;
}

/** Where views are kept: the current one, and one that is being made. */
export interface Store {
  /** The current view; `made`: why it is empty, where it had to be made. */
  open(): Promise<{ readonly database: Database; readonly made?: 'missing' | 'damaged' | 'other-version' }>;
  /** An empty one beside it, quick to fill: what only questions need it lacks. */
  openNext(): Promise<Database>;
  /** Gives the next one what it lacks; in its place the one returned is gone on with. */
  complete(next: Database): Promise<Database>;
  /** Puts the next one in place of the current one, which must not be asked any more. */
  promote(current: Database | undefined, next: Database): Promise<Database>;
}
