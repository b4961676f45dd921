import { afterAll, describe, expect, test } from '@jest/globals';
import { compareMessageTypes } from '../compare/message-types.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '../message-types/catalog.ts';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { messageTypePage } from './page.ts';

const catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
afterAll(() => catalog[Symbol.dispose]());
const limits = { ...PAYLOAD_LIMITS, elements: 200_000 };

describe('the page of a message type', () => {
  test.each(catalog.list().map((type) => ({ name: `${type.manifest.code} ${type.manifest.version}`, type })))(
    'of $name is well-formed, without scripts, and leads only to places in itself',
    ({ type }) => {
      const page = messageTypePage({ type, language: 'nl' });
      const parsed = parseXml(Buffer.from(page.replace('<!DOCTYPE html>', '')), { limits, language: 'en' });
      expect(parsed.ok ? [] : parsed.violations).toEqual([]);
      if (!parsed.ok) return;
      const { document } = parsed;
      const targets = new Set(document.find('//@id').map(({ content }) => content));
      const links = document.find('//@href').map(({ content }) => content);
      expect(links.filter((link) => !targets.has(link.slice(1)))).toEqual([]);
      expect(document.find('//script | //table[not(caption)] | //th[not(@scope)] | //@onclick')).toEqual([]);
      document.dispose();
    },
  );

  test('shows structure, facets, values, rules, code lists, samples and changes', () => {
    const [old, type] = catalog.list().filter(({ manifest }) => manifest.code === 'gewerbeanzeige');
    if (old === undefined || type === undefined) throw new Error('no business notices');
    const since = { version: '0.9', changes: compareMessageTypes(old, type) };
    const page = messageTypePage({ type, language: 'de', since });
    for (const text of [
      'Gewerbeanzeige, 1.0',
      '@schwerpunkt',
      '1–30',
      'einzelunternehmen',
      'GA-[0-9]{4}',
      'wirtschaftszweig',
      'DIN 91379, Typ C',
      'samples/invalid/steuer-als-kern.xml',
      'Änderungen gegenüber 0.9',
      'breaks-old-writers',
    ])
      expect(page).toContain(text);
  });
});
