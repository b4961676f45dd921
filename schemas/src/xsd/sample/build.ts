/** A small document of a root element: everything required, nothing else. Pure; whether it is valid, the schema says. */
import { escapeAttribute, escapeText } from '../../xml/escape.ts';
import { XML_NAMESPACE } from '../built-in.ts';
import { mayBeNamed, mayStandFor } from '../model/blocked.ts';
import {
  type ComplexType,
  type ElementDeclaration,
  type Name,
  nameText,
  type Particle,
  type Wildcard,
  type XsdType,
} from '../model/components.ts';
import { textTypeOf } from '../model/facets.ts';
import type { XsdModel } from '../model/read-xsd.ts';
import { newIds, valueFor } from './value.ts';

interface Written {
  readonly name: Name;
  readonly attributes: readonly (readonly [Name, string])[];
  readonly children: readonly Written[];
  readonly text: string;
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const MOST_ELEMENTS = 2_000;
const DEEPEST = 60;

/** Why a document could not be made. */
export class NoSampleError extends Error {}

/** The names in a document, with prefixes; that of the root first. */
const prefixesOf = (root: Written, types: readonly string[]): ReadonlyMap<string, string> => {
  const namespaces = new Set<string>();
  const visit = ({ name, attributes, children }: Written): void => {
    namespaces.add(name.namespace);
    for (const [attribute] of attributes) namespaces.add(attribute.namespace);
    for (const child of children) visit(child);
  };
  visit(root);
  for (const type of types) namespaces.add(type);
  const named = [...namespaces].filter((each) => each !== '' && each !== XML_NAMESPACE);
  return new Map([
    ...named.map((each, index) => [each, each === XSI ? 'xsi' : index === 0 ? 'm' : `n${index}`] as const),
    [XML_NAMESPACE, 'xml'],
  ]);
};

const isAllowed = (
  { namespaces }: { namespaces: 'any' | 'other' | readonly string[] },
  element: ElementDeclaration,
): boolean => namespaces === 'any' || namespaces === 'other' || namespaces.includes(element.name.namespace);

/** An element nobody declares, where a wildcard takes any. */
const anyName = ({ namespaces }: Wildcard): Name => ({
  namespace: typeof namespaces === 'string' ? 'urn:example:any' : (namespaces[0] ?? 'urn:example:any'),
  local: 'any',
});

/** Writes a document for a global element. Throws {@link NoSampleError} where required content has no end. */
export const buildSample = (model: XsdModel, root: ElementDeclaration): string => {
  const ids = newIds();
  const typeNamespaces: string[] = [];
  let count = 0;
  /** How often what is being written stands before itself. */
  let time = 0;

  /** The least number of levels below a type; infinite where it contains itself. */
  const depths = new Map<XsdType, number>();
  const depthOf = (type: XsdType): number => {
    const known = depths.get(type);
    if (known !== undefined) return known;
    depths.set(type, Number.POSITIVE_INFINITY);
    const { kind } = type;
    const depth = kind === 'complex' && type.content.kind === 'elements' ? depthOfParticle(type.content.particle) : 0;
    // what met itself on the way may have another answer from elsewhere
    if (depth === Number.POSITIVE_INFINITY) depths.delete(type);
    else depths.set(type, depth);
    return depth;
  };
  const depthOfParticle = (particle: Particle): number => {
    if (particle.min === 0) return 0;
    if (particle.kind === 'any') return 1;
    if (particle.kind === 'element') {
      const usable = concrete(particle.element);
      return usable === undefined ? Number.POSITIVE_INFINITY : 1 + depthOf(usable.type);
    }
    const within = particle.particles.map(depthOfParticle);
    return particle.kind === 'choice'
      ? Math.min(...within, within.length === 0 ? 0 : Number.POSITIVE_INFINITY)
      : Math.max(0, ...within);
  };
  const concrete = (
    element: ElementDeclaration,
  ): { element: ElementDeclaration; type: XsdType; named: boolean } | undefined => {
    for (const each of model.substitutesOf(element).filter((other) => mayStandFor(element, other))) {
      const { type } = each;
      if (type.kind === 'simple' || !type.abstract) return { element: each, type, named: false };
      const derived = model
        .derivedFrom(type)
        .find((other) => (other.kind === 'simple' || !other.abstract) && mayBeNamed(each, other));
      if (derived !== undefined) return { element: each, type: derived, named: true };
    }
    return undefined;
  };

  const particle = (each: Particle, depth: number): readonly Written[] => {
    const found: Written[] = [];
    const outer = time;
    for (let nth = 0; nth < each.min; nth++) {
      if (each.min > 1) time = nth;
      if (each.kind === 'element') found.push(write(each.element, depth));
      else if (each.kind === 'any') {
        const { wildcard } = each;
        const global = model
          .elements()
          .find((element) => !element.abstract && isAllowed(wildcard, element) && depthOf(element.type) < 3);
        if (wildcard.processContents === 'strict' && global !== undefined) found.push(write(global, depth));
        else found.push({ name: anyName(wildcard), attributes: [], children: [], text: '' });
      } else if (each.kind === 'choice') {
        const [simplest] = [...each.particles].sort((a, b) => depthOfParticle(a) - depthOfParticle(b));
        if (simplest !== undefined) found.push(...particle(simplest, depth));
      } else for (const within of each.particles) found.push(...particle(within, depth));
    }
    time = outer;
    return found;
  };
  const attributesOf = (type: ComplexType): readonly (readonly [Name, string])[] =>
    type.attributes
      .filter(({ required }) => required)
      .map(({ attribute, fixed, default: usual }) => [
        attribute.name,
        fixed ?? usual ?? valueFor(attribute.type, ids, time),
      ]);
  const write = (declared: ElementDeclaration, depth: number): Written => {
    const usable = concrete(declared);
    if (usable === undefined) throw new NoSampleError(`nothing may stand for the abstract ${nameText(declared.name)}`);
    if (depth > DEEPEST || ++count > MOST_ELEMENTS)
      throw new NoSampleError(`${nameText(declared.name)} requires too much, or itself`);
    const { element, type, named } = usable;
    const typeName = named ? type.name : undefined;
    if (typeName !== undefined) typeNamespaces.push(typeName.namespace);
    const attributes: (readonly [Name, string])[] = [
      ...(typeName === undefined ? [] : [[{ namespace: XSI, local: 'type' }, nameText(typeName)] as const]),
      ...(type.kind === 'complex' ? attributesOf(type) : []),
    ];
    const simple = textTypeOf(type);
    const text = element.fixed ?? element.default ?? (simple === undefined ? '' : valueFor(simple, ids, time));
    const children =
      type.kind === 'complex' && type.content.kind === 'elements' ? particle(type.content.particle, depth + 1) : [];
    return { name: element.name, attributes, children, text: children.length > 0 ? '' : text };
  };

  const tree = write(root, 0);
  const prefixes = prefixesOf(tree, typeNamespaces);
  const prefixed = ({ namespace, local }: Name): string => {
    const prefix = prefixes.get(namespace);
    return prefix === undefined ? local : `${prefix}:${local}`;
  };
  const print = ({ name, attributes, children, text }: Written, indent: string, declarations: string): string => {
    const tag = prefixed(name);
    const said = attributes.map(([attribute, value]) => {
      // types are written with their namespace until prefixes are known
      const type = attribute.namespace === XSI ? /^(?:\{(.*)\})?(.*)$/s.exec(value) : null;
      const shown = type === null ? value : prefixed({ namespace: type[1] ?? '', local: type[2] ?? '' });
      return ` ${prefixed(attribute)}="${escapeAttribute(shown)}"`;
    });
    const open = `${indent}<${tag}${declarations}${said.join('')}`;
    if (children.length > 0)
      return `${open}>\n${children.map((child) => print(child, `${indent}  `, '')).join('\n')}\n${indent}</${tag}>`;
    return text === '' ? `${open}/>` : `${open}>${escapeText(text)}</${tag}>`;
  };
  const declarations = [...prefixes]
    .filter(([, prefix]) => prefix !== 'xml')
    .map(([namespace, prefix]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${print(tree, '', declarations.join(''))}\n`;
};
