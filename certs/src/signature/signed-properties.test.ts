import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { treeOf } from '@dienstweg/schemas/xml/tree.ts';
import { describe, expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { findings } from './findings.ts';
import { readShape } from './profile.ts';

const message = readFileSync(join(import.meta.dirname, '../../vectors/accepted/time-with-fraction.xml'), 'utf8');

/** What is wrong with the shape of a signature that states this time, each with its place. */
const foundWith = (time: string): readonly string[] => {
  const changed = message.replace(/(?<=SigningTime>)[^<]*/, time);
  if (changed === message) throw new Error('no time to change');
  const document = XmlDocument.fromString(changed);
  try {
    const signature = treeOf(document.root).elements.find(({ name }) => name === 'Signature');
    if (signature === undefined) throw new Error('no signature');
    const found = findings('en');
    readShape(signature, found);
    return found.list.map(({ xpath }) => xpath ?? '');
  } finally {
    document.dispose();
  }
};

describe('a signing time', () => {
  test.each(['2026-11-22T12:00:00.1Z', `2026-11-22T12:00:00.${'123456789'.repeat(5)}Z`])(
    'may have a fraction of any length: %s',
    (time) => expect(foundWith(time)).toEqual([]),
  );

  test.each(['2026-11-22T12:00:00', '2026-11-22T12:00:00.Z', '2026-02-30T12:00:00Z', '0000-01-01T00:00:00Z'])(
    'that is none is the only thing found, not a reference to unread properties besides: %s',
    (time) => expect(foundWith(time)).toEqual([expect.stringMatching(/SigningTime\[1\]$/)]),
  );
});
