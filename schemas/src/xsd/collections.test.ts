/** Collections as standards bodies publish them: what is found, what is refused and where. Schemas are made here. */
import { describe, expect, test } from '@jest/globals';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { compileSchemas, SchemaError } from '../xml/schema.ts';
import { readCatalog } from './catalog.ts';
import { faultText } from './fault.ts';
import { planSchemas } from './plan.ts';

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
type Texts = Readonly<Record<string, string | Uint8Array>>;
const octets = (texts: Texts): ReadonlyMap<string, Uint8Array> =>
  new Map(Object.entries(texts).map(([path, text]) => [path, typeof text === 'string' ? Buffer.from(text) : text]));
const xsd = (namespace: string | undefined, content: string): string =>
  `<xs:schema ${XS}${namespace === undefined ? '' : ` targetNamespace="${namespace}" xmlns="${namespace}"`} elementFormDefault="qualified">\n${content}</xs:schema>`;
const word = (name: string): string =>
  `<xs:simpleType name="${name}"><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType>`;

/** Codes of the violations of a document. */
const verdict = (texts: Texts, entries: readonly string[], xml: string, catalog?: string): readonly string[] => {
  using schema = compileSchemas(
    octets(texts),
    entries,
    catalog === undefined ? {} : { catalog: catalogOf(texts, catalog) },
  );
  const parsed = parseXml(Buffer.from(xml), { limits: PAYLOAD_LIMITS, language: 'en' });
  if (!parsed.ok) throw new Error(parsed.code);
  try {
    return schema.validate(parsed.document, { code: 'schema-violation', language: 'en' }).map(({ code }) => code);
  } finally {
    parsed.document.dispose();
  }
};
const catalogOf = (texts: Texts, entries: string) =>
  readCatalog(
    octets({
      ...texts,
      'catalog.xml': `<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">${entries}</catalog>`,
    }),
  );
const faultsOf = (texts: Texts, entries: readonly string[], catalog?: string): readonly string[] =>
  planSchemas(octets(texts), entries, catalog === undefined ? {} : { catalog: catalogOf(texts, catalog) }).faults.map(
    faultText,
  );

const INVALID = ['schema-violation'];

