/**
 * The JSON view of a valid document, driven by its schema: arrays if and only if the schema lets an element repeat,
 * texts only (never numbers or booleans), `@name` for attributes, `#text` if and only if the type has attributes,
 * prefixes only where two names would be one, mixed content as an ordered list `#content`, `null` for nil. What a
 * wildcard took and nothing declares is shown as mixed content.
 */
import type { XmlDocument } from 'libxml2-wasm';
import { readablePath } from '../xml/node-path.ts';
import { type TreeElement, treeOf } from '../xml/tree.ts';
import { contentOf, textOf } from '../xml/tree-text.ts';
import type { XsdType } from '../xsd/model/components.ts';
import type { XsdModel } from '../xsd/model/read-xsd.ts';
import { keysOfTypes, type Prefixes, type TypeKeys } from './keys.ts';
import { isNil, type Typed, typedChild, typedRoot, XSI_NAMESPACE } from './typed-elements.ts';

/** A value of the view. Objects have no prototype: any element name is a member like any other. */
export type JsonView = string | null | readonly JsonView[] | { readonly [member: string]: JsonView };

/** A view of one document. */
export interface DocumentView {
  /** One member, named like the root. */
  readonly value: JsonView;
  /** Place of what a JSON pointer into the view leads to, or of the nearest element above. */
  placeOf(pointer: string): { readonly xpath: string; readonly line?: number };
}

type Members = Record<string, JsonView>;
const members = (): Members => Object.create(null);

/** Attributes that say how to read the document rather than what it says. */
const isMarkup = (namespace: string, name: string): boolean =>
  namespace === XSI_NAMESPACE && ['nil', 'schemaLocation', 'noNamespaceSchemaLocation'].includes(name);

const nameOf = ({ namespaceUri, name }: { readonly namespaceUri: string; readonly name: string }) => ({
  namespace: namespaceUri,
  local: name,
});

/** Element children with the members and places they are shown at. */
interface Shown {
  readonly element: TreeElement;
  readonly typed: Typed | undefined;
  readonly key: string;
  /** Place in an array; `undefined` where it is not in one. */
  readonly index: number | undefined;
}

/** Makes views of documents that satisfy the schema of `model`. `prefixes` are used where names would collide. */
export const jsonViewer = (model: XsdModel, prefixes: Prefixes = {}): ((document: XmlDocument) => DocumentView) => {
  const keysOf = keysOfTypes(model, prefixes);

  const childrenShown = (element: TreeElement, type: XsdType, keys: TypeKeys): readonly Shown[] => {
    const counts = new Map<string, number>();
    return element.elements.map((child) => {
      const name = nameOf(child);
      const key = keys.keyOf(name);
      const isArray = keys.isRepeatable(name);
      const index = counts.get(key) ?? 0;
      counts.set(key, index + 1);
      return { element: child, typed: typedChild(model, type, child), key, index: isArray ? index : undefined };
    });
  };
  const attributesInto = (target: Members, element: TreeElement, keys: TypeKeys | undefined): void => {
    for (const { namespaceUri, name, value } of element.attributes)
      if (!isMarkup(namespaceUri, name))
        target[keys?.attributeKeyOf({ namespace: namespaceUri, local: name }) ?? `@${name}`] = value;
  };
  const mixed = (element: TreeElement, type: XsdType | undefined, keys: TypeKeys | undefined): JsonView => {
    const target = members();
    attributesInto(target, element, keys);
    target['#content'] = contentOf(element).map((each) => {
      if (typeof each === 'string') return each;
      const child = members();
      child[keys?.keyOf(nameOf(each)) ?? each.name] = show(each, typedChild(model, type, each));
      return child;
    });
    return target;
  };
  const show = (element: TreeElement, typed: Typed | undefined): JsonView => {
    if (isNil(element)) return null;
    if (typed === undefined || (typed.type.builtIn && typed.type.kind === 'complex'))
      return mixed(element, undefined, undefined);
    const { type } = typed;
    const keys = keysOf(type);
    if (keys.shape === 'text') return textOf(element);
    if (keys.shape === 'mixed') return mixed(element, type, keys);
    const target = members();
    attributesInto(target, element, keys);
    if (keys.shape === 'text-with-attributes') {
      target['#text'] = textOf(element);
      return target;
    }
    const arrays = new Map<string, JsonView[]>();
    for (const child of childrenShown(element, type, keys)) {
      const value = show(child.element, child.typed);
      if (child.index === undefined) {
        target[child.key] = value;
        continue;
      }
      const array = arrays.get(child.key) ?? [];
      if (child.index === 0) {
        arrays.set(child.key, array);
        target[child.key] = array;
      }
      array.push(value);
    }
    return target;
  };
  /** The element a path of members leads to, and what of the path is an attribute. */
  const find = (root: TreeElement, path: readonly string[]): { element: TreeElement; attribute?: string } => {
    let element = root;
    let typed = typedRoot(model, root);
    for (let at = 1; at < path.length; at++) {
      const step = path[at] ?? '';
      if (step.startsWith('@')) return { element, attribute: step.slice(1) };
      const keys = typed === undefined ? undefined : keysOf(typed.type);
      if (step === '#content') {
        const child = contentOf(element)[Number(path[at + 1])];
        if (typeof child !== 'object') break;
        typed = typedChild(model, typed?.type, child);
        element = child;
        at += 2;
        continue;
      }
      if (typed === undefined || keys === undefined) break;
      const alike = childrenShown(element, typed.type, keys).filter(({ key }) => key === step);
      const isArray = alike[0]?.index !== undefined;
      const child = alike[isArray ? Number(path[at + 1] ?? 0) : 0];
      if (child === undefined) break;
      ({ element, typed } = child);
      if (isArray) at++;
    }
    return { element };
  };

  return (document) => {
    const root = treeOf(document.root);
    const value = members();
    value[root.name] = show(root, typedRoot(model, root));
    return {
      value,
      placeOf: (pointer) => {
        const path = pointer
          .split('/')
          .slice(1)
          .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
        const { element, attribute } = find(root, path);
        const xpath = readablePath(element.node);
        return {
          xpath: attribute === undefined ? xpath : `${xpath}/@${attribute}`,
          ...(element.line > 0 ? { line: element.line } : {}),
        };
      },
    };
  };
};
