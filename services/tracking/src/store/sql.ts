/** SQL as values: composed from pieces, bound by position, said in the words of whichever database runs it. */

/** What can be bound. */
export type Value = string | number | null;

/** A list bound as one value: `IN ${list(ids)}`. */
class List {
  readonly values: readonly (string | number)[];
  constructor(values: readonly (string | number)[]) {
    this.values = values;
  }
}

/** A piece of SQL with what is bound in it. */
export interface Sql {
  /** One more than there are values. */
  readonly texts: readonly string[];
  readonly values: readonly (Value | List)[];
}

type Piece = Value | List | Sql;

const isSql = (piece: Piece): piece is Sql => typeof piece === 'object' && piece !== null && 'texts' in piece;

/** Composes: what is interpolated is bound, pieces of SQL are put in. */
export const sql = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Sql => {
  const texts: string[] = [strings[0] ?? ''];
  const values: (Value | List)[] = [];
  const append = (text: string): void => {
    texts[texts.length - 1] += text;
  };
  for (const [place, piece] of pieces.entries()) {
    if (isSql(piece)) {
      append(piece.texts[0] ?? '');
      for (const [n, value] of piece.values.entries()) {
        values.push(value);
        texts.push(piece.texts[n + 1] ?? '');
      }
    } else {
      values.push(piece);
      texts.push('');
    }
    append(strings[place + 1] ?? '');
  }
  return { texts, values };
};

/** SQL of our own making, e.g. a column's name. Never anything that was asked. */
export const raw = (text: string): Sql => ({ texts: [text], values: [] });

/** Behind `IN`: any number of values. */
export const list = (values: Iterable<string | number>): List => new List([...values]);

/** All must hold; none: true. */
export const all = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? sql`1 = 1`
    : conditions.slice(1).reduce((whole, next) => sql`${whole} AND ${next}`, conditions[0] ?? sql`1 = 1`);

/** Text and bound values, as a database takes them. */
export interface Bound {
  readonly text: string;
  readonly values: unknown[];
}

const bind = (
  { texts, values }: Sql,
  ofList: (place: number, values: readonly (string | number)[]) => readonly [string, unknown],
  ofValue: (place: number) => string,
): Bound => {
  const bound: unknown[] = [];
  let text = texts[0] ?? '';
  for (const [n, value] of values.entries()) {
    if (value instanceof List) {
      const [words, given] = ofList(n + 1, value.values);
      text += words;
      bound.push(given);
    } else {
      text += ofValue(n + 1);
      bound.push(value);
    }
    text += texts[n + 1] ?? '';
  }
  return { text, values: bound };
};

/** For SQLite: `?`, lists as JSON. */
export const forSqlite = (statement: Sql): Bound =>
  bind(
    statement,
    (_, values) => ['(SELECT value FROM json_each(?))', JSON.stringify(values)],
    () => '?',
  );

/** For PostgreSQL: `$1`, lists as arrays. */
export const forPostgres = (statement: Sql): Bound =>
  bind(
    statement,
    (place, values) => [
      `(SELECT unnest($${place}::${values.some((value) => typeof value === 'string') ? 'text' : 'bigint'}[]))`,
      values,
    ],
    (place) => `$${place}`,
  );
