/** Small readings from the header's nodes. White space is collapsed as `xs:token` asks for. */
import type { TreeElement } from '../xml/tree.ts';

const collapse = (text: string): string => (/[\t\n\r ]/.test(text) ? text.replace(/[\t\n\r ]+/g, ' ').trim() : text);

/** Children by local name; the schema allows each at most once. */
export const childrenOf = (element: TreeElement): ReadonlyMap<string, TreeElement> =>
  new Map(element.elements.map((child) => [child.name, child]));

/** Attributes without namespace, by name. */
export const attributesOf = (element: TreeElement): Readonly<Record<string, string | undefined>> => {
  const values: Record<string, string | undefined> = Object.create(null);
  for (const { name, namespaceUri, value } of element.attributes)
    if (namespaceUri === '') values[name] = collapse(value);
  return values;
};

/** The text of an element; `undefined` if there is no such element. */
export const textOf = (element: TreeElement | undefined): string | undefined =>
  element === undefined ? undefined : collapse(element.node.content);

/** The members that have a value: optional ones are left out, not set to `undefined`. */
export const given = <T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } => {
  const some: Partial<T> = {};
  for (const name in members) if (members[name] !== undefined) some[name] = members[name];
  return some as { [K in keyof T]?: Exclude<T[K], undefined> };
};
