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

const found = (content: string) => {
  using schema = compileSchema(new Map([['m.xsd', Buffer.from(SCHEMA)]]), 'm.xsd');
  const parsed = parseXml(
    Buffer.from(`<r xmlns="urn:a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${content}</r>`),
    { limits: PAYLOAD_LIMITS, language: 'en' },
  );
  if (!parsed.ok) throw new Error(parsed.code);
  try {
    return schema
      .validate(parsed.document, { code: 'schema-violation', language: 'en' })
      .map(({ line, xpath, text }) => [line, xpath, text]);
  } finally {
    parsed.document.dispose();
  }
};

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
});
