/** When two entries are the same, and what differs between them. */
import type { RegistryEntry } from '../change/changes.ts';
import { COLUMNS, KIND_ORDER } from './columns.ts';
import { valueIn } from './row.ts';

const isEmptyObject = (value: object): boolean => {
  for (const _ in value) return false;
  return true;
};

/** Members in the order of their names; those that are absent or empty objects left out. Lists keep theirs. */
const ordered = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const from = value as Readonly<Record<string, unknown>>;
  const to: Record<string, unknown> = {};
  for (const name of Object.keys(from).sort()) {
    const member = ordered(from[name]);
    if (member === undefined) continue;
    if (typeof member === 'object' && member !== null && !Array.isArray(member) && isEmptyObject(member)) continue;
    to[name] = member;
  }
  return to;
};

/** A text that two entries share exactly if they say the same. It is the entry as JSON. */
export const canonicalText = (entry: RegistryEntry): string => JSON.stringify(ordered(entry));

/** One member that differs; a side without it has none. */
export interface FieldDifference {
  /** Named as in `columns.ts`. */
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The members in which two entries differ, in the order of the columns of the kind that `after` is of. */
export const fieldDifferences = (before: RegistryEntry, after: RegistryEntry): readonly FieldDifference[] => [
  ...(before.kind === after.kind ? [] : [{ field: 'kind', before: before.kind, after: after.kind }]),
  ...COLUMNS[after.kind].flatMap((column): readonly FieldDifference[] => {
    const [was, is] = [valueIn(before, column), valueIn(after, column)];
    if (JSON.stringify(ordered(was)) === JSON.stringify(ordered(is))) return [];
    return [
      {
        field: column.name,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      },
    ];
  }),
];

/** Texts in the order of their code points, which is that of their octets in UTF-8. */
export const byCodePoints = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x === y) continue;
    // halves of a pair stand for code points above all others
    const isPair = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
    return isPair(x) === isPair(y) ? x - y : isPair(x) ? 1 : -1;
  }
  return a.length - b.length;
};

const PLACE = new Map<string, number>(KIND_ORDER.map((kind, place) => [kind, place]));

/** The order of every export: by kind as in `KIND_ORDER`, then by id. */
export const byKindAndId = (a: Pick<RegistryEntry, 'kind' | 'id'>, b: Pick<RegistryEntry, 'kind' | 'id'>): number =>
  (PLACE.get(a.kind) ?? 0) - (PLACE.get(b.kind) ?? 0) || byCodePoints(a.id, b.id);

/** The entry as JSON with its members in the order of its kind's columns, as exports write it. */
export const writtenText = (entry: RegistryEntry): string => {
  const from = ordered(entry) as Readonly<Record<string, unknown>>;
  const to: Record<string, unknown> = { kind: entry.kind };
  for (const { path } of COLUMNS[entry.kind]) if (path[0] in from) to[path[0]] = from[path[0]];
  return JSON.stringify(to);
};
