import { VERIFIED_LIMITS, type XmlLimits } from '../xml/limits.ts';
import { walkMarkup } from '../xml/markup.ts';
import { parseXml } from '../xml/parse.ts';
import { treeOf } from '../xml/tree.ts';
import { attributesOf } from './read-values.ts';
import { shapeOf } from './shape.ts';

/** Octets of one `Part` element and what its start tag says it is. */
interface PartSpan {
  readonly ref: string | undefined;
  readonly start: number;
  readonly end: number;
}

const partName = /^<(?:[^\s:/>]+:)?Part[\s/>]/;
const refAttribute = /\sref\s*=\s*(?:"([^"]*)"|'([^']*)')/;

/** The `Part` children of the root, by octets. Exact because the envelope has no comments, CDATA or instructions. */
const partSpans = (octets: Uint8Array): readonly PartSpan[] => {
  const view = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  const spans: PartSpan[] = [];
  let depth = 0;
  let open: { start: number; ref: string | undefined } | undefined;
  const refuse = (): never => {
    throw new Error('not a verified message: the envelope holds more than elements and text');
  };
  walkMarkup(view, {
    startTag: (tag) => {
      if (depth === 1) {
        const text = view.toString('latin1', tag.start, tag.end);
        if (partName.test(text)) {
          const match = refAttribute.exec(text);
          const ref = (match?.[1] ?? match?.[2])?.trim();
          if (tag.empty) spans.push({ ref, start: tag.start, end: tag.end });
          else open = { start: tag.start, ref };
        }
      }
      if (!tag.empty) depth++;
    },
    endTag: (_start, end) => {
      depth--;
      if (depth === 1 && open !== undefined) {
        spans.push({ ...open, end });
        open = undefined;
      }
    },
    aside: refuse,
    doctype: refuse,
  });
  return spans;
};

const isBlank = (octet: number | undefined): boolean =>
  octet === 0x20 || octet === 0x0a || octet === 0x0d || octet === 0x09;

const without = (octets: Uint8Array, spans: readonly PartSpan[]): Uint8Array => {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const span of spans) {
    let start = span.start;
    while (start > from && isBlank(octets[start - 1])) start--;
    pieces.push(octets.subarray(from, start));
    from = span.end;
  }
  return Buffer.concat([...pieces, octets.subarray(from)]);
};

const refsIn = (octets: Uint8Array, limits: XmlLimits): readonly string[] => {
  const parsed = parseXml(octets, { limits, language: 'en' });
  if (!parsed.ok) throw new Error(`what was cut cannot be read: ${parsed.code}`);
  try {
    const shape = shapeOf(treeOf(parsed.document.root, 1));
    if (shape === undefined) throw new Error('what was cut is no message');
    return shape.parts.map((part) => attributesOf(part).ref ?? '');
  } finally {
    parsed.document.dispose();
  }
};

/** The spans with the refs as the parser reads them, where they are written with character references. */
const namedSpans = (octets: Uint8Array, limits: XmlLimits): readonly PartSpan[] => {
  const spans = partSpans(octets);
  if (spans.every(({ ref }) => ref !== undefined && !ref.includes('&'))) return spans;
  const refs = refsIn(octets, limits);
  return spans.map((span, i) => ({ ...span, ref: refs[i] }));
};

/**
 * A verified message as one reader gets it: the `Part` elements not in `keep` are left out, every other octet stays, so
 * the author's signature over the header holds. The very same octets where nothing is withheld. What was cut is parsed
 * again: throws unless its parts are exactly those of `keep`.
 */
export const cutForReader = (
  octets: Uint8Array,
  keep: readonly string[],
  limits: XmlLimits = VERIFIED_LIMITS,
): Uint8Array => {
  const entitled = new Set(keep);
  const withheld = namedSpans(octets, limits).filter(({ ref }) => ref === undefined || !entitled.has(ref));
  const cut = withheld.length === 0 ? octets : without(octets, withheld);
  const refs = refsIn(cut, limits);
  if (refs.length !== entitled.size || refs.some((ref) => !entitled.has(ref)))
    throw new Error(`the parts left (${refs.join(' ')}) are not those of the entitlement (${[...entitled].join(' ')})`);
  return cut;
};