describe('a collection is found together', () => {
  test('across folders, with blanks, brackets and umlauts in names, encoded or not', () => {
    const texts = {
      'top/Änderung [1].xsd': xsd(
        'urn:a',
        '<xs:include schemaLocation="..\\basis%20teile\\w%C3%B6rter.xsd"/><xs:element name="a" type="W"/>',
      ),
      'basis teile/wörter.xsd': xsd('urn:a', '<xs:include schemaLocation="Mehr [2] & #.xsd"/>'.replace('&', '&amp;')),
      'basis teile/Mehr [2] & #.xsd': xsd('urn:a', word('W')),
    };
    expect(verdict(texts, ['top/Änderung [1].xsd'], '<a xmlns="urn:a">abc</a>')).toEqual([]);
    expect(verdict(texts, ['top/Änderung [1].xsd'], '<a xmlns="urn:a">abcd</a>')).toEqual(INVALID);
  });

  test('with a second import of the same namespace from another file', () => {
    const texts = {
      'main.xsd': xsd(
        'urn:a',
        `<xs:import namespace="urn:b" schemaLocation="b1.xsd"/><xs:import namespace="urn:b" schemaLocation="b2.xsd"/>
        <xs:element name="a"><xs:complexType><xs:attribute name="x" type="b:One" xmlns:b="urn:b"/><xs:attribute name="y" type="b:Two" xmlns:b="urn:b"/></xs:complexType></xs:element>`,
      ),
      'b1.xsd': xsd('urn:b', word('One')),
      'b2.xsd': xsd('urn:b', `<xs:import namespace="urn:a" schemaLocation="main.xsd"/>${word('Two')}`),
    };
    expect(verdict(texts, ['main.xsd'], '<a xmlns="urn:a" x="1" y="2"/>')).toEqual([]);
    expect(verdict(texts, ['main.xsd'], '<a xmlns="urn:a" x="1" y="2222"/>')).toEqual(INVALID);
  });

  test('with a document included into two namespaces, circles, and a redefinition', () => {
    const texts = {
      'one.xsd': xsd(
        'urn:a',
        '<xs:include schemaLocation="plain.xsd"/><xs:include schemaLocation="two.xsd"/><xs:element name="a" type="W"/>',
      ),
      'two.xsd': xsd(
        'urn:a',
        '<xs:include schemaLocation="one.xsd"/><xs:import namespace="urn:b" schemaLocation="b.xsd"/>',
      ),
      'b.xsd': xsd(
        'urn:b',
        `<xs:redefine schemaLocation="plain.xsd"><xs:simpleType name="W"><xs:restriction base="W"><xs:maxLength value="1"/></xs:restriction></xs:simpleType></xs:redefine><xs:element name="b" type="W"/>`,
      ),
      'plain.xsd': xsd(undefined, word('W')),
    };
    expect(verdict(texts, ['one.xsd'], '<a xmlns="urn:a">123</a>')).toEqual([]);
    expect(verdict(texts, ['one.xsd'], '<b xmlns="urn:b">1</b>')).toEqual([]);
    expect(verdict(texts, ['one.xsd'], '<b xmlns="urn:b">12</b>')).not.toEqual([]);
  });

  test('with several roots in one, of several namespaces and of none', () => {
    const texts = {
      'a.xsd': xsd('urn:a', '<xs:include schemaLocation="w.xsd"/><xs:element name="a" type="W"/>'),
      'a2.xsd': xsd('urn:a', '<xs:include schemaLocation="w.xsd"/><xs:element name="a2" type="W"/>'),
      'b.xsd': xsd('urn:b', '<xs:element name="b" type="xs:int"/>'),
      'none.xsd': xsd(undefined, '<xs:element name="none" type="xs:int"/>'),
      'w.xsd': xsd('urn:a', word('W')),
    };
    const entries = ['a.xsd', 'a2.xsd', 'b.xsd', 'none.xsd'];
    for (const xml of [
      '<a xmlns="urn:a">1</a>',
      '<a2 xmlns="urn:a">1</a2>',
      '<b xmlns="urn:b">1</b>',
      '<none>1</none>',
    ])
      expect(verdict(texts, entries, xml)).toEqual([]);
    expect(verdict(texts, entries, '<none>x</none>')).toEqual(INVALID);
  });

  test('with a DOCTYPE, in UTF-16 or Latin-1', () => {
    const latin1 = Buffer.from(
      `<?xml version="1.0" encoding="ISO-8859-1"?>\n${xsd('urn:a', `<!-- ä -->${word('Wört')}`)}`,
      'latin1',
    );
    const main = `<?xml version="1.0" encoding="UTF-16"?>\n<!DOCTYPE xs:schema PUBLIC "-//W3C//DTD XMLSCHEMA 200102//EN" "XMLSchema.dtd" [ <!ATTLIST xs:schema id ID #IMPLIED> <!-- ]> --> <!ENTITY x 'xs:int'> ]>\n${xsd('urn:a', '<xs:include schemaLocation="w.xsd"/><xs:element name="a" type="Wört"/>')}`;
    const texts = { 'main.xsd': Buffer.from(`\uFEFF${main}`, 'utf16le'), 'w.xsd': latin1 };
    expect(verdict(texts, ['main.xsd'], '<a xmlns="urn:a">abc</a>')).toEqual([]);
    expect(verdict(texts, ['main.xsd'], '<a xmlns="urn:a">abcd</a>')).toEqual(INVALID);
  });

  test('by an XML catalog, with prefixes and further catalogs', () => {
    const texts = {
      'main.xsd': xsd(
        'urn:a',
        `<xs:import namespace="urn:b" schemaLocation="http://example.org/b/1.0/b.xsd"/><xs:include schemaLocation="https://example.org/all/w.xsd"/>
         <xs:import namespace="urn:c"/><xs:element name="a" type="W"/>`,
      ),
      'far/b/1.0/b.xsd': xsd('urn:b', ''),
      'far/w.xsd': xsd('urn:a', word('W')),
      'far/w-old.xsd': xsd('urn:a', word('W')),
      'far/c1.xsd': xsd('urn:c', ''),
      'far/c2.xsd': xsd('urn:c', ''),
      'far/next.xml':
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><system systemId="https://example.org/all/w.xsd" uri="w.xsd"/></catalog>',
    };
    const catalog =
      '<rewriteURI uriStartString="http://example.org/" rewritePrefix="far/"/><group xml:base="far/"><uri name="urn:c" uri="c2.xsd"/></group><nextCatalog catalog="far/next.xml"/>';
    expect(faultsOf(texts, ['main.xsd'], catalog)).toEqual([]);
    expect(verdict(texts, ['main.xsd'], '<a xmlns="urn:a">abc</a>', catalog)).toEqual([]);
  });

  test('by what lies nearest where the same schemas are there twice', () => {
    const once = {
      'main/a.xsd': xsd(
        'urn:a',
        '<xs:import namespace="urn:b" schemaLocation="http://b.example/b.xsd"/><xs:element name="a" type="b:W" xmlns:b="urn:b"/>',
      ),
      'common/b.xsd': xsd('urn:b', word('W')),
    };
    const texts = Object.fromEntries(
      Object.entries(once).flatMap(([path, text]) => [
        [`v1/${path}`, text],
        [`v2/${path}`, text.replace('"3"', '"4"')],
      ]),
    );
    expect(verdict(texts, ['v1/main/a.xsd'], '<a xmlns="urn:a">abcd</a>')).toEqual(INVALID);
    expect(verdict(texts, ['v2/main/a.xsd'], '<a xmlns="urn:a">abcd</a>')).toEqual([]);
  });

  test('by namespace or name where just one file fits, and says so', () => {
    const texts = {
      'main.xsd': xsd(
        'urn:a',
        '<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/2001/xml.xsd"/>\n<xs:import namespace="urn:b" schemaLocation="http://example.org/x.xsd"/>\n<xs:include schemaLocation="../elsewhere/w.xsd"/><xs:element name="a"><xs:complexType><xs:attribute ref="xml:lang"/></xs:complexType></xs:element>',
      ),
      'sub/b.xsd': xsd('urn:b', ''),
      'sub/w.xsd': xsd('urn:a', ''),
    };
    const { notes, faults } = planSchemas(octets(texts), ['main.xsd']);
    expect(faults).toEqual([]);
    expect(notes.map(({ code, line, path }) => [code, line, path])).toEqual([
      ['built-in', 2, undefined],
      ['mapped', 3, 'sub/b.xsd'],
      ['mapped', 4, 'sub/w.xsd'],
    ]);
    expect(verdict(texts, ['main.xsd'], '<a xmlns="urn:a" xml:lang="de"/>')).toEqual([]);
  });
});

