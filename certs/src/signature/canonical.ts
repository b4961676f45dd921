/**
 * Exclusive canonical form of single elements, by libxml2. An element is moved into a document of its own first:
 * canonicalising a whole document is three times as fast as asking a callback for every node. libxml2 keeps a moved
 * element's namespaces as they were (the declarations stay in the old document, which must live on meanwhile), and the
 * exclusive form prints the namespaces an element uses, so both ways give the same octets; a test compares them.
 */
import { hash } from 'node:crypto';
import { XmlC14NMode, XmlDocument, type XmlElement } from 'libxml2-wasm';
import type { Hash } from './algorithms.ts';

const EXCLUSIVE = { mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0, withComments: false } as const;

/** A document to move elements into, one after the other; an element is gone when the next one comes. */
export interface Canonicaliser {
  /** The digests of an element's canonical form, one for each hash, in the order asked. Throws for an empty form. */
  digests(element: XmlElement, hashes: readonly Hash[]): readonly Buffer[];
  /** The canonical form itself. */
  octets(element: XmlElement): Buffer;
  [Symbol.dispose](): void;
}

/** Opens a canonicaliser; the document the elements come from must be disposed of later than this. */
export const canonicaliser = (): Canonicaliser => {
  const own = XmlDocument.create();
  const octetsOf = (element: XmlElement): Buffer => {
    own.root = element;
    const chunks: Buffer[] = [];
    own.canonicalize(
      {
        write: (octets) => {
          chunks.push(Buffer.from(octets));
          return octets.length;
        },
        close: () => true,
      },
      EXCLUSIVE,
    );
    const [only, ...more] = chunks;
    const octets = only !== undefined && more.length === 0 ? only : Buffer.concat(chunks);
    // Canonicalisation that fails quietly must never become "the digest of nothing".
    if (octets.length === 0) throw new Error('an element without canonical form');
    return octets;
  };
  return {
    // A header is small: hashing it in one go costs less than a stream does.
    digests: (element, hashes) => {
      const octets = octetsOf(element);
      return hashes.map((name) => hash(name, octets, 'buffer'));
    },
    octets: octetsOf,
    [Symbol.dispose]: () => own.dispose(),
  };
};
