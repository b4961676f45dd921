import { Buffer } from 'node:buffer';
import { createHash, hash } from 'node:crypto';
import type { PartContent } from '../message.ts';
import { VERIFIED_LIMITS, type XmlLimits } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { type TreeElement, treeOf } from '../xml/tree.ts';
import { attributesOf } from './read-values.ts';
import { shapeOf } from './shape.ts';

/** Up to here copying costs less than a hash in steps. */
const COPIED_OCTETS = 16 * 1024;

/** SHA-256(nonce ‖ octets), base64: the digest the signed header announces. */
export const digestOfPart = (nonce: Uint8Array, octets: Uint8Array): string =>
  octets.length <= COPIED_OCTETS
    ? hash('sha256', Buffer.concat([nonce, octets]), 'base64')
    : createHash('sha256').update(nonce).update(octets).digest('base64');

/** Reads a `Part` of a document that satisfies the envelope's schema, which is what makes the base64 strict. */
export const readPart = (element: TreeElement): PartContent => {
  const { ref = '', nonce = '' } = attributesOf(element);
  return {
    id: ref,
    nonce: Buffer.from(nonce, 'base64'),
    octets: Buffer.from(element.node.content, 'base64'),
  };
};

/**
 * The parts that are present in a message verified before, in document order. Throws if the octets are no readable
 * message. `limits` where a reader takes other sizes than NATS does.
 */
export const readParts = (octets: Uint8Array, limits: XmlLimits = VERIFIED_LIMITS): readonly PartContent[] => {
  const parsed = parseXml(octets, { limits, language: 'en' });
  if (!parsed.ok) throw new Error(`not a readable message: ${parsed.code}`);
  try {
    const shape = shapeOf(treeOf(parsed.document.root, 1));
    if (shape === undefined) throw new Error('not a readable message: envelope-invalid');
    return shape.parts.map(readPart);
  } finally {
    parsed.document.dispose();
  }
};
