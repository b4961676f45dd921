/**
 * The tables of the view, for both databases. A change of shape raises {@link SCHEMA_VERSION}: a view of another version
 * is thrown away and made anew. Identifiers that come again and again are numbers, see `names`.
 */

/** Of the view's shape and of what the projection writes into it. */
export const SCHEMA_VERSION = 7;

/** `key`: whole number, primary key. `?`: may be null. */
type ColumnType = 'key' | 'int' | 'int?' | 'text' | 'text?';

interface Table {
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Primary key of several columns; the table then is kept in its order. */
  readonly key?: readonly string[];
}

const table = (columns: Table['columns'], key?: readonly string[]): Table =>
  key === undefined ? { columns } : { columns, key };

/** All times are milliseconds since 1970. */
export const TABLES = {
  /** `schema` as a stream holds the version; `epoch`: the last epoch, as JSON in `epoch`. */
  positions: table({ stream: 'text', sequence: 'int', epoch: 'text' }, ['stream']),
  names: table({ no: 'key', name: 'text' }),
  /** `kind` see `counters.ts`; what `a` to `e` mean depends on it. */
  counters: table({ kind: 'int', bucket: 'int', a: 'int', b: 'int', c: 'int', d: 'int', e: 'int', n: 'int' }, [
    'kind',
    'bucket',
    'a',
    'b',
    'c',
    'd',
    'e',
  ]),
  /** First and last sequence accepted in a minute (`unit` 0) or an hour (1), which `start` counts. */
  spans: table({ unit: 'int', start: 'int', first: 'int', last: 'int' }, ['unit', 'start']),
  messages: table({
    sequence: 'key',
    message_id: 'text',
    author: 'int',
    sender: 'int',
    type: 'int',
    version: 'int',
    accepted_at: 'int',
    edition: 'int',
    size_bytes: 'int',
    test: 'int',
    state: 'int',
    ended_at: 'int?',
    node: 'int',
    parts: 'int',
    requester: 'text?',
    responder: 'text?',
    conversation: 'text?',
    in_reply_to: 'text?',
    keys: 'text?',
    not_before: 'int?',
  }),
  business_keys: table({ value: 'text', name: 'int', message: 'int' }, ['value', 'name', 'message']),
  /** A row may begin with an event: then `message` is null and `message_id` says whose it is, until the message is seen. */
  deliveries: table({
    no: 'key',
    delivery_id: 'text',
    message: 'int?',
    place: 'int',
    message_id: 'text?',
    author: 'int',
    reader: 'int',
    role: 'int',
    parts: 'int',
    state: 'int',
    round: 'int',
    code: 'int',
    attempts: 'int',
    planned: 'int',
    next_attempt_at: 'int?',
    ended_at: 'int?',
    /** Number of the failure step it is in, 0: none; since when. */
    step: 'int',
    failed_at: 'int',
  }),
  events: table({
    position: 'key',
    delivery: 'int',
    step: 'text',
    type: 'int',
    at: 'int',
    node: 'int',
    author: 'int',
    reader: 'int',
    sender: 'int?',
    code: 'int?',
    attempt: 'int?',
    reason_code: 'text?',
    next_attempt_at: 'int?',
    by: 'text?',
    reason: 'text?',
    to: 'int?',
  }),
  /** What a receipt begins with, certificates mostly, is the same in many and stands in `names`. */
  acceptances: table({ sequence: 'key', head: 'int', rest: 'text' }),
  receipts: table({ position: 'key', head: 'int', rest: 'text' }),
  refusals: table({
    position: 'key',
    event_id: 'text',
    at: 'int',
    node: 'int',
    code: 'int',
    peer: 'int?',
    message_id: 'text?',
    claimed_author: 'text?',
    claimed_code: 'text?',
    claimed_version: 'text?',
    claimed_test: 'int?',
    size_bytes: 'int',
    places: 'text',
  }),
  actions: table({
    position: 'key',
    event_id: 'text',
    at: 'int',
    node: 'int',
    type: 'text',
    by: 'text',
    reason: 'text?',
    action: 'text?',
    outcome: 'text?',
    message_id: 'text?',
    author: 'text?',
    reader: 'text?',
    delivery_id: 'text?',
    to: 'text?',
    about: 'text?',
    count: 'int?',
  }),
  /** `next_at`: when to look again; null when it is kept. */
  deadlines: table({
    message: 'key',
    at_risk_at: 'int',
    due_at: 'int',
    expects: 'text',
    deadline: 'text',
    next_at: 'int?',
  }),
} as const satisfies Readonly<Record<string, Table>>;
export type TableName = keyof typeof TABLES;

/** An index: what is unique, and where only some rows are in it. */
interface Index {
  readonly on: TableName;
  readonly columns: readonly string[];
  readonly unique?: true;
  readonly where?: string;
}