describe('a collection is refused', () => {
  const CASES: readonly (readonly [string, Texts, RegExp])[] = [
    [
      'a missing import of which nothing is used',
      { 'm.xsd': xsd('urn:a', '\n<xs:import namespace="urn:b" schemaLocation="no.xsd"/>') },
      /^m\.xsd:3: import of urn:b from "no\.xsd": this file is not there$/,
    ],
    [
      'a document that includes itself',
      { 'm.xsd': xsd('urn:a', '<xs:include schemaLocation="./m.xsd"/>') },
      /^m\.xsd:2: include from "\.\/m\.xsd": a document may not include itself$/,
    ],
    [
      'a file two others could be meant for',
      {
        'm.xsd': xsd('urn:a', '<xs:include schemaLocation="http://x.example/w.xsd"/>'),
        'a/w.xsd': xsd('urn:a', ''),
        'b/w.xsd': xsd('urn:a', ''),
      },
      /several files could be meant: a\/w\.xsd, b\/w\.xsd/,
    ],
    [
      'another namespace than was asked for',
      { 'm.xsd': xsd('urn:a', '<xs:import namespace="urn:b" schemaLocation="c.xsd"/>'), 'c.xsd': xsd('urn:c', '') },
      /^m\.xsd:2: import of c\.xsd: it has target namespace urn:c, expected is target namespace urn:b$/,
    ],
    [
      'xs:override',
      { 'm.xsd': xsd('urn:a', '<xs:override schemaLocation="c.xsd"/>'), 'c.xsd': xsd('urn:a', '') },
      /XSD 1\.1/,
    ],
    ['what is no schema', { 'm.xsd': '<html/>' }, /^m\.xsd:1: this is no XML Schema document$/],
    [
      'a location out of the folder',
      { 'm.xsd': xsd('urn:a', '<xs:import namespace="urn:b" schemaLocation="../../etc/b.xsd"/>') },
      /^m\.xsd:2: .*this file is not there$/,
    ],
    ['too large a file', { 'm.xsd': Buffer.alloc(17 * 1024 * 1024, 0x20) }, /17 MB of schema; at most 16 MB are taken/],
  ];
  test.each(CASES)('for %s', (_name, texts, told) => {
    expect(faultsOf(texts, ['m.xsd']).join('\n')).toMatch(told);
  });

  test('for a catalog that points to a URL, out of the folder, or to nothing', () => {
    const texts = { 'm.xsd': xsd('urn:a', '') };
    const told = (entry: string) => faultsOf(texts, ['m.xsd'], `\n${entry}`)[0];
    expect(told('<uri name="urn:b" uri="http://evil.example/b.xsd"/>')).toBe(
      'catalog.xml:2: "http://evil.example/b.xsd" is a URL; a catalog may only point to files of this folder',
    );
    expect(told('<rewriteURI uriStartString="http://b/" rewritePrefix="file:///etc/"/>')).toMatch(/is a URL/);
    expect(told('<uri name="urn:b" uri="../../b.xsd"/>')).toMatch(/leads out of the folder/);
    expect(told('<uri name="urn:b" uri="/etc/b.xsd"/>')).toMatch(/leads out of the folder/);
    expect(told('<uri name="urn:b" uri="b.xsd"/>')).toBe('catalog.xml:2: there is no file b.xsd');
    expect(told('<nextCatalog catalog="https://evil.example/c.xml"/>')).toMatch(/is a URL/);
  });

  test('with file and line of what libxml2 does not take, in whichever file it is', () => {
    const texts = {
      'm.xsd': xsd('urn:a', '<xs:include schemaLocation="sub/w w.xsd"/>'),
      'sub/w w.xsd': xsd('urn:a', '\n\n<xs:element name="x" type="Nowhere"/>'),
    };
    expect(() => compileSchemas(octets(texts), ['m.xsd'])).toThrow(/^sub\/w w\.xsd:4: .*Nowhere/);
    expect(() => compileSchemas(octets(texts), ['m.xsd'])).toThrow(SchemaError);
  });

  test('for documents that lead into each other too deep: libxml2 would go on with wrong answers', () => {
    const chain = (length: number): Texts =>
      Object.fromEntries(
        Array.from({ length }, (_, index) => [
          `${index}.xsd`,
          xsd(
            'urn:a',
            index + 1 < length ? `<xs:include schemaLocation="${index + 1}.xsd"/>` : '<xs:element name="a"/>',
          ),
        ]),
      );
    expect(verdict(chain(150), ['0.xsd'], '<a xmlns="urn:a"/>')).toEqual([]);
    expect(faultsOf(chain(151), ['0.xsd'])).toEqual([
      '150.xsd: it is reached through more than 150 documents that refer to one another',
    ]);
    const wide = {
      ...Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`${index}.xsd`, xsd('urn:a', '')])),
      'top.xsd': xsd(
        'urn:a',
        `${Array.from({ length: 400 }, (_, index) => `<xs:include schemaLocation="${index}.xsd"/>`).join('')}<xs:element name="a"/>`,
      ),
    };
    expect(verdict(wide, ['top.xsd'], '<a xmlns="urn:a"/>')).toEqual([]);
  });

  test('quickly, whatever the text: unclosed tags and quotes, deep and wide', () => {
    const started = performance.now();
    for (const text of [
      '<a '.repeat(300_000),
      `<xs:schema ${XS} x="${'<'.repeat(500_000)}`,
      `<!DOCTYPE ${'['.repeat(400_000)}`,
      `<xs:schema ${XS}>${'<xs:annotation>'.repeat(100_000)}`,
    ])
      expect(faultsOf({ 'm.xsd': text }, ['m.xsd']).length).toBeLessThan(2);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
