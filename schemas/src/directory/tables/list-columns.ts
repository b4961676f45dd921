/** What a code list is about, and which of its columns are key and name. */
import type { CodeList } from '../../codelists/genericode.ts';

/** Lists that can be imported: regions by ARS, the AGS of municipalities, prefixes of directory keys. */
export type ListSubject = 'ars' | 'ags' | 'prefixes';

/** Columns as they were named by whoever imports. */
export interface NamedColumns {
  readonly key?: string;
  readonly name?: string;
}

/** Key and name of a row. */
export interface ListedKey {
  readonly line: number;
  /** Without blanks; empty where the row has none. */
  readonly key: string;
  readonly name: string;
}

const SUBJECTS: readonly (readonly [RegExp, ListSubject])[] = [
  [/:schluessel:a?rs$/, 'ars'],
  [/:schluessel:ags$/, 'ags'],
  [/:dvdv\.praefix$/, 'prefixes'],
];

const KEY_NAMES = ['schluessel', 'code', 'ars', 'rs', 'ags', 'praefix', 'prefix', 'key', 'codewert'];
const NAME_NAMES = ['bezeichnung', 'name', 'beschreibung', 'gemeindename', 'gebietsname', 'langname', 'longname'];

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9]/g, '');

/** The column of a name, however it is written. */
export const columnNamed = ({ columns }: CodeList, name: string): string | undefined =>
  columns.find(({ names }) => names.includes(name))?.id ??
  columns.find(({ names }) => names.some((each) => plain(each) === plain(name)))?.id;

const firstNamed = (list: CodeList, names: readonly string[], but?: string): string | undefined =>
  names.map((name) => columnNamed(list, name)).find((id) => id !== undefined && id !== but);

const keysIn = ({ rows }: CodeList, column: string): readonly string[] =>
  rows.flatMap(({ values }) => values.get(column)?.replaceAll(/\s/g, '') ?? []);

const share = (keys: readonly string[], form: RegExp): number =>
  keys.length === 0 ? 0 : keys.filter((key) => form.test(key)).length / keys.length;

const FORMS: Readonly<Record<ListSubject, RegExp>> = {
  ars: /^(\d{2}|\d{3}|\d{5}|\d{9}|\d{12})$/,
  ags: /^(\d{2}|\d{3}|\d{5}|\d{8})$/,
  prefixes: /^\p{L}{1,16}$/u,
};

/** Whether a key is of the form that a list of this subject has. */
export const hasKeyForm = (subject: ListSubject, key: string): boolean => FORMS[subject].test(key);

/** By its URI, else by its keys: those of most rows have twelve digits, or eight. */
const subjectOf = (list: CodeList, keys: readonly string[]): ListSubject | undefined => {
  const uris = [list.uri, list.versionUri.replace(/_[^_:]*$/, '')];
  const stated = SUBJECTS.find(([form]) => uris.some((uri) => form.test(uri)))?.[1];
  if (stated !== undefined) return stated;
  if (share(keys, /^\d{12}$/) > 0.5) return 'ars';
  return share(keys, /^\d{8}$/) > 0.5 ? 'ags' : undefined;
};

/** What could not be recognised. */
export type ListFault = 'list-subject' | 'list-key' | 'list-name';

/** Subject, keys and names of a list; columns that were named count before any that would be recognised. */
export const keysOfList = (
  list: CodeList,
  named: NamedColumns = {},
): { readonly subject: ListSubject; readonly keys: readonly ListedKey[] } | ListFault => {
  const candidates = [
    ...(named.key === undefined ? [] : [columnNamed(list, named.key)]),
    ...list.keys,
    firstNamed(list, KEY_NAMES),
    list.columns[0]?.id,
  ].filter((id) => id !== undefined);
  const first = named.key === undefined ? candidates[0] : columnNamed(list, named.key);
  if (first === undefined) return 'list-key';
  const subject = subjectOf(list, keysIn(list, first));
  if (subject === undefined) return 'list-subject';
  // of several keys, the one whose values are of the form
  const key =
    named.key === undefined ? (candidates.find((id) => share(keysIn(list, id), FORMS[subject]) > 0.5) ?? first) : first;
  const name =
    named.name === undefined
      ? (firstNamed(list, NAME_NAMES, key) ?? list.columns.find(({ id }) => id !== key)?.id)
      : columnNamed(list, named.name);
  if (name === undefined) return 'list-name';
  return {
    subject,
    keys: list.rows.map(({ line, values }) => ({
      line,
      key: (values.get(key) ?? '').replaceAll(/\s/g, ''),
      name: (values.get(name) ?? '').replaceAll(/\s+/g, ' '),
    })),
  };
};