/** What the projection looks up, or what must not be there twice. */
const NEEDED: readonly Index[] = [
  { on: 'messages', columns: ['message_id', 'author'], unique: true },
  { on: 'deliveries', columns: ['message', 'place'] },
  { on: 'deliveries', columns: ['message_id'], where: 'message IS NULL' },
  { on: 'events', columns: ['delivery', 'step'], unique: true },
  { on: 'refusals', columns: ['event_id'], unique: true },
  { on: 'actions', columns: ['event_id'], unique: true },
  { on: 'deadlines', columns: ['next_at'], where: 'next_at IS NOT NULL' },
];

/** What only questions need: over a view that is being made it is cheaper to make them at the end, sorted. */
const ASKED: readonly Index[] = [
  // what is asked for together stands in the index: a combination that hardly any message fits is found in it alone
  { on: 'messages', columns: ['author', 'sequence', 'type', 'test', 'version'] },
  { on: 'messages', columns: ['sender', 'sequence'], where: 'sender <> author' },
  { on: 'messages', columns: ['type', 'sequence', 'author', 'test', 'version'] },
  { on: 'messages', columns: ['state', 'sequence', 'author', 'type', 'test', 'version'] },
  { on: 'messages', columns: ['test', 'sequence'] },
  { on: 'messages', columns: ['requester', 'sequence'], where: 'requester IS NOT NULL' },
  { on: 'messages', columns: ['responder', 'sequence'], where: 'responder IS NOT NULL' },
  { on: 'messages', columns: ['in_reply_to', 'author'], where: 'in_reply_to IS NOT NULL' },
  { on: 'messages', columns: ['conversation', 'sequence'], where: 'conversation IS NOT NULL' },
  { on: 'business_keys', columns: ['message'] },
  { on: 'deliveries', columns: ['delivery_id'] },
  { on: 'deliveries', columns: ['reader', 'message', 'state'] },
  // the numbers of the states delivering, waiting, in-mailbox
  { on: 'deliveries', columns: ['state', 'message'], where: 'state IN (1, 2, 3)' },
  { on: 'deliveries', columns: ['code', 'message'], where: 'code <> 0' },
  { on: 'deliveries', columns: ['step', 'code', 'reader', 'failed_at', 'no'], where: 'step <> 0' },
  { on: 'events', columns: ['author', 'position'] },
  { on: 'events', columns: ['reader', 'position'] },
  { on: 'events', columns: ['sender', 'position'], where: 'sender IS NOT NULL' },
  { on: 'refusals', columns: ['at', 'position'] },
  { on: 'refusals', columns: ['peer', 'position'] },
  { on: 'refusals', columns: ['code', 'at', 'position'] },
  { on: 'refusals', columns: ['message_id'], where: 'message_id IS NOT NULL' },
  { on: 'actions', columns: ['at', 'position'] },
  { on: 'actions', columns: ['by', 'at', 'position'] },
  { on: 'actions', columns: ['message_id'], where: 'message_id IS NOT NULL' },
];

/** A column's name as SQL has it: some are words of the language. */
export const quoted = (name: string): string => (['by', 'to'].includes(name) ? `"${name}"` : name);

/** Columns of a table and their types as PostgreSQL names them. */
export const postgresTypes = (name: TableName): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(TABLES[name].columns as Table['columns']).map(([column, type]) => [
      column,
      type.startsWith('text') ? 'text' : 'bigint',
    ]),
  );

const columnOf = (dialect: 'sqlite' | 'postgresql', name: string, type: ColumnType): string => {
  const whole = dialect === 'sqlite' ? 'INTEGER' : 'BIGINT';
  const words = type === 'key' ? `${whole} PRIMARY KEY` : type.startsWith('text') ? 'TEXT' : whole;
  return `${quoted(name)} ${words}${type.endsWith('?') || type === 'key' ? '' : ' NOT NULL'}`;
};

const statementOf = ({ on, columns, unique, where }: Index): string => {
  const named = `${on}_${columns.slice(0, 2).join('_')}`;
  const only = where === undefined ? '' : ` WHERE ${where}`;
  return `CREATE ${unique === true ? 'UNIQUE ' : ''}INDEX ${named} ON ${on} (${columns.map(quoted).join(', ')})${only}`;
};

/** Statements that make all tables, and the indexes the projection needs. */
export const tablesOf = (dialect: 'sqlite' | 'postgresql'): readonly string[] => [
  ...Object.entries(TABLES as Readonly<Record<string, Table>>).map(([name, { columns, key }]) => {
    const lines = Object.entries(columns).map(([column, type]) => columnOf(dialect, column, type));
    const keyed = key === undefined ? [] : [`PRIMARY KEY (${key.join(', ')})`];
    const kept = dialect === 'sqlite' && key !== undefined ? ' WITHOUT ROWID' : '';
    return `CREATE TABLE ${name} (${[...lines, ...keyed].join(', ')})${kept}`;
  }),
  ...NEEDED.map(statementOf),
];

/** Statements that make the indexes only questions need. */
export const INDEXES_FOR_QUESTIONS: readonly string[] = ASKED.map(statementOf);
