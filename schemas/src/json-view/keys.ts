/** The member names of a JSON view, decided by the schema alone so that they never depend on a document. Pure. */
import { type Name, nameText, type XsdType } from '../xsd/model/components.ts';
import type { XsdModel } from '../xsd/model/read-xsd.ts';

/** Prefix → namespace, for names that need one. */
export type Prefixes = Readonly<Record<string, string>>;

/** How elements of a type are shown. */
export interface TypeKeys {
  readonly shape: 'text' | 'text-with-attributes' | 'elements' | 'mixed';
  /** Member name of a child; one the schema leaves to a wildcard has its local name, with a prefix on collision. */
  keyOf(child: Name): string;
  /** Member name of an attribute, `@…`. */
  attributeKeyOf(attribute: Name): string;
  /** Whether a child is shown as an array. Those left to a wildcard always are. */
  isRepeatable(child: Name): boolean;
}

const shapeOf = (type: XsdType): TypeKeys['shape'] => {
  if (type.kind === 'simple') return 'text';
  if (type.mixed) return 'mixed';
  if (type.content.kind !== 'simple') return 'elements';
  return type.attributes.length > 0 || type.anyAttribute !== undefined ? 'text-with-attributes' : 'text';
};

/** Names by local name alone, or with a prefix where another of them has the same. */
const naming = (names: readonly Name[], prefixes: Prefixes): ((name: Name) => string) => {
  const prefixOf = new Map(Object.entries(prefixes).map(([prefix, namespace]) => [namespace, prefix]));
  const distinct = new Map(names.map((name) => [nameText(name), name]));
  const count = new Map<string, number>();
  for (const { local } of distinct.values()) count.set(local, (count.get(local) ?? 0) + 1);
  return (name) => {
    const alike = count.get(name.local) ?? 0;
    if (alike === 0 || (alike === 1 && distinct.has(nameText(name)))) return name.local;
    const prefix = prefixOf.get(name.namespace);
    return name.namespace === '' || prefix === undefined ? nameText(name) : `${prefix}:${name.local}`;
  };
};

/** The keys of a type; made once each. */
export const keysOfTypes = (model: XsdModel, prefixes: Prefixes): ((type: XsdType) => TypeKeys) => {
  const made = new Map<XsdType, TypeKeys>();
  const make = (type: XsdType): TypeKeys => {
    const children = model
      .childrenOf(type)
      .flatMap(({ element }) => (element === undefined ? [] : model.substitutesOf(element)))
      .map(({ name }) => name);
    const declared = new Set(children.map(nameText));
    const attributes = type.kind === 'simple' ? [] : type.attributes.map(({ attribute }) => attribute.name);
    const attributeKey = naming(attributes, prefixes);
    const repeatable = new Map<string, boolean>();
    return {
      shape: shapeOf(type),
      keyOf: naming(children, prefixes),
      attributeKeyOf: (name) => `@${attributeKey(name)}`,
      isRepeatable: (name) => {
        const text = nameText(name);
        const known = repeatable.get(text) ?? (!declared.has(text) || model.isRepeatableIn(type, name));
        repeatable.set(text, known);
        return known;
      },
    };
  };
  return (type) => {
    const known = made.get(type) ?? make(type);
    made.set(type, known);
    return known;
  };
};
