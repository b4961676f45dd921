/** What is said in TypeScript of a simple type: literals where its values are listed, else text; and its facets in words. */
import type { SimpleType } from '../xsd/model/components.ts';
import { ancestry, builtInBase, facetsOf } from '../xsd/model/facets.ts';
import type { TextTable } from './tables.ts';

/** How its text is taken. */
export const textTableOf = (type: SimpleType): TextTable => {
  if (type.variety === 'list') return 'collapse';
  if (type.variety === 'union') return 'preserve';
  return facetsOf(type).whiteSpace ?? 'preserve';
};

/** Allowed values; `undefined` where they are not listed. */
export const valuesOf = (type: SimpleType): readonly string[] | undefined => {
  const listed = facetsOf(type).enumeration?.map(({ value }) => value);
  if (listed !== undefined || type.variety !== 'union') return listed;
  const members = type.memberTypes.map(valuesOf);
  return members.some((values) => values === undefined) ? undefined : members.flatMap((values) => values ?? []);
};

/** The type as TypeScript: `string`, or its values as literals. */
export const simpleTypeText = (type: SimpleType): string => {
  const values = valuesOf(type);
  return values === undefined || values.length === 0 || values.length > 200
    ? 'string'
    : [...new Set(values)].map((value) => JSON.stringify(value)).join(' | ');
};

/** Facets in words, as the schema names them; empty where there is nothing to say. */
export const facetText = (type: SimpleType): string => {
  const { enumeration: _, patterns: __, whiteSpace: ___, ...rest } = facetsOf(type);
  // what built-in types ask of their text is known by their name
  const patterns = ancestry(type).flatMap(({ builtIn, facets }) => (builtIn ? [] : [facets.patterns ?? []]));
  const said = Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`);
  const shown = patterns
    .map((any) => `pattern ${any.join(' | ')}`)
    .map((text) => (text.length > 100 ? `${text.slice(0, 100)}…` : text));
  const base = type.variety === 'atomic' ? `xs:${builtInBase(type)}` : type.variety;
  return [base, ...said, ...shown].join(', ');
};
