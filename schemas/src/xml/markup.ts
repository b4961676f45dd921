/**
 * A tokenizer for markup in UTF-8 octets. It never reads content: it finds what must not be there (DOCTYPE, comments …),
 * counts, and tells where elements begin and end. For a document that libxml2 takes as well-formed its findings are
 * exact, since `<` stands nowhere else than where markup begins, except inside the sections skipped here.
 */

const LT = 0x3c;
const GT = 0x3e;
const BANG = 0x21;
const QUESTION = 0x3f;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

/** What stands beside elements and text. */
export type Aside = 'comment' | 'processing-instruction' | 'cdata';

/** A start tag. Offsets in octets; `end` is the first octet behind `>`. */
export interface StartTag {
  readonly start: number;
  readonly nameEnd: number;
  readonly end: number;
  readonly empty: boolean;
  readonly attributes: number;
  /** Length of the longest attribute name. */
  readonly longestName: number;
}

/** Told of every token in document order; `false` from `doctype` is not needed: the scan ends there by itself. */
export interface MarkupVisitor {
  startTag(tag: StartTag): void;
  /** `end` is the first octet behind `>`. */
  endTag(start: number, end: number): void;
  aside(kind: Aside, start: number): void;
  doctype(start: number): void;
}

const isBlank = (octet: number | undefined): boolean =>
  octet === 0x20 || octet === 0x0a || octet === 0x0d || octet === 0x09;

const startsWith = (octets: Uint8Array, at: number, text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (octets[at + i] !== text.charCodeAt(i)) return false;
  return true;
};

/** Octets looked at one by one before the search is handed to Node: most of what is looked for is near. */
const NEAR = 48;

const find = (octets: Uint8Array, octet: number, from: number): number => {
  const far = Math.min(from + NEAR, octets.length);
  for (let at = from; at < far; at++) if (octets[at] === octet) return at;
  return far === octets.length ? -1 : octets.indexOf(octet, far);
};

const behind = (octets: Buffer, text: string, from: number): number => {
  const at = octets.indexOf(text, from, 'latin1');
  return at === -1 ? octets.length : at + text.length;
};

const readStartTag = (octets: Uint8Array, start: number): StartTag => {
  let at = start + 1;
  while (at < octets.length && !isBlank(octets[at]) && octets[at] !== GT && octets[at] !== SLASH) at++;
  const nameEnd = at;
  let attributes = 0;
  let longestName = 0;
  let nameStart = -1;
  while (at < octets.length && octets[at] !== GT) {
    const octet = octets[at];
    if (octet === QUOTE || octet === APOSTROPHE) {
      attributes++;
      const close = find(octets, octet, at + 1);
      if (close === -1)
        return {
          start,
          nameEnd,
          end: octets.length,
          empty: false,
          attributes,
          longestName,
        };
      at = close;
      nameStart = -1;
    } else if (octet === EQUALS) {
      if (nameStart !== -1) longestName = Math.max(longestName, at - nameStart);
      nameStart = -1;
    } else if (nameStart === -1 && !isBlank(octet)) nameStart = at;
    at++;
  }
  return {
    start,
    nameEnd,
    end: at + 1,
    empty: octets[at - 1] === SLASH,
    attributes,
    longestName,
  };
};

/** Walks the markup of octets known to be UTF-8 and tells `visitor` of it. Ends at a DOCTYPE and at what is no markup. */
export const walkMarkup = (octets: Uint8Array, visitor: MarkupVisitor): void => {
  const view = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  let at = find(view, LT, 0);
  while (at !== -1) {
    const next = view[at + 1];
    let end: number;
    if (next === SLASH) {
      const close = find(view, GT, at);
      end = close === -1 ? view.length : close + 1;
      visitor.endTag(at, end);
    } else if (next === BANG) {
      if (startsWith(view, at, '<!--')) {
        visitor.aside('comment', at);
        end = behind(view, '-->', at + 4);
      } else if (startsWith(view, at, '<![CDATA[')) {
        visitor.aside('cdata', at);
        end = behind(view, ']]>', at + 9);
      } else {
        visitor.doctype(at);
        return;
      }
    } else if (next === QUESTION) {
      const isDeclaration = startsWith(view, at, '<?xml') && isBlank(view[at + 5]);
      if (!isDeclaration) visitor.aside('processing-instruction', at);
      end = behind(view, '?>', at + 2);
    } else {
      const tag = readStartTag(view, at);
      visitor.startTag(tag);
      end = tag.end;
    }
    at = find(view, LT, end);
  }
};
