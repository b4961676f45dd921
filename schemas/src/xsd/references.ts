/**
 * References that lead nowhere: `xs:IDREF` and `xs:IDREFS` without their `xs:ID` (XML Schema 1.0, part 1, cvc-id).
 * libxml2 refuses doubled ids, but never looks for what a reference points to.
 */
import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import { elementsOf } from '../xml/node-path.ts';
import { nameText, type SimpleType, type XsdType } from './model/components.ts';
import { isDerivedFromBuiltIn, textTypeOf } from './model/facets.ts';
import { once } from './model/once.ts';
import { modelOf, type XsdModel } from './model/read-xsd.ts';
import type { SchemaPlan } from './plan.ts';
import { referenceNames } from './reference-names.ts';
import { referenceSearch } from './reference-search.ts';

/** A reference without its id. */
export interface DanglingReference {
  readonly value: string;
  readonly element: XmlElement;
  /** Local name of the attribute; absent: the text of the element. */
  readonly attribute?: string;
}

/** Checks any number of documents; dispose of it with the schema. */
export interface ReferenceChecker extends Disposable {
  /** The references of a document just validated that lead nowhere; with its octets that is told sooner. */
  check(document: XmlDocument, octets?: Uint8Array): readonly DanglingReference[];
}

type Meaning = 'id' | 'reference';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

const meaningOf = (type: SimpleType | undefined): Meaning | undefined => {
  if (type === undefined) return undefined;
  if (isDerivedFromBuiltIn(type, 'ID')) return 'id';
  const single = type.variety === 'list' ? type.itemType : type;
  return single !== undefined && isDerivedFromBuiltIn(single, 'IDREF') ? 'reference' : undefined;
};

/** What a type has to do with ids. */
interface Role {
  readonly text: Meaning | undefined;
  readonly attributes: ReadonlyMap<string, Meaning>;
  /** Whether anything below can have to do with them. */
  readonly below: boolean;
  readonly derived: boolean;
}

const ownRole = (type: XsdType): Pick<Role, 'text' | 'attributes'> => ({
  text: meaningOf(textTypeOf(type)),
  attributes: new Map(
    type.kind === 'simple'
      ? []
      : type.attributes.flatMap(({ attribute }) => {
          const meaning = meaningOf(attribute.type);
          return meaning === undefined ? [] : [[nameText(attribute.name), meaning] as const];
        }),
  ),
});

/** Types an element of a type leads to: of its children and their substitutes, and those `xsi:type` may name. */
const nextTypes = (model: XsdModel, type: XsdType, anywhere: readonly XsdType[]): readonly XsdType[] => [
  ...model.derivedFrom(type),
  ...model
    .childrenOf(type)
    .flatMap(({ element }) =>
      element === undefined ? anywhere : model.substitutesOf(element).map((each) => each.type),
    ),
];

const rolesOf = (model: XsdModel): ReadonlyMap<XsdType, Role> => {
  const anywhere = model.elements().map(({ type }) => type);
  const next = new Map<XsdType, readonly XsdType[]>();
  const todo = [...anywhere];
  for (let type = todo.pop(); type !== undefined; type = todo.pop()) {
    if (next.has(type)) continue;
    const further = nextTypes(model, type, anywhere);
    next.set(type, further);
    todo.push(...further);
  }
  const own = new Map([...next.keys()].map((type) => [type, ownRole(type)]));
  const leading = new Map<XsdType, XsdType[]>();
  for (const [type, further] of next)
    for (const each of new Set(further)) leading.set(each, [...(leading.get(each) ?? []), type]);
  const concerned = new Set(
    [...own].flatMap(([type, { text, attributes }]) => (text !== undefined || attributes.size > 0 ? [type] : [])),
  );
  for (const type of concerned) for (const before of leading.get(type) ?? []) concerned.add(before);
  return new Map(
    [...own].map(([type, role]) => [
      type,
      {
        ...role,
        below: (next.get(type) ?? []).some((each) => concerned.has(each)),
        derived: model.derivedFrom(type).length > 0,
      },
    ]),
  );
};

/** The type `xsi:type` names, if it does. */
const namedType = (model: XsdModel, element: XmlElement): XsdType | undefined => {
  const written = element.attrs.find(({ name, namespaceUri }) => name === 'type' && namespaceUri === XSI)?.value.trim();
  if (written === undefined) return undefined;
  const colon = written.indexOf(':');
  const namespace = element.namespaceForPrefix(colon === -1 ? '' : written.slice(0, colon)) ?? '';
  return model.type(namespace, written.slice(colon + 1));
};

/** Finds the references of schema-valid documents that lead nowhere; `undefined` where the schema has none. */
export const referenceChecker = (plan: SchemaPlan): ReferenceChecker | undefined => {
  const names = referenceNames(plan);
  if (names === undefined) return undefined;
  const search = referenceSearch(names);
  // only for documents that are likely to be refused: the model of a large standard takes a second
  const known = once(() => {
    const model = modelOf(plan);
    return { model, roles: rolesOf(model) };
  });
  const check = (document: XmlDocument, octets?: Uint8Array): readonly DanglingReference[] => {
    if (!search.mayDangle(document, octets)) return [];
    const { model, roles } = known();
    const ids = new Set<string>();
    const references: DanglingReference[] = [];
    const note = (meaning: Meaning, content: string, element: XmlElement, attribute?: string): void => {
      const values = content.split(/[ \t\r\n]+/).filter((value) => value !== '');
      for (const value of values) {
        if (meaning === 'id') ids.add(value);
        else references.push({ value, element, ...(attribute === undefined ? {} : { attribute }) });
      }
    };
    const walk = (element: XmlElement, declared: XsdType): void => {
      const type = roles.get(declared)?.derived === true ? (namedType(model, element) ?? declared) : declared;
      const role = roles.get(type);
      if (role === undefined) return;
      if (role.text !== undefined) note(role.text, element.content, element);
      if (role.attributes.size > 0)
        for (const { name, namespaceUri, value } of element.attrs) {
          const meaning = role.attributes.get(nameText({ namespace: namespaceUri, local: name }));
          if (meaning !== undefined) note(meaning, value, element, name);
        }
      if (!role.below) return;
      for (const child of elementsOf(element)) {
        const name = { namespace: child.namespaceUri, local: child.name };
        const found = model.childOf(type, name) ?? model.element(name.namespace, name.local);
        if (found !== undefined) walk(child, found.type);
      }
    };
    const { root } = document;
    const found = model.element(root.namespaceUri, root.name);
    if (found !== undefined) walk(root, found.type);
    return references.filter(({ value }) => !ids.has(value));
  };
  return { check, [Symbol.dispose]: () => search[Symbol.dispose]() };
};
