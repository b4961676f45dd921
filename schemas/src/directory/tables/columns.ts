/** The columns of a table of each kind of entry. A column is named by the member it holds: `names.de`, `channel.url`. */
import type { EntryKind } from '../change/changes.ts';
import { readList, readTaken, readWindow, writeList, writeTaken, writeWindow } from './cells.ts';

/** What stands in the cells of a column. */
export type CellForm = 'text' | 'number' | 'yes-no' | 'list' | 'taken' | 'windows';

/** One column. An empty cell means that the member is absent. */
export interface Column {
  readonly name: string;
  /** The member's path in the entry: one or two names. */
  readonly path: readonly [string] | readonly [string, string];
  readonly form: CellForm;
  /** Whether a table without this column is refused. */
  readonly required: boolean;
  /** A list that is never absent: an empty cell means that it has no elements. */
  readonly alwaysList: boolean;
}

/** Kinds in the order in which tables are written and taken in: what is referred to comes first. */
export const KIND_ORDER = [
  'category',
  'region',
  'service',
  'authority',
  'succession',
  'certificate',
  'endpoint',
  'responsibility',
  'permission',
  'activation',
  'mandate',
  'approval-rule',
  'holiday',
  'message-type',
] as const satisfies readonly EntryKind[];

const FORM_OF_MARK: Readonly<Record<string, CellForm>> = {
  '#': 'number',
  '?': 'yes-no',
  '|': 'list',
  '@': 'taken',
  '~': 'windows',
};

/** `name` with marks: `!` required, `*` a list that is always there, the rest the form of its cells. */
const column = (written: string): Column => {
  const [, name = '', marks = ''] = /^([\w.]+)(.*)$/.exec(written) ?? [];
  const [first = '', second] = name.split('.');
  const form = [...marks].flatMap((mark) => FORM_OF_MARK[mark] ?? []).at(0) ?? 'text';
  return {
    name,
    path: second === undefined ? [first] : [first, second],
    form,
    required: marks.includes('!'),
    alwaysList: marks.includes('*'),
  };
};

const columns = (written: string): readonly Column[] =>
  `id! validFrom! validUntil ${written}`
    .trim()
    .split(/\s+/)
    .map((each) => column(each));

const NAMES = 'names.de! names.en names.nl';
const SYNONYMS = 'synonyms.de| synonyms.en| synonyms.nl|';

/** Columns of each kind, in the order in which they are written. Before them stands `kind`. */
export const COLUMNS: Readonly<Record<EntryKind, readonly Column[]>> = {
  category: columns(`category! ${NAMES} keyPrefix`),
  region: columns(`region! ${NAMES} level! ags postalCodes| ${SYNONYMS} members|`),
  service: columns(`service! ${NAMES} ${SYNONYMS} roles!|* responsibilityOn unresolvable`),
  authority: columns(
    `authority! ${NAMES} category! environment! otherIds| region partOf contact.email contact.phone contact.url`,
  ),
  succession: columns('predecessor! successor!'),
  certificate: columns('authority! purpose! fingerprint! der!'),
  endpoint: columns(
    'authority! environment! channel.type! channel.url channel.tlsFingerprint takes!@* limitBytes# limitConcurrent# limitPerMinute# maintenance~',
  ),
  responsibility: columns('service! role! region! significantDigits# authority! disclosure|'),
  permission: columns('messageTypeCode! from.authority from.category to.authority to.category legalBases| purposes|'),
  activation: columns('messageTypeCode! who.authority who.category direction!'),
  mandate: columns('provider! author! handIn!? signs!|*'),
  'approval-rule': columns('kinds!|*'),
  holiday: columns(`region! day! ${NAMES} free!?`),
  'message-type': columns(`messageTypeCode! version! ${NAMES} digest draft? deprecatedFrom`),
};

/** Written form of the cells of each form, for whoever has to correct one; `undefined` where the value says it. */
export const EXPECTED_OF_FORM: Readonly<Record<CellForm, string | undefined>> = {
  text: undefined,
  number: '0 … 999999999999999',
  'yes-no': 'true | false',
  list: undefined,
  taken: 'code version, code version 2027-01-01..2028-01-01; separated by |',
  windows: '2027-01-01T22:00:00Z..2027-01-02T04:00:00Z, weekday 7 22:00..04:00; separated by |',
};

/** The value in a cell that is not empty; the text itself where it has not the form, for the check to say so. */
export const valueOfCell = (form: CellForm, cell: string): unknown => {
  switch (form) {
    case 'text':
      return cell;
    case 'number':
      return /^\d{1,15}$/.test(cell) ? Number(cell) : cell;
    case 'yes-no':
      return cell === 'true' ? true : cell === 'false' ? false : cell;
    case 'list':
      return readList(cell);
    case 'taken':
      return readList(cell).map(readTaken);
    case 'windows':
      return readList(cell).map(readWindow);
    default:
      return form satisfies never;
  }
};

/** The cell of a value of an entry of the right shape; empty where there is none. */
export const cellOfValue = (form: CellForm, value: unknown): string => {
  if (value === undefined) return '';
  switch (form) {
    case 'text':
    case 'number':
    case 'yes-no':
      return String(value);
    case 'list':
      return writeList(value as readonly string[]);
    case 'taken':
      return writeList((value as Parameters<typeof writeTaken>[0][]).map(writeTaken));
    case 'windows':
      return writeList((value as Parameters<typeof writeWindow>[0][]).map(writeWindow));
    default:
      return form satisfies never;
  }
};
