import { expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { businessKeyReader, hashedKeyValue, LONGEST_KEY_VALUE } from './business-keys.ts';

const NAMESPACES = { t: 'urn:t' };
const open = (inside: string) => XmlDocument.fromString(`<t:case xmlns:t="urn:t">${inside}</t:case>`);
const octets = (): Uint8Array => new Uint8Array(1);

const read = (inside: string, keys: Parameters<typeof businessKeyReader>[0]['businessKeys']) => {
  using document = open(inside);
  using reader = businessKeyReader({ businessKeys: keys, namespaces: NAMESPACES });
  const payload = octets();
  reader.look('core', payload, document);
  return reader.of(new Map([['core', payload]]));
};
const NUMBER = { name: 'number', part: 'core', xpath: '/t:case/t:number' };

test('each declared key is read where it stands, white space put right, once', () => {
  const found = read('<t:number> A-17\n 4 </t:number><t:number>A-17 4</t:number><t:name>x</t:name>', [
    { name: 'name', part: 'core', xpath: '/t:case/t:name' },
    NUMBER,
    { name: 'elsewhere', part: 'other', xpath: '/t:case/t:name' },
    { name: 'absent', part: 'core', xpath: '/t:case/t:absent' },
  ]);
  expect(found).toEqual([
    { name: 'name', value: 'x' },
    { name: 'number', value: 'A-17 4' },
  ]);
});

test('no more gets out of a payload than a key is long, and than a few of them', () => {
  const [one] = read(`<t:number>${'9'.repeat(5_000)}</t:number>`, [NUMBER]);
  expect(one?.value).toHaveLength(LONGEST_KEY_VALUE);
  const many = Array.from({ length: 50 }, (_, n) => `<t:number>${n}</t:number>`).join('');
  expect(read(many, [NUMBER])).toHaveLength(4);
});

test('a hashed key is told apart from others and shows nothing of its value', () => {
  const found = read('<t:number>19710412-Müller</t:number>', [{ ...NUMBER, hashed: true }]);
  expect(found).toEqual([{ name: 'number', value: hashedKeyValue('19710412-Müller') }]);
  expect(JSON.stringify(found)).not.toContain('1971');
  expect(hashedKeyValue('a')).not.toBe(hashedKeyValue('b'));
});
