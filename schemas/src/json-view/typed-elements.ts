/** Which declaration and type each element of a valid document has. */
import type { TreeElement } from '../xml/tree.ts';
import type { ElementDeclaration, XsdType } from '../xsd/model/components.ts';
import type { XsdModel } from '../xsd/model/read-xsd.ts';

/** The namespace of `xsi:type` and `xsi:nil`. */
export const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';

/** An element's declaration and its actual type, `xsi:type` heeded. */
export interface Typed {
  readonly declaration: ElementDeclaration;
  readonly type: XsdType;
}

/** Attribute `xsi:…` of an element. */
export const xsiAttribute = ({ attributes }: TreeElement, name: string): string | undefined =>
  attributes.find((each) => each.name === name && each.namespaceUri === XSI_NAMESPACE)?.value.trim();

/** Whether an element says that it is nil. */
export const isNil = (element: TreeElement): boolean => ['true', '1'].includes(xsiAttribute(element, 'nil') ?? '');

const actualType = (model: XsdModel, element: TreeElement, declaration: ElementDeclaration): XsdType => {
  const said = xsiAttribute(element, 'type');
  if (said === undefined) return declaration.type;
  const [local = '', prefix = ''] = said.split(':').reverse();
  const namespace = element.node.namespaceForPrefix(prefix) ?? '';
  return model.type(namespace, local) ?? declaration.type;
};

/** The root of a document; `undefined` where the schema does not declare it. */
export const typedRoot = (model: XsdModel, element: TreeElement): Typed | undefined => {
  const declaration = model.element(element.namespaceUri, element.name);
  return declaration === undefined ? undefined : { declaration, type: actualType(model, element, declaration) };
};

/** A child of an element of some type; `undefined` where a wildcard took it and nothing declares it. */
export const typedChild = (model: XsdModel, parent: XsdType | undefined, element: TreeElement): Typed | undefined => {
  const declaration =
    (parent === undefined
      ? undefined
      : model.childOf(parent, { namespace: element.namespaceUri, local: element.name })) ??
    model.element(element.namespaceUri, element.name);
  return declaration === undefined ? undefined : { declaration, type: actualType(model, element, declaration) };
};
