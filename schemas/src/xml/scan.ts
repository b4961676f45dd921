import type { XmlLimits } from './limits.ts';
import { type Aside, walkMarkup } from './markup.ts';

/** A limit that was exceeded, and where first. */
export interface Excess {
  readonly limit: keyof XmlLimits;
  readonly allowed: number;
  readonly found: number;
  readonly offset: number;
}

/** What the octets show before they are parsed. */
export interface Scan {
  readonly doctypeAt: number | undefined;
  readonly excesses: readonly Excess[];
  /** Comments, processing instructions and CDATA sections; at most the first hundred. */
  readonly asides: readonly { readonly kind: Aside; readonly offset: number }[];
}

const MOST_ASIDES = 100;

/** Counts markup against the limits and notes what may be forbidden. */
export const scan = (octets: Uint8Array, limits: XmlLimits): Scan => {
  const excesses = new Map<keyof XmlLimits, Excess>();
  const asides: { kind: Aside; offset: number }[] = [];
  let doctypeAt: number | undefined;
  let depth = 0;
  let elements = 0;
  let attributes = 0;
  const check = (limit: keyof XmlLimits, found: number, offset: number): void => {
    if (found > limits[limit] && !excesses.has(limit))
      excesses.set(limit, { limit, allowed: limits[limit], found, offset });
  };
  walkMarkup(octets, {
    startTag: (tag) => {
      elements++;
      attributes += tag.attributes;
      check('elements', elements, tag.start);
      check('attributes', attributes, tag.start);
      check('attributesPerElement', tag.attributes, tag.start);
      check('nameLength', Math.max(tag.nameEnd - tag.start - 1, tag.longestName), tag.start);
      check('depth', depth + 1, tag.start);
      if (!tag.empty) depth++;
    },
    endTag: () => {
      depth--;
    },
    aside: (kind, offset) => {
      if (asides.length < MOST_ASIDES) asides.push({ kind, offset });
    },
    doctype: (offset) => {
      doctypeAt = offset;
    },
  });
  return { doctypeAt, excesses: [...excesses.values()], asides };
};
