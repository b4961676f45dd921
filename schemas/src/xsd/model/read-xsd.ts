/** The object model of schemas: what types, documentation, comparison and the JSON view are made from. */
import type { SchemaFiles } from '../documents.ts';
import { faultText } from '../fault.ts';
import { type PlanOptions, planSchemas, type SchemaPlan } from '../plan.ts';
import { type Child, flattened, mostOf } from './children.ts';
import { type ElementDeclaration, type Name, nameText, type XsdType } from './components.ts';
import { type Declarations, declarationsOf } from './model.ts';

/** A collection as components, resolved across files. Plain data; nothing to dispose of. */
export interface XsdModel extends Omit<Declarations, 'element' | 'attribute' | 'type'> {
  /** A global element; an empty namespace is none. */
  element(namespace: string, local: string): ElementDeclaration | undefined;
  /** A named type, built-in ones included. */
  type(namespace: string, local: string): XsdType | undefined;
  attribute: (namespace: string, local: string) => ReturnType<Declarations['attribute']>;
  /** Type of an element. */
  typeOf(element: ElementDeclaration): XsdType;
  /** What may stand in an element of the type, in order, groups opened up. */
  childrenOf(type: XsdType): readonly Child[];
  /** An element and all that may stand in its place, abstract ones left out. */
  substitutesOf(element: ElementDeclaration): readonly ElementDeclaration[];
  /** Named types derived from a type, directly or not: what `xsi:type` may name. */
  derivedFrom(type: XsdType): readonly XsdType[];
  /** The declaration of a child by name, substitutes included; `undefined` where only a wildcard would take it. */
  childOf(type: XsdType, name: Name): ElementDeclaration | undefined;
  /** Whether an element may occur more than once in its parent: at one place, or at several. */
  isRepeatableIn(type: XsdType, name: Name): boolean;
  /** The same by names from the root down; `undefined` where the path leads nowhere. The root is not repeatable. */
  isRepeatable(path: readonly Name[]): boolean | undefined;
}

/** Types by the type they are derived from. */
const derivations = (types: readonly XsdType[]): ReadonlyMap<XsdType, readonly XsdType[]> => {
  const found = new Map<XsdType, XsdType[]>();
  for (const type of types) {
    const base = type.kind === 'simple' ? type.base : type.derivation?.base;
    if (base !== undefined) found.set(base, [...(found.get(base) ?? []), type]);
  }
  return found;
};

const closure = <T>(start: T, next: (each: T) => readonly T[]): readonly T[] => {
  const reached = new Set([start]);
  for (const each of reached) for (const further of next(each)) reached.add(further);
  return [...reached];
};

/** The model of a plan that libxml2 compiles. */
export const modelOf = (plan: SchemaPlan): XsdModel => {
  const declarations = declarationsOf(plan);
  const children = new Map<XsdType, readonly Child[]>();
  const byName = new Map<XsdType, ReadonlyMap<string, ElementDeclaration>>();
  let members: Map<string, ElementDeclaration[]> | undefined;
  let derived: ReadonlyMap<XsdType, readonly XsdType[]> | undefined;

  const childrenOf = (type: XsdType): readonly Child[] => {
    const known = children.get(type) ?? flattened(type);
    children.set(type, known);
    return known;
  };
  const membersOf = (head: ElementDeclaration): readonly ElementDeclaration[] => {
    if (members === undefined) {
      members = new Map();
      for (const element of declarations.elements()) {
        if (element.substitutionGroup === undefined) continue;
        const key = nameText(element.substitutionGroup);
        members.set(key, [...(members.get(key) ?? []), element]);
      }
    }
    return head.global ? (members.get(nameText(head.name)) ?? []) : [];
  };
  const substitutesOf = (element: ElementDeclaration): readonly ElementDeclaration[] =>
    closure(element, membersOf).filter(({ abstract }) => !abstract);
  const childrenByName = (type: XsdType): ReadonlyMap<string, ElementDeclaration> => {
    const known = byName.get(type);
    if (known !== undefined) return known;
    const named = new Map(
      childrenOf(type)
        .flatMap(({ element }) => (element === undefined ? [] : substitutesOf(element)))
        .map((element) => [nameText(element.name), element]),
    );
    byName.set(type, named);
    return named;
  };
  const childOf = (type: XsdType, name: Name): ElementDeclaration | undefined =>
    childrenByName(type).get(nameText(name));
  const isRepeatableIn = (type: XsdType, name: Name): boolean => {
    if (type.kind === 'simple' || type.content.kind !== 'elements') return false;
    const key = nameText(name);
    return (
      mostOf(type.content.particle, (element) => substitutesOf(element).some((each) => nameText(each.name) === key)) > 1
    );
  };
  return {
    ...declarations,
    element: (namespace, local) => declarations.element({ namespace, local }),
    attribute: (namespace, local) => declarations.attribute({ namespace, local }),
    type: (namespace, local) => declarations.type({ namespace, local }),
    typeOf: ({ type }) => type,
    childrenOf,
    substitutesOf,
    derivedFrom: (type) => {
      derived ??= derivations(declarations.types());
      const known = derived;
      return closure(type, (each) => known.get(each) ?? []).slice(1);
    },
    childOf,
    isRepeatableIn,
    isRepeatable: (path) => {
      const [first, ...rest] = path;
      let element = first === undefined ? undefined : declarations.element(first);
      let repeatable = false;
      for (const name of rest) {
        if (element === undefined) return undefined;
        repeatable = isRepeatableIn(element.type, name);
        element = childOf(element.type, name);
      }
      return element === undefined ? undefined : repeatable;
    },
  };
};

/**
 * Reads schemas (path → octets) from their entries. What they refer to is found as for compiling. Throws with every
 * fault where something is missing; the schemas should have been compiled, since the grammar is not checked again.
 */
export const readXsd = (
  files: SchemaFiles,
  entries: string | readonly string[],
  options: PlanOptions = {},
): XsdModel => {
  const plan = planSchemas(files, [entries].flat(), options);
  if (plan.faults.length > 0) throw new Error(plan.faults.map(faultText).join('\n'));
  return modelOf(plan);
};
