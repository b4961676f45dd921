import { describe, expect, test } from '@jest/globals';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { compileSchema } from '../xml/schema.ts';

const SCHEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a" xmlns="urn:a" elementFormDefault="qualified">
<xs:element name="r"><xs:complexType><xs:sequence>
  <xs:element name="person" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:attribute name="id" type="Key"/></xs:complexType></xs:element>
  <xs:element name="note" minOccurs="0" maxOccurs="unbounded" type="Note"/>
  <xs:element name="parent" minOccurs="0" maxOccurs="unbounded" type="xs:IDREF"/>
  <xs:element name="any" minOccurs="0"><xs:complexType><xs:sequence><xs:any processContents="lax"/></xs:sequence></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>
<xs:simpleType name="Key"><xs:restriction base="xs:ID"/></xs:simpleType>
<xs:complexType name="Note"><xs:attribute name="id" type="xs:string"/></xs:complexType>
<xs:complexType name="Linked"><xs:complexContent><xs:extension base="Note"><xs:attribute name="to" type="xs:IDREFS"/></xs:extension></xs:complexContent></xs:complexType>
<xs:element name="link" type="xs:IDREF"/></xs:schema>`;

/** Violations with the octets at hand, which must be those without them. */
const violationsOf = (files: Readonly<Record<string, string>>, main: string, xml: string) => {
  using schema = compileSchema(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])), main);
  const octets = Buffer.from(xml);
  const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language: 'en' });
  if (!parsed.ok) throw new Error(parsed.code);
  try {
    const how = { code: 'schema-violation', language: 'en' } as const;
    const told = schema.validate(parsed.document, { ...how, octets });
    // the octets add the column
    expect(told).toMatchObject(schema.validate(parsed.document, how));
    return told.map(({ line, xpath, text }) => [line, xpath, text]);
  } finally {
    parsed.document.dispose();
  }
};
const found = (content: string) =>
  violationsOf(
    { 'm.xsd': SCHEMA },
    'm.xsd',
    `<r xmlns="urn:a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${content}</r>`,
  );

describe('references within a document', () => {
  test('that find their id are valid, wherever it stands', () => {
    expect(
      found(
        '<person id="x"/><person id="y"/><note xsi:type="Linked" to=" y&#10;x "/><parent> x </parent><any><link>y</link></any>',
      ),
    ).toEqual([]);
  });

  test('that find none are violations, in attributes, lists, texts, named types and wildcards', () => {
    expect(
      found(
        '<person id="x"/>\n<note id="z" xsi:type="Linked" to="x z"/>\n<parent>x1</parent><!-- --><?p?><any><link>x2</link></any>',
      ),
    ).toEqual([
      [2, '/r/note/@to', 'The reference z points to nothing (xs:IDREF).'],
      [3, '/r/parent', 'The reference x1 points to nothing (xs:IDREF).'],
      [3, '/r/any/link', 'The reference x2 points to nothing (xs:IDREF).'],
    ]);
  });

  const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
  const HIDDEN: Readonly<Record<string, string>> = {
    'main.xsd': `<xs:schema ${XS} targetNamespace="urn:m" xmlns="urn:m" xmlns:b="urn:b"><xs:include schemaLocation="chameleon.xsd"/><xs:import namespace="urn:b" schemaLocation="base.xsd"/>
<xs:element name="root"><xs:complexType><xs:choice maxOccurs="unbounded">
<xs:element name="größe"><xs:complexType><xs:attribute name="id" type="xs:ID"/></xs:complexType></xs:element><xs:element name="key" type="xs:ID"/>
<xs:element name="inline"><xs:simpleType><xs:restriction base="b:Late"/></xs:simpleType></xs:element>
<xs:element name="extended" form="qualified"><xs:complexType><xs:simpleContent><xs:extension base="b:Late"><xs:attribute name="x"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
<xs:element name="list" type="Several"/><xs:element name="union"><xs:complexType><xs:attribute ref="b:to"/></xs:complexType></xs:element>
<xs:element ref="b:head"/><xs:element name="plain" type="xs:string"/></xs:choice></xs:complexType></xs:element></xs:schema>`,
    'chameleon.xsd': `<xs:schema ${XS}><xs:simpleType name="Several"><xs:list><xs:simpleType><xs:restriction base="xs:IDREF"/></xs:simpleType></xs:list></xs:simpleType></xs:schema>`,
    'base.xsd': `<xs:schema ${XS} targetNamespace="urn:b" xmlns="urn:b"><xs:simpleType name="Late"><xs:restriction base="Later"/></xs:simpleType><xs:simpleType name="Later"><xs:restriction base = 'xs:IDREF'/></xs:simpleType>
<xs:attribute name="to" type="Late"/><xs:element name="head" type="Late"/><xs:element name="member" substitutionGroup="head"/></xs:schema>`,
  };
  const hidden = (content: string) =>
    violationsOf(HIDDEN, 'main.xsd', `<m:root xmlns:m="urn:m" xmlns:b="urn&#58;b">${content}</m:root>`).map(
      ([, xpath]) => xpath,
    );

  test.each([
    ['<inline>ID</inline>', '/root/inline'],
    ['<m:extended>ID</m:extended>', '/root/extended'],
    ['<list>a ID</list>', '/root/list'],
    ['<union b:to="ID"/>', '/root/union/@to'],
    ['<b:head>ID</b:head>', '/root/head'],
    ['<b:member>ID</b:member>', '/root/member'],
    [
      '<plain xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:token">ID</plain>',
      undefined,
    ],
  ])('are found wherever the schema hides them: %s', (content, place) => {
    const ids = '<größe id="a"/><key>b</key>';
    expect(hidden(`${ids}${content.replace('ID', 'a')}`)).toEqual([]);
    expect(hidden(`${ids}${content.replace('ID', ' b ')}`)).toEqual([]);
    expect(hidden(`${ids}${content.replace('ID', 'c')}`)).toEqual(place === undefined ? [] : [place]);
  });
});
