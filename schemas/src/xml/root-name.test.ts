import { expect, test } from '@jest/globals';
import { nameOfRoot } from './root-name.ts';

const rootOf = (text: string): string | undefined => nameOfRoot(Buffer.from(text));

test('the root has the namespace of its prefix, or the default one, or none', () => {
  expect(rootOf('<?xml version="1.0"?><!-- <x/> --><a:b xmlns="urn:n" xmlns:a="urn:a"><c/></a:b>')).toBe('{urn:a}b');
  expect(rootOf('\u{feff}<b xmlns="urn:n"/>')).toBe('{urn:n}b');
  expect(rootOf("<b xmlns:a='urn:a'>text</b>")).toBe('{}b');
});

test('it is found behind much that says nothing, and in what is broken further on', () => {
  expect(rootOf(`<!--${'-x'.repeat(10_000)}--><b xmlns="urn:n"><c></b>`)).toBe('{urn:n}b');
  expect(rootOf(`<b ${Array.from({ length: 400 }, (_, n) => `a${n}="……"`).join(' ')} xmlns="urn:n">`)).toBe('{urn:n}b');
});

test('what begins no element has none', () => {
  for (const text of ['', 'text', '<', '<?xml version="1.0"?>', '<!-- <b/>', '{"a": 1}'])
    expect(rootOf(text)).toBeUndefined();
});
