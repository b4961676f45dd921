import { expect, test } from '@jest/globals';
import { elementPlaces } from './element-places.ts';

const placesIn = (xml: string, ...paths: readonly string[]) => [...elementPlaces(Buffer.from(xml), paths).entries()];

test('an element is found by name and position, with the line and the column of its first character', () => {
  const xml = '<a xmlns:p="urn:p"><!-- <b> -->\n  <b>ä</b><b/>\r\n\tÖÜ<p:c\n   x="<"/></a>'.replace('"<"', '"&lt;"');
  expect(placesIn(xml, '/a', '/a/b[1]', '/a/b[2]', '/a/c', '/a/d', '/a/b[3]', '/b')).toEqual([
    ['/a', { line: 1, column: 1, goesOn: true }],
    ['/a/b[1]', { line: 2, column: 3, goesOn: true }],
    ['/a/b[2]', { line: 2, column: 11, goesOn: true }],
    ['/a/c', { line: 3, column: 4, goesOn: false }],
  ]);
});

test('something goes on where elements stand within or behind, in the same parent alone', () => {
  const goesOn = (xml: string): boolean | undefined => placesIn(xml, '/a/b/c')[0]?.[1].goesOn;
  expect(goesOn('<a><b><c>text</c> </b><d/></a>')).toBe(false);
  expect(goesOn('<a><b><c/></b><d/></a>')).toBe(false);
  expect(goesOn('<a><b><x/><c/></b></a>')).toBe(false);
  expect(goesOn('<a><b><c><x/></c></b></a>')).toBe(true);
  expect(goesOn('<a><b><c/><x/></b></a>')).toBe(true);
  expect(goesOn('<a><b><c>text</c><x/></b></a>')).toBe(true);
});

test('a byte order mark takes no column', () => {
  expect(placesIn('\ufeff<a/>', '/a')).toEqual([['/a', { line: 1, column: 1, goesOn: false }]]);
});

test('lines are counted beyond what libxml2 keeps', () => {
  expect(placesIn(`<a>${'\n'.repeat(70_000)} <b/></a>`, '/a/b')).toEqual([
    ['/a/b', { line: 70_001, column: 2, goesOn: false }],
  ]);
});
