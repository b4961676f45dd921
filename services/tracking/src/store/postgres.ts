/** The view in a PostgreSQL database given by URL: in a schema of its own, beside whatever else is there. */
import pg from 'pg';
import { type Database, DatabaseUnavailable, type Row, type Store, ViewLost, type Write } from './database.ts';
import { forPostgres, type Value } from './sql.ts';
import { INDEXES_FOR_QUESTIONS, postgresTypes, quoted, SCHEMA_VERSION, tablesOf } from './tables.ts';

const SCHEMA = 'dienstweg_tracking';
const NEXT = 'dienstweg_tracking_next';
const CONNECTIONS = 4;
/** A question may take no longer; what is looked for longer was asked wrongly. */
const STATEMENT_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Whole numbers beyond 32 bits come as text; ours are below 2^53. */
const INT8 = 20;
const NUMERIC = 1700;
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig;

/** Classes and codes by which PostgreSQL says that tables are gone or data is damaged. */
const MISSING: readonly string[] = ['42P01', '3F000', '42703'];
const DAMAGED: readonly string[] = ['XX001', 'XX002'];

/** Its classes of codes for: no connection, told to go, no room; and what the operating system and the client say. */
const UNAVAILABLE = /^(?:08|57P|53|ECONN|ENOTFOUND|ETIMEDOUT|EPIPE|EAI)/;
const CLIENT_SAYS = /timeout|terminated|Connection/i;

const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
    if (MISSING.includes(code)) throw new ViewLost('missing', { cause });
    if (DAMAGED.includes(code)) throw new ViewLost('damaged', { cause });
    const message = cause instanceof Error ? cause.message : String(cause);
    if (UNAVAILABLE.test(code) || (code === '' && CLIENT_SAYS.test(message)))
      throw new DatabaseUnavailable(`PostgreSQL cannot be reached: ${message || code}`, { cause });
    throw cause;
  }
};

const poolOf = (url: string, schema: string, onError: (error: Error) => void): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    types,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'dienstweg-tracking',
    // a view: what a crash of the server takes is taken in again from the streams, as its positions go with it
    options: `-c search_path=${schema} -c synchronous_commit=off -c jit=off`,
  });
  // a connection that breaks while idle is replaced
  pool.on('error', onError);
  return pool;
};

const textOf = (step: Exclude<Write, { run: unknown }>): string => {
  const name = 'insert' in step ? step.insert : step.update;
  const known = postgresTypes(name);
  const arrays = step.columns.map((column, n) => `$${n + 1}::${known[column] ?? 'text'}[]`).join(', ');
  const columns = step.columns.map(quoted);
  if ('insert' in step)
    return `INSERT INTO ${name} (${columns.join(', ')}) SELECT * FROM unnest(${arrays}) ${step.onConflict ?? ''}`;
  const sets = columns.slice(1).map((column) => `${column} = v.${column}`);
  return `UPDATE ${name} t SET ${sets.join(', ')} FROM unnest(${arrays}) AS v (${columns.join(', ')}) WHERE t.${columns[0]} = v.${columns[0]}`;
};

/** PostgreSQL's texts hold every character but this. */
const storable = (value: Value): Value =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\u{FFFD}') : value;

const transposed = (columns: number, rows: readonly (readonly Value[])[]): Value[][] =>
  Array.from({ length: columns }, (_, n) => rows.map((row) => storable(row[n] ?? null)));

const opened = (url: string, schema: string, onError: (error: Error) => void): Database => {
  const pool = poolOf(url, schema, onError);
  return {
    kind: 'postgresql',
    query: (statement) =>
      guarded(async () => {
        const { text, values } = forPostgres(statement);
        const { rows } = await pool.query<Row>({ text, values, query_timeout: STATEMENT_TIMEOUT_MS } as pg.QueryConfig);
        return rows;
      }),
    write: (steps) =>
      guarded(async () => {
        const client = await pool.connect();
        let failed: Error | undefined;
        try {
          await client.query('BEGIN');
          for (const step of steps) {
            if ('run' in step) await client.query(forPostgres(step.run));
            else if (step.rows.length > 0) await client.query(textOf(step), transposed(step.columns.length, step.rows));
          }
          await client.query('COMMIT');
        } catch (error) {
          failed = error instanceof Error ? error : new Error(String(error));
          await client.query('ROLLBACK').catch(() => undefined);
          throw error;
        } finally {
          client.release(failed);
        }
      }),
    sizeBytes: async () => {
      const { rows } = await pool.query<Row>(
        'SELECT coalesce(sum(pg_total_relation_size(oid)), 0) AS size FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = $2',
        [schema, 'r'],
      );
      return Number(rows[0]?.size ?? 0);
    },
    lost: async () => {
      const { rows } = await pool.query<Row>('SELECT to_regclass($1) AS found', [`${schema}.positions`]);
      return rows[0]?.found === null ? new ViewLost('missing') : undefined;
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
};

const onePiece = (schema: string, indexes: readonly string[]): string =>
  [
    'BEGIN',
    `DROP SCHEMA IF EXISTS ${schema} CASCADE`,
    `CREATE SCHEMA ${schema}`,
    `SET LOCAL search_path = ${schema}`,
    ...tablesOf('postgresql'),
    ...indexes,
    `COMMENT ON SCHEMA ${schema} IS 'version ${SCHEMA_VERSION}'`,
    'COMMIT',
  ].join('; ');

/** Views in a database. `onError` hears of connections that broke. */
export const postgresStore = (url: string, onError: (error: Error) => void): Store => {
  const administer = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const versionOf = (client: pg.Client): Promise<string | undefined> =>
    client
      .query<{ readonly version: string | null }>(
        "SELECT obj_description(oid, 'pg_namespace') AS version FROM pg_namespace WHERE nspname = $1",
        [SCHEMA],
      )
      .then(({ rows }) => (rows[0] === undefined ? undefined : (rows[0].version ?? '')));
  return {
    open: () =>
      administer(async (client) => {
        await client.query(`DROP SCHEMA IF EXISTS ${NEXT} CASCADE`);
        const version = await versionOf(client);
        if (version === `version ${SCHEMA_VERSION}`) return { database: opened(url, SCHEMA, onError) };
        await client.query(onePiece(SCHEMA, INDEXES_FOR_QUESTIONS));
        return {
          database: opened(url, SCHEMA, onError),
          made: version === undefined ? 'missing' : 'other-version',
        };
      }),
    openNext: () =>
      administer(async (client) => {
        await client.query(onePiece(NEXT, []));
        return opened(url, NEXT, onError);
      }),
    complete: (next) =>
      administer(async (client) => {
        await client.query(['BEGIN', `SET LOCAL search_path = ${NEXT}`, ...INDEXES_FOR_QUESTIONS, 'COMMIT'].join('; '));
        return next;
      }),
    promote: async (current, next) => {
      await current?.[Symbol.asyncDispose]();
      await next[Symbol.asyncDispose]();
      return administer(async (client) => {
        await client.query(
          `BEGIN; DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE; ALTER SCHEMA ${NEXT} RENAME TO ${SCHEMA}; COMMIT`,
        );
        return opened(url, SCHEMA, onError);
      });
    },
  };
};
