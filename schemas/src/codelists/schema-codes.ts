/** Which codes of a document a schema binds to lists: XÖV code types, and elements and attributes of a named type. */
import { type Typed, typedChild, typedRoot } from '../json-view/typed-elements.ts';
import type { TreeElement } from '../xml/tree.ts';
import type { AttributeUse, ComplexType, XsdType } from '../xsd/model/components.ts';
import type { XsdModel } from '../xsd/model/read-xsd.ts';

/** List and version that a code type states for all its codes; empty where it leaves them to the document. */
export interface StatedList {
  readonly uri: string;
  readonly version: string;
}

const statedValue = (uses: readonly AttributeUse[], local: string): string | undefined => {
  const use = uses.find(({ attribute }) => attribute.name.local === local);
  return use === undefined
    ? undefined
    : (use.fixed ?? use.attribute.fixed ?? use.default ?? use.attribute.default ?? '');
};

/** What an XÖV code type (attributes `listURI` and `listVersionID`) states; `undefined` of any other type. */
export const statedList = (type: XsdType): StatedList | undefined => {
  if (type.kind === 'simple') return undefined;
  const uri = statedValue(type.attributes, 'listURI');
  return uri === undefined ? undefined : { uri, version: statedValue(type.attributes, 'listVersionID') ?? '' };
};

/** Every complex type that elements of the schema can have, anonymous ones included. */
export const complexTypesOf = (model: XsdModel): readonly ComplexType[] => {
  const reached = new Set<XsdType>([...model.types(), ...model.elements().map(({ type }) => type)]);
  for (const type of reached)
    for (const { element } of model.childrenOf(type)) if (element !== undefined) reached.add(element.type);
  return [...reached].filter((type) => type.kind === 'complex');
};

/** Whether a schema has code types that name their list, so that documents need not. */
export const hasStatedLists = (model: XsdModel): boolean =>
  complexTypesOf(model).some((type) => (statedList(type)?.uri ?? '') !== '');

/** Whether a type is another, or derived from it, or an element's text is. */
export const isOfType = (type: XsdType, wanted: XsdType): boolean => {
  for (let each: XsdType | undefined = type; each !== undefined; ) {
    if (each === wanted) return true;
    if (each.kind === 'complex' && each.content.kind === 'simple' && isOfType(each.content.type, wanted)) return true;
    each = each.kind === 'simple' ? each.base : each.derivation?.base;
  }
  return false;
};

/** Elements of a valid document with their types, in document order; what nothing declares is left out. */
export function* typedElements(model: XsdModel, root: TreeElement): Generator<readonly [TreeElement, Typed], void> {
  const first = typedRoot(model, root);
  const open: [TreeElement, Typed | undefined][] = [[root, first]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [element, typed] = next;
    if (typed !== undefined) yield [element, typed];
    for (const child of element.elements.toReversed()) open.push([child, typedChild(model, typed?.type, child)]);
  }
}
