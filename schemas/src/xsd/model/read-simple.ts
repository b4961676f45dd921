/** Simple types from their definitions. */
import { XSD_NAMESPACE } from '../head.ts';
import { type DocumentContext, meantName } from './collect.ts';
import type { Annotated, EnumerationValue, Facets, Name, SimpleType } from './components.ts';
import { type SchemaNode, wholeText } from './node.ts';
import { once } from './once.ts';

/** How the reading of a component asks for others. */
export interface SimpleTypes {
  /** A simple type by name; within a redefinition the name of the type itself means what it redefines. */
  simpleType(name: Name): SimpleType;
}

/** Children of XML Schema with a name. */
export const xsChildren = (node: SchemaNode, ...names: readonly string[]): readonly SchemaNode[] =>
  node.children.filter((child) => child.namespace === XSD_NAMESPACE && names.includes(child.name));

/** The first of them. */
export const xsChild = (node: SchemaNode, ...names: readonly string[]): SchemaNode | undefined =>
  xsChildren(node, ...names)[0];

/** Place, documentation and appinfo of a node. */
export const annotated = (node: SchemaNode, { file }: DocumentContext): Annotated => {
  const within = xsChildren(node, 'annotation').flatMap(({ children }) => children);
  return {
    place: { file, line: node.line },
    documentation: within
      .filter(({ name }) => name === 'documentation')
      .map((each) => ({ language: each.attributes.get('xml:lang'), text: wholeText(each) }))
      .filter(({ text }) => text !== ''),
    appinfo: within.filter(({ name }) => name === 'appinfo'),
  };
};

const NUMBERS = ['length', 'minLength', 'maxLength', 'totalDigits', 'fractionDigits'] as const;
const BOUNDS = ['minInclusive', 'maxInclusive', 'minExclusive', 'maxExclusive'] as const;

const WHITE_SPACE: Readonly<Record<string, Facets['whiteSpace']>> = {
  preserve: 'preserve',
  replace: 'replace',
  collapse: 'collapse',
};

/** The facets that stand in a restriction. */
export const facetsIn = (restriction: SchemaNode, context: DocumentContext): Facets => {
  const values = (name: string): readonly SchemaNode[] => xsChildren(restriction, name);
  const last = (name: string): string | undefined => values(name).at(-1)?.attributes.get('value')?.trim();
  const enumeration: readonly EnumerationValue[] = values('enumeration').map((each) => ({
    value: each.attributes.get('value') ?? '',
    ...annotated(each, context),
  }));
  const patterns = values('pattern').map((each) => each.attributes.get('value') ?? '');
  const whiteSpace = WHITE_SPACE[last('whiteSpace') ?? ''];
  return {
    ...(enumeration.length > 0 ? { enumeration } : {}),
    ...(patterns.length > 0 ? { patterns } : {}),
    ...Object.fromEntries(NUMBERS.flatMap((name) => (last(name) === undefined ? [] : [[name, Number(last(name))]]))),
    ...Object.fromEntries(BOUNDS.flatMap((name) => (last(name) === undefined ? [] : [[name, last(name)]]))),
    ...(whiteSpace === undefined ? {} : { whiteSpace }),
  };
};

const ANY_SIMPLE: Name = { namespace: XSD_NAMESPACE, local: 'anySimpleType' };

/** The simple type a `simpleType` element defines. */
export const readSimpleType = (
  node: SchemaNode,
  context: DocumentContext,
  types: SimpleTypes,
  name: Name | undefined,
): SimpleType => {
  const restriction = xsChild(node, 'restriction');
  const list = xsChild(node, 'list');
  const union = xsChild(node, 'union');
  const inlineOr = (within: SchemaNode, attribute: string): SimpleType => {
    const inline = xsChild(within, 'simpleType');
    const written = within.attributes.get(attribute);
    if (written !== undefined) return types.simpleType(meantName(context, within, written));
    return inline === undefined ? types.simpleType(ANY_SIMPLE) : readSimpleType(inline, context, types, undefined);
  };
  const base = once(() => (restriction === undefined ? types.simpleType(ANY_SIMPLE) : inlineOr(restriction, 'base')));
  const itemType = once(() => (list === undefined ? base().itemType : inlineOr(list, 'itemType')));
  const memberTypes = once(() => {
    if (union === undefined) return base().memberTypes;
    const named = (union.attributes.get('memberTypes') ?? '').split(/\s+/).filter((each) => each !== '');
    return [
      ...named.map((each) => types.simpleType(meantName(context, union, each))),
      ...xsChildren(union, 'simpleType').map((each) => readSimpleType(each, context, types, undefined)),
    ];
  });
  return {
    ...annotated(node, context),
    kind: 'simple',
    name,
    builtIn: false,
    get variety() {
      return list !== undefined ? 'list' : union !== undefined ? 'union' : base().variety;
    },
    get base() {
      return base();
    },
    get itemType() {
      return itemType();
    },
    get memberTypes() {
      return memberTypes();
    },
    facets: restriction === undefined ? {} : facetsIn(restriction, context),
  };
};
