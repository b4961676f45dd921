/** Content models from their definitions. */
import { type DocumentContext, meantName } from './collect.ts';
import type { ElementDeclaration, Name, Occurrence, Particle, Wildcard } from './components.ts';
import type { SchemaNode } from './node.ts';
import { annotated, xsChildren } from './read-simple.ts';

/** How the reading of a content model asks for what stands in it. */
export interface ParticleParts {
  element(name: Name): ElementDeclaration | undefined;
  localElement(node: SchemaNode, context: DocumentContext): ElementDeclaration;
  /** A named group, the document it stands in, and how to ask from within it. */
  group(
    name: Name,
  ): { readonly node: SchemaNode; readonly context: DocumentContext; readonly parts: ParticleParts } | undefined;
}

const MODEL = ['element', 'any', 'sequence', 'choice', 'all', 'group'] as const;

/** Children that take part in a content model. */
export const modelChildren = (node: SchemaNode): readonly SchemaNode[] => xsChildren(node, ...MODEL);

const occurrenceOf = ({ attributes }: SchemaNode): Occurrence => {
  const max = attributes.get('maxOccurs')?.trim();
  return {
    min: Number(attributes.get('minOccurs') ?? 1),
    max: max === 'unbounded' ? Number.POSITIVE_INFINITY : Number(max ?? 1),
  };
};

/** `xs:any` or `xs:anyAttribute`. */
export const readWildcard = (node: SchemaNode, context: DocumentContext): Wildcard => {
  const written = (node.attributes.get('namespace') ?? '##any').trim();
  const process = node.attributes.get('processContents');
  return {
    ...annotated(node, context),
    namespaces:
      written === '##any'
        ? 'any'
        : written === '##other'
          ? 'other'
          : written
              .split(/\s+/)
              .map((each) => (each === '##targetNamespace' ? context.targetNamespace : each === '##local' ? '' : each)),
    processContents: process === 'lax' || process === 'skip' ? process : 'strict',
  };
};

/** A particle; `undefined` where it may occur at most zero times, or refers to nothing. */
export const readParticle = (
  node: SchemaNode,
  context: DocumentContext,
  parts: ParticleParts,
): Particle | undefined => {
  const occurs = occurrenceOf(node);
  if (occurs.max === 0) return undefined;
  const ref = node.attributes.get('ref');
  switch (node.name) {
    case 'element': {
      const element =
        ref === undefined ? parts.localElement(node, context) : parts.element(meantName(context, node, ref));
      return element === undefined ? undefined : { kind: 'element', element, ...occurs };
    }
    case 'any':
      return { kind: 'any', wildcard: readWildcard(node, context), ...occurs };
    case 'sequence':
    case 'choice':
    case 'all': {
      const particles = modelChildren(node)
        .map((child) => readParticle(child, context, parts))
        .filter((particle) => particle !== undefined);
      return { kind: node.name, particles, group: undefined, ...occurs };
    }
    default: {
      const name = meantName(context, node, ref ?? '');
      const found = parts.group(name);
      const model = found === undefined ? undefined : xsChildren(found.node, 'sequence', 'choice', 'all')[0];
      if (found === undefined || model === undefined) return undefined;
      const content = readParticle(model, found.context, found.parts);
      return content === undefined || content.kind === 'element' || content.kind === 'any'
        ? content
        : { ...content, group: name, ...occurs };
    }
  }
};
