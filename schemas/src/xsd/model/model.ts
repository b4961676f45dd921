/** The object model of a collection: what is declared, by name. */
import { XSD_NAMESPACE } from '../head.ts';
import type { SchemaPlan } from '../plan.ts';
import { builtInTypes } from './built-in-types.ts';
import { collectGlobals, type Definition, type DocumentContext, type Kind, ownName } from './collect.ts';
import {
  type AttributeDeclaration,
  type ElementDeclaration,
  type Name,
  nameText,
  type SimpleType,
  type XsdType,
} from './components.ts';
import type { SchemaNode } from './node.ts';
import { type ComplexParts, readComplexType } from './read-complex.ts';
import { readAttribute, readElement } from './read-element.ts';
import type { ParticleParts } from './read-particle.ts';
import { readSimpleType } from './read-simple.ts';

/** Everything global in a collection. Components are the same object however they are reached. */
export interface Declarations {
  /** Files that were read, in the order they were reached. */
  readonly files: readonly string[];
  element(name: Name): ElementDeclaration | undefined;
  attribute(name: Name): AttributeDeclaration | undefined;
  /** Built-in types too. */
  type(name: Name): XsdType | undefined;
  elements(): readonly ElementDeclaration[];
  attributes(): readonly AttributeDeclaration[];
  /** Named types of the collection, built-in ones not. */
  types(): readonly XsdType[];
}

/** Reads components of a plan that libxml2 has compiled; of another some may be `anyType` or missing. */
export const declarationsOf = (plan: SchemaPlan): Declarations => {
  const globals = collectGlobals(plan);
  const builtIn = builtInTypes();
  const made = new Map<Definition, XsdType | ElementDeclaration | AttributeDeclaration>();
  const anyType = builtIn.get('anyType');
  const anySimple = builtIn.get('anySimpleType');
  if (anyType === undefined || anySimple?.kind !== 'simple') throw new Error('the built-in types are not complete');

  /** A global definition; within one that redefines, its own name means what it redefines. */
  const definition = (kind: Kind, name: Name, from?: Definition): Definition | undefined => {
    const found = globals[kind].get(nameText(name));
    const isItself =
      from?.redefines !== undefined && nameText(ownName(from.node, from.context.targetNamespace)) === nameText(name);
    if (isItself && kindOfNode(from.node) === kind) return from.redefines;
    return found;
  };
  const typeOf = (found: Definition): XsdType => {
    const known = made.get(found);
    if (known?.kind === 'simple' || known?.kind === 'complex') return known;
    const type = inlineType(found.node, found.context, found, ownName(found.node, found.context.targetNamespace));
    made.set(found, type);
    return type;
  };
  const type = (name: Name, from?: Definition): XsdType => {
    const known = name.namespace === XSD_NAMESPACE ? builtIn.get(name.local) : undefined;
    if (known !== undefined) return known;
    // the schema for schemas declares types of its own beside the built-in ones
    const found = definition('type', name, from);
    return found === undefined ? anyType : typeOf(found);
  };
  const simpleType = (name: Name, from?: Definition): SimpleType => {
    const found = type(name, from);
    return found.kind === 'simple' ? found : anySimple;
  };
  const element = (name: Name): ElementDeclaration | undefined => {
    const found = globals.element.get(nameText(name));
    if (found === undefined) return undefined;
    const known = made.get(found);
    if (known?.kind === 'element') return known;
    const declared = readElement(found.node, found.context, partsWithin(found), true);
    made.set(found, declared);
    return declared;
  };
  const attribute = (name: Name): AttributeDeclaration | undefined => {
    const found = globals.attribute.get(nameText(name));
    if (found === undefined) return undefined;
    const known = made.get(found);
    if (known?.kind === 'attribute') return known;
    const declared = readAttribute(found.node, found.context, partsWithin(found), true);
    made.set(found, declared);
    return declared;
  };
  const locals = new Map<SchemaNode, Map<DocumentContext, ElementDeclaration>>();
  /** Content models within a definition; a group that redefines itself is followed down to what it was. */
  const particlesWithin = (from: Definition | undefined): ParticleParts => ({
    element,
    localElement: (node, context) => {
      const known = locals.get(node)?.get(context);
      if (known !== undefined) return known;
      const declared = readElement(node, context, partsWithin(from), false);
      locals.set(node, (locals.get(node) ?? new Map()).set(context, declared));
      return declared;
    },
    group: (name) => {
      const group = definition('group', name, from);
      return group === undefined ? undefined : { ...group, parts: particlesWithin(group) };
    },
  });
  const partsWithin = (from: Definition | undefined): ComplexParts & Parameters<typeof readElement>[2] => ({
    type: (name) => type(name, from),
    simpleType: (name) => simpleType(name, from),
    inlineType: (node, context) => inlineType(node, context, from, undefined),
    element,
    attribute,
    localAttribute: (node, context) => readAttribute(node, context, partsWithin(from), false),
    attributeGroup: (name, within) => definition('attributeGroup', name, within),
    particles: particlesWithin(from),
  });
  const inlineType = (
    node: SchemaNode,
    context: DocumentContext,
    from: Definition | undefined,
    name: Name | undefined,
  ): XsdType =>
    node.name === 'simpleType'
      ? readSimpleType(node, context, partsWithin(from), name)
      : readComplexType(node, context, partsWithin(from), name, from);

  const all = (kind: Kind): readonly Name[] =>
    [...globals[kind].values()].map(({ node, context }) => ownName(node, context.targetNamespace));
  return {
    files: [...plan.documents.keys()],
    element,
    attribute,
    type: (name) =>
      (name.namespace === XSD_NAMESPACE ? builtIn.get(name.local) : undefined) ??
      (globals.type.has(nameText(name)) ? type(name) : undefined),
    elements: () =>
      all('element')
        .map(element)
        .filter((each) => each !== undefined),
    attributes: () =>
      all('attribute')
        .map(attribute)
        .filter((each) => each !== undefined),
    types: () => all('type').map((name) => type(name)),
  };
};

const kindOfNode = ({ name }: SchemaNode): Kind | undefined => {
  if (name === 'simpleType' || name === 'complexType') return 'type';
  return name === 'group' || name === 'attributeGroup' ? name : undefined;
};
