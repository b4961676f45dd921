/**
 * Code lists in genericode (OASIS, Code List Representation 1.0) as German standards publish them: what a list calls
 * itself, its columns and its rows. Real lists differ in their annotations and in the names of their columns; only the
 * genericode elements are relied on.
 */

import { isDay } from '../directory/change/change-formats.ts';
import type { ProblemCode } from '../problems/codes.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import type { XmlLimits } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { type TreeElement, treeOf } from '../xml/tree.ts';

/** The largest list of regions of a country, with room. */
export const CODE_LIST_LIMITS: XmlLimits = {
  octets: 64 * 1024 * 1024,
  depth: 32,
  elements: 2_000_000,
  attributesPerElement: 50,
  attributes: 2_000_000,
  nameLength: 200,
};

const NAMESPACE = 'http://docs.oasis-open.org/codelist/ns/genericode/';

/** A column; `names` are all names it goes by. */
export interface CodeListColumn {
  readonly id: string;
  readonly names: readonly string[];
}

/** A row with its values by column id, without blanks around them; empty ones are left out. */
export interface CodeListRow {
  readonly line: number;
  readonly values: ReadonlyMap<string, string>;
}

/** A code list. */
export interface CodeList {
  /** Canonical URI, e.g. `urn:de:…:schluessel:rs`; empty where the list does not say. */
  readonly uri: string;
  /** URI of this version; empty where the list does not say. */
  readonly versionUri: string;
  readonly version: string;
  /** The day from which the list holds, where its annotation or its version says so. */
  readonly validFrom?: string;
  readonly columns: readonly CodeListColumn[];
  /** Ids of columns that are keys by themselves, the recommended one first. */
  readonly keys: readonly string[];
  /** Rows that have any value. */
  readonly rows: readonly CodeListRow[];
}

/** A list, or why the octets are none. */
export type CodeListRead =
  | { readonly ok: true; readonly list: CodeList }
  | { readonly ok: false; readonly code: ProblemCode; readonly violations: readonly Violation[] };

const NOT_ONE: Readonly<Record<Language, string>> = {
  de: 'Das Wurzelelement ist nicht „CodeList“ aus dem Genericode-Namensraum.',
  en: 'The root element is not "CodeList" of the namespace of genericode.',
  nl: 'Het wortelelement is niet „CodeList” uit de naamruimte van genericode.',
};

/** Reads a list from its octets: UTF-8, no DOCTYPE, within the limits. */
export const readCodeList = (octets: Uint8Array, language: Language = 'en'): CodeListRead => {
  const parsed = parseXml(octets, { limits: CODE_LIST_LIMITS, language });
  if (!parsed.ok) return parsed;
  try {
    const root = treeOf(parsed.document.root);
    if (root.name === 'CodeList' && root.namespaceUri.startsWith(NAMESPACE)) return { ok: true, list: listIn(root) };
    const wrong = violation('registry-change-invalid', NOT_ONE[language], {
      language,
      line: root.line,
      expected: `{${NAMESPACE}1.0/}CodeList`,
    });
    return { ok: false, code: 'registry-change-invalid', violations: [wrong] };
  } finally {
    parsed.document.dispose();
  }
};

const childrenOf = (element: TreeElement | undefined, name: string): readonly TreeElement[] =>
  (element?.elements ?? []).filter((child) => child.name === name);

const textOf = (element: TreeElement | undefined): string => element?.node.content.trim() ?? '';

const attributeOf = (element: TreeElement, name: string): string | undefined =>
  element.attributes.find((attribute) => attribute.name === name)?.value.trim();

/** Every element below, the nearest first. */
const below = (element: TreeElement): readonly TreeElement[] => [
  ...element.elements,
  ...element.elements.flatMap((child) => below(child)),
];

const listIn = (root: TreeElement): CodeList => {
  const [identification] = childrenOf(root, 'Identification');
  const said = (name: string): string => textOf(childrenOf(identification, name)[0]);
  const columns = childrenOf(root, 'ColumnSet').flatMap((set) => childrenOf(set, 'Column').map(columnIn));
  const validFrom = dayIn(root, said('Version'));
  return {
    uri: said('CanonicalUri'),
    versionUri: said('CanonicalVersionUri'),
    version: said('Version'),
    ...(validFrom === undefined ? {} : { validFrom }),
    columns,
    keys: keysIn(root),
    rows: childrenOf(root, 'SimpleCodeList')
      .flatMap((list) => childrenOf(list, 'Row'))
      .map((row) => rowIn(row, columns))
      .filter(({ values }) => values.size > 0),
  };
};

const columnIn = (column: TreeElement): CodeListColumn => {
  const id = attributeOf(column, 'Id') ?? '';
  const names = ['ShortName', 'LongName'].flatMap((name) => childrenOf(column, name).map(textOf));
  return { id, names: [id, ...names].filter((name) => name !== '') };
};

/** Marks of the key that codes are to be taken from, in the German profile, by its versions. */
const RECOMMENDED = ['recommendedKeyColumn', 'empfohleneCodeSpalte'];

const keysIn = (root: TreeElement): readonly string[] =>
  childrenOf(root, 'ColumnSet')
    .flatMap((set) => childrenOf(set, 'Key'))
    .map((key) => ({
      refs: childrenOf(key, 'ColumnRef').map((ref) => attributeOf(ref, 'Ref') ?? ''),
      isRecommended: below(key).some(({ name }) => RECOMMENDED.includes(name)),
    }))
    .filter(({ refs }) => refs.length === 1)
    .sort((a, b) => Number(b.isRecommended) - Number(a.isRecommended))
    .flatMap(({ refs }) => refs);

const DAY_ELEMENTS = ['validFrom', 'datumGueltigkeitAb'];

const dayIn = (root: TreeElement, version: string): string | undefined => {
  const annotated = childrenOf(root, 'Annotation')
    .flatMap((annotation) => below(annotation))
    .filter(({ name }) => DAY_ELEMENTS.includes(name))
    .map((element) => textOf(element).slice(0, 10));
  return [...annotated, version].find(isDay);
};

/** A value without `ColumnRef` stands in the column behind that of the value before it. */
const rowIn = (row: TreeElement, columns: readonly CodeListColumn[]): CodeListRow => {
  const values = new Map<string, string>();
  let place = -1;
  for (const value of childrenOf(row, 'Value')) {
    const ref = attributeOf(value, 'ColumnRef');
    place = ref === undefined ? place + 1 : columns.findIndex(({ id }) => id === ref);
    const id = ref ?? columns[place]?.id;
    const text = textOf(childrenOf(value, 'SimpleValue')[0]);
    if (id !== undefined && text !== '') values.set(id, text);
  }
  return { line: row.line, values };
};
