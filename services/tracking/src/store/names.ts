/** Identifiers that come again and again are numbers in the view; which, stands in `names` and here in memory. */
import type { Database, Write } from './database.ts';
import { sql } from './sql.ts';

/** The names of a view; there are as many as authorities, types, codes and roles. */
export interface Names {
  /** Its number, given now where it has none. */
  noOf(name: string): number;
  /** Its number, where it has one. */
  known(name: string): number | undefined;
  nameOf(no: unknown): string;
  /** What a write must begin with: names not yet in the view. */
  fresh(): readonly Write[];
  /** The write has succeeded. */
  settled(): void;
}

/** Reads the names of a view. */
export const namesIn = async (database: Database): Promise<Names> => {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  for (const { no, name } of await database.query(sql`SELECT no, name FROM names ORDER BY no`)) {
    numbers.set(String(name), Number(no));
    names[Number(no)] = String(name);
  }
  // 0 is nobody's number: it stands for nothing in places that cannot be null
  names[0] ??= '';
  let written = names.length;
  return {
    noOf: (name) => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      return names.push(name) - 1;
    },
    known: (name) => numbers.get(name),
    nameOf: (no) => names[Number(no)] ?? '',
    fresh: () =>
      written === names.length
        ? []
        : [
            {
              insert: 'names',
              columns: ['no', 'name'],
              rows: names.slice(written).map((name, n) => [written + n, name]),
            },
          ],
    settled: () => {
      written = names.length;
    },
  };
};
