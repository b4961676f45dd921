import type { MessageHeader } from '../message.ts';
import { VERIFIED_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { treeOf } from '../xml/tree.ts';
import { readHeader } from './read-header.ts';
import { shapeOf } from './shape.ts';

/** The header of a message that was verified before, such as one that stands in the streams. Throws where it is none. */
export const headerOf = (octets: Uint8Array): MessageHeader => {
  const parsed = parseXml(octets, { limits: VERIFIED_LIMITS, language: 'en' });
  if (!parsed.ok) throw new Error(`not a readable message: ${parsed.code}`);
  try {
    const shape = shapeOf(treeOf(parsed.document.root));
    const reading = shape && readHeader(shape.header, 'en');
    if (reading?.ok !== true) throw new Error('not a readable message: envelope-invalid');
    return reading.header;
  } finally {
    parsed.document.dispose();
  }
};
