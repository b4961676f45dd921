/** What may stand in an element, flattened for those who need no grammar: how often, and whether it must. Pure. */
import type { ElementDeclaration, Particle, Wildcard, XsdType } from './components.ts';

/** A child, in the order of the schema. The same element may come at several places. */
export interface Child {
  /** The element, or the wildcard that stands for any. */
  readonly element: ElementDeclaration | undefined;
  readonly wildcard: Wildcard | undefined;
  /** At this place, with the groups around it; 0 where it stands in a choice of several. */
  readonly min: number;
  readonly max: number;
  /** Numbers of the choices it stands in, outermost first; children with the same number exclude each other. */
  readonly choices: readonly number[];
}

const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

/** The children of a type, wildcards included; none of a simple type. */
export const flattened = (type: XsdType): readonly Child[] => {
  if (type.kind === 'simple' || type.content.kind !== 'elements') return [];
  const found: Child[] = [];
  let choice = 0;
  const walk = (particle: Particle, min: number, max: number, choices: readonly number[]): void => {
    const least = times(min, particle.min);
    const most = times(max, particle.max);
    if (particle.kind === 'element')
      found.push({ element: particle.element, wildcard: undefined, min: least, max: most, choices });
    else if (particle.kind === 'any')
      found.push({ element: undefined, wildcard: particle.wildcard, min: least, max: most, choices });
    else {
      const excluding = particle.kind === 'choice' && particle.particles.length > 1;
      const within = excluding ? [...choices, choice++] : choices;
      for (const each of particle.particles) walk(each, excluding ? 0 : least, most, within);
    }
  };
  walk(type.content.particle, 1, 1, []);
  return found;
};

/** How often an element that `fits` may occur in a content model at most. */
export const mostOf = (particle: Particle, fits: (element: ElementDeclaration) => boolean): number => {
  if (particle.kind === 'any') return 0;
  if (particle.kind === 'element') return fits(particle.element) ? particle.max : 0;
  const counts = particle.particles.map((each) => mostOf(each, fits));
  if (particle.kind !== 'choice')
    return times(
      counts.reduce((sum, count) => sum + count, 0),
      particle.max,
    );
  return times(Math.max(0, ...counts), particle.max);
};
