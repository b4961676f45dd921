/** Small readings from the header's nodes. White space is collapsed as `xs:token` asks for. */
import type { XmlElement } from 'libxml2-wasm';
import { elementsOf } from '../xml/node-path.ts';

const collapse = (text: string): string => (/[\t\n\r ]/.test(text) ? text.replace(/[\t\n\r ]+/g, ' ').trim() : text);

/** Children by local name; the schema allows each at most once. */
export const childrenOf = (element: XmlElement): ReadonlyMap<string, XmlElement> =>
  new Map(elementsOf(element).map((child) => [child.name, child]));

/** Attributes without namespace, by name. */
export const attributesOf = (element: XmlElement): Readonly<Record<string, string | undefined>> => {
  const values: Record<string, string | undefined> = Object.create(null);
  for (const attribute of element.attrs)
    if (attribute.prefix === '') values[attribute.name] = collapse(attribute.value);
  return values;
};

/** The text of an element; `undefined` if there is no such element. */
export const textOf = (element: XmlElement | undefined): string | undefined =>
  element === undefined ? undefined : collapse(element.content);

/** The members that have a value: optional ones are left out, not set to `undefined`. */
export const given = <T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } => {
  const some: Partial<T> = {};
  for (const name in members) if (members[name] !== undefined) some[name] = members[name];
  return some as { [K in keyof T]?: Exclude<T[K], undefined> };
};
