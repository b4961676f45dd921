/** The structure of a part as rows of a table, from the object model. Pure. */
import { facetText, valuesOf } from '../types-of/simple-text.ts';
import { type Annotated, type ElementDeclaration, nameText, type XsdType } from '../xsd/model/components.ts';
import { textTypeOf } from '../xsd/model/facets.ts';
import type { XsdModel } from '../xsd/model/read-xsd.ts';

/** One element or attribute. */
export interface StructureRow {
  /** 0: the root. */
  readonly depth: number;
  /** `@name` for attributes; `*` for a wildcard. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** It excludes others at its place. */
  readonly isChoice: boolean;
  readonly type: string;
  readonly values: readonly string[];
  /** Documentation in the language asked for, else in any. */
  readonly meaning: string;
  /** Its type stands above, with everything below it. */
  readonly isRepeated: boolean;
}

/** A page nobody scrolls through any more. */
const MOST_ROWS = 3_000;

const meaningOf = (language: string, ...annotated: readonly Annotated[]): string => {
  for (const { documentation } of annotated) {
    const texts = documentation.filter(({ text }) => text !== '');
    const fitting = texts.filter((each) => each.language?.toLowerCase().startsWith(language));
    const shown = fitting.length > 0 ? fitting : texts;
    if (shown.length > 0) return shown.map(({ text }) => text).join(' ');
  }
  return '';
};

/** Rows of a root and all below it, in the order of the schema. A type is opened once; where it comes again it says so. */
export const structureRows = (model: XsdModel, root: ElementDeclaration, language: string): readonly StructureRow[] => {
  const rows: StructureRow[] = [];
  const opened = new Set<XsdType>();
  const typeText = (type: XsdType): { readonly type: string; readonly values: readonly string[] } => {
    const simple = textTypeOf(type);
    const name = type.builtIn || type.name === undefined ? '' : type.name.local;
    if (simple === undefined) return { type: name, values: [] };
    return { type: [name, facetText(simple)].filter(Boolean).join(': '), values: valuesOf(simple) ?? [] };
  };
  const add = (element: ElementDeclaration, depth: number, min: number, max: number, isChoice: boolean): void => {
    if (rows.length >= MOST_ROWS) return;
    const { type } = element;
    const hasInner = type.kind === 'complex' && (type.attributes.length > 0 || model.childrenOf(type).length > 0);
    const isRepeated = hasInner && opened.has(type);
    rows.push({
      depth,
      name: element.name.local,
      min,
      max,
      isChoice,
      ...typeText(type),
      meaning: meaningOf(language, element, type),
      isRepeated,
    });
    if (!hasInner || isRepeated || type.kind !== 'complex') return;
    opened.add(type);
    for (const { attribute, required } of type.attributes)
      rows.push({
        depth: depth + 1,
        name: `@${attribute.name.local}`,
        min: required ? 1 : 0,
        max: 1,
        isChoice: false,
        ...typeText(attribute.type),
        meaning: meaningOf(language, attribute, attribute.type),
        isRepeated: false,
      });
    for (const child of model.childrenOf(type)) {
      const excludes = child.choices.length > 0;
      if (child.element === undefined)
        rows.push({
          depth: depth + 1,
          name: '*',
          min: child.min,
          max: child.max,
          isChoice: excludes,
          type: '',
          values: [],
          meaning: '',
          isRepeated: false,
        });
      else
        for (const each of model.substitutesOf(child.element))
          add(each, depth + 1, child.min, child.max, excludes || nameText(each.name) !== nameText(child.element.name));
    }
  };
  add(root, 0, 1, 1, false);
  return rows;
};
