/** What a simple type comes to, with everything its bases say. Pure. */
import { XSD_NAMESPACE } from '../head.ts';
import type { EnumerationValue, Facets, SimpleType, XsdType } from './components.ts';

/** Facets of a type and its bases: the nearest counts, of patterns every step's. */
export interface EffectiveFacets extends Omit<Facets, 'patterns'> {
  readonly enumeration?: readonly EnumerationValue[];
  /** One of each list must match. */
  readonly patterns: readonly (readonly string[])[];
}

/** The type, its base, and so on up to `xs:anySimpleType`. */
export const ancestry = (type: SimpleType): readonly SimpleType[] => {
  const steps: SimpleType[] = [];
  for (let step: SimpleType | undefined = type; step !== undefined && !steps.includes(step); step = step.base)
    steps.push(step);
  return steps;
};

/** All facets that count for a type. */
export const facetsOf = (type: SimpleType): EffectiveFacets => {
  const steps = ancestry(type).map(({ facets }) => facets);
  const { patterns: _, ...merged }: Facets = Object.assign({}, ...[...steps].reverse());
  return { ...merged, patterns: steps.flatMap(({ patterns }) => (patterns === undefined ? [] : [patterns])) };
};

/** Local name of the nearest built-in type it is derived from. */
export const builtInBase = (type: SimpleType): string =>
  ancestry(type).find(({ builtIn }) => builtIn)?.name?.local ?? 'anySimpleType';

/** Whether a type is, or is derived from, a built-in one. */
export const isDerivedFromBuiltIn = (type: SimpleType, local: string): boolean =>
  ancestry(type).some(({ name }) => name?.namespace === XSD_NAMESPACE && name.local === local);

/** The simple type of the text in an element of a type; `undefined` where no text has one. */
export const textTypeOf = (type: XsdType): SimpleType | undefined =>
  type.kind === 'simple' ? type : type.content.kind === 'simple' ? type.content.type : undefined;
