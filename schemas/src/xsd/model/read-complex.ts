/** Complex types from their definitions. */
import { blockedIn } from './blocked.ts';
import type { Definition, DocumentContext } from './collect.ts';
import { meantName } from './collect.ts';
import {
  type ComplexType,
  type Content,
  type Name,
  nameText,
  type Particle,
  type SimpleType,
  type XsdType,
} from './components.ts';
import type { SchemaNode } from './node.ts';
import { once } from './once.ts';
import { type AttributeParts, readAttributes } from './read-attributes.ts';
import { modelChildren, type ParticleParts, readParticle } from './read-particle.ts';
import { annotated, facetsIn, readSimpleType, type SimpleTypes, xsChild } from './read-simple.ts';

/** How the reading of a complex type asks for others. */
export interface ComplexParts extends SimpleTypes, AttributeParts {
  type(name: Name): XsdType;
  /** Content models within the definition being read. */
  readonly particles: ParticleParts;
}

const isTrue = (text: string | undefined): boolean => text?.trim() === 'true' || text?.trim() === '1';

const simpleContentOf = (type: XsdType): SimpleType | undefined =>
  type.kind === 'simple' ? type : type.content.kind === 'simple' ? type.content.type : undefined;

const isEmpty = (particle: Particle): boolean =>
  particle.kind !== 'element' && particle.kind !== 'any' && particle.particles.length === 0;

const elements = (particle: Particle | undefined): Content =>
  particle === undefined || isEmpty(particle) ? { kind: 'empty' } : { kind: 'elements', particle };

/** First what the base has, then what the extension adds. */
const extended = (base: Content, added: Content): Content => {
  if (base.kind !== 'elements') return added;
  if (added.kind !== 'elements') return base;
  const particles = [base.particle, added.particle];
  return { kind: 'elements', particle: { kind: 'sequence', min: 1, max: 1, particles, group: undefined } };
};

/** The complex type a `complexType` element defines. `from`: the global definition it is, or stands in. */
export const readComplexType = (
  node: SchemaNode,
  context: DocumentContext,
  parts: ComplexParts,
  name: Name | undefined,
  from: Definition | undefined,
): ComplexType => {
  const wrapper = xsChild(node, 'simpleContent', 'complexContent');
  const step = wrapper === undefined ? undefined : xsChild(wrapper, 'extension', 'restriction');
  const body = step ?? node;
  const method: 'extension' | 'restriction' = step?.name === 'extension' ? 'extension' : 'restriction';
  const baseName = step?.attributes.get('base');
  const base = once(() =>
    step === undefined || baseName === undefined ? undefined : parts.type(meantName(context, step, baseName)),
  );
  const ownContent = (): Content => {
    const [model] = modelChildren(body);
    return elements(model === undefined ? undefined : readParticle(model, context, parts.particles));
  };
  const restrictedSimple = (): Content => {
    const inline = xsChild(body, 'simpleType');
    const under =
      inline === undefined
        ? simpleContentOf(base() ?? parts.simpleType({ namespace: '', local: '' }))
        : readSimpleType(inline, context, parts, undefined);
    if (under === undefined) return { kind: 'empty' };
    const type: SimpleType = {
      ...annotated(body, context),
      kind: 'simple',
      name: undefined,
      builtIn: false,
      variety: under.variety,
      base: under,
      itemType: under.itemType,
      memberTypes: under.memberTypes,
      facets: facetsIn(body, context),
    };
    return { kind: 'simple', type };
  };
  const content = once((): Content => {
    const under = base();
    if (wrapper?.name === 'simpleContent') {
      if (method === 'restriction') return restrictedSimple();
      const type = under === undefined ? undefined : simpleContentOf(under);
      return type === undefined ? { kind: 'empty' } : { kind: 'simple', type };
    }
    return method === 'extension' && under?.kind === 'complex' ? extended(under.content, ownContent()) : ownContent();
  });
  const attributes = once(() => {
    const own = readAttributes(body, context, parts, from);
    const under = base();
    const inherited = under?.kind === 'complex' && !isAnyType(under) ? under : undefined;
    const uses = new Map((inherited?.attributes ?? []).map((use) => [nameText(use.attribute.name), use]));
    for (const use of own.uses.values()) uses.set(nameText(use.attribute.name), use);
    const prohibited = [...own.prohibited];
    return {
      uses: [...uses].filter(([key]) => !prohibited.includes(key)).map(([, use]) => use),
      any: own.any ?? (method === 'extension' ? inherited?.anyAttribute : undefined),
    };
  });
  const mixed = once((): boolean => {
    const own = isTrue(wrapper?.attributes.get('mixed') ?? node.attributes.get('mixed'));
    const under = base();
    return own || (method === 'extension' && under?.kind === 'complex' && !isAnyType(under) && under.mixed);
  });
  return {
    ...annotated(node, context),
    kind: 'complex',
    name,
    builtIn: false,
    abstract: isTrue(node.attributes.get('abstract')),
    blocked: blockedIn(node.attributes.get('block'), context.blockDefault),
    get mixed() {
      return mixed();
    },
    get derivation() {
      const under = base();
      return under === undefined || isAnyType(under) ? undefined : { method, base: under };
    },
    get content() {
      return content();
    },
    get attributes() {
      return attributes().uses;
    },
    get anyAttribute() {
      return attributes().any;
    },
  };
};

const isAnyType = (type: XsdType): boolean => type.builtIn && type.kind === 'complex';
