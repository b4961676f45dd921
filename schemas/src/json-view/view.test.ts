import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { compileSchema } from '../xml/schema.ts';
import { readXsd } from '../xsd/model/read-xsd.ts';
import { jsonRules } from './json-rules.ts';
import { jsonViewer } from './view.ts';

const XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:a" xmlns:o="urn:o" targetNamespace="urn:a" elementFormDefault="qualified">
<xs:import namespace="urn:o" schemaLocation="o.xsd"/>
<xs:element name="root"><xs:complexType><xs:sequence>
  <xs:element name="one" type="xs:int"/>
  <xs:element name="many" type="xs:string" minOccurs="0" maxOccurs="3"/>
  <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="x" type="xs:string"/><xs:element name="y" type="Money"/></xs:choice>
  <xs:element name="text" minOccurs="0"><xs:complexType mixed="true"><xs:sequence><xs:element name="b" type="xs:string" minOccurs="0" maxOccurs="9"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="nil" type="xs:date" nillable="true" minOccurs="0"/>
  <xs:element name="same" type="xs:string" minOccurs="0"/>
  <xs:element ref="o:same" minOccurs="0"/>
  <xs:element name="base" type="Base" minOccurs="0"/>
  <xs:element name="__proto__" type="xs:string" minOccurs="0"/>
  <xs:any namespace="urn:w" processContents="lax" minOccurs="0"/>
</xs:sequence><xs:attribute name="id" type="xs:string"/></xs:complexType></xs:element>
<xs:complexType name="Money"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
<xs:complexType name="Base"><xs:sequence><xs:element name="a" type="xs:string"/></xs:sequence></xs:complexType>
<xs:complexType name="More"><xs:complexContent><xs:extension base="Base"><xs:sequence><xs:element name="b" type="xs:string" maxOccurs="2"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
</xs:schema>`;
const OTHER = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:o"><xs:element name="same" type="xs:string"/></xs:schema>`;
const FILES = new Map([
  ['a.xsd', Buffer.from(XSD)],
  ['o.xsd', Buffer.from(OTHER)],
]);
const schema = compileSchema(FILES, 'a.xsd');
const model = readXsd(FILES, 'a.xsd');
const folder = mkdtempSync(join(tmpdir(), 'json-view-'));
afterAll(() => {
  schema[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

const withDocument = <T>(content: string, use: (document: XmlDocument) => T): T => {
  const document = XmlDocument.fromString(
    `<root xmlns="urn:a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="7">${content}</root>`,
  );
  try {
    expect(schema.validate(document, { code: 'schema-violation', language: 'en' })).toEqual([]);
    return use(document);
  } finally {
    document.dispose();
  }
};
const view = (content: string): unknown =>
  withDocument(content, (document) => JSON.parse(JSON.stringify(jsonViewer(model, { o: 'urn:o' })(document).value)));

describe('the JSON view of a document', () => {
  test('has arrays where the schema lets elements repeat, and texts only', () => {
    expect(view('<one>007</one><many>1.10</many>')).toEqual({ root: { '@id': '7', one: '007', many: ['1.10'] } });
    expect(view('<one>1</one><x>a</x><y currency="EUR">2.0</y><y>3</y>')).toEqual({
      root: { '@id': '7', one: '1', x: ['a'], y: [{ '@currency': 'EUR', '#text': '2.0' }, { '#text': '3' }] },
    });
  });

  test('keeps the order of mixed content, shows nil as null, and leaves comments out', () => {
    expect(view('<one>1</one><text>Hi <b>you</b><!-- c --> all</text><nil xsi:nil="true"/>')).toMatchObject({
      root: { text: { '#content': ['Hi ', { b: 'you' }, ' all'] }, nil: null },
    });
  });

  test('tells names apart only where they collide, and follows xsi:type', () => {
    expect(
      view('<one>1</one><same>s</same><o:same xmlns:o="urn:o">t</o:same><base xsi:type="More"><a>1</a><b>2</b></base>'),
    ).toEqual({
      root: {
        '@id': '7',
        one: '1',
        same: undefined,
        '{urn:a}same': 's',
        'o:same': 't',
        base: { '@type': 'More', a: '1', b: ['2'] },
      },
    });
  });

  test('takes any element name, and what nobody declares', () => {
    const value = view('<one>1</one><__proto__>p</__proto__><w:z xmlns:w="urn:w" k="v"><w:i>1</w:i></w:z>');
    expect(JSON.stringify(value)).toBe(
      '{"root":{"@id":"7","one":"1","__proto__":"p","z":[{"@k":"v","#content":[{"i":{"#content":["1"]}}]}]}}',
    );
  });

  test('leads from a pointer back to the place in the document', () => {
    withDocument('<one>1</one>\n<y currency="EUR">2</y><y>3</y><text>a<b>c</b></text>', (document) => {
      const { placeOf } = jsonViewer(model)(document);
      expect(placeOf('/root/y/1/#text')).toEqual({ xpath: '/root/y[2]', line: 2 });
      expect(placeOf('/root/y/0/@currency')).toEqual({ xpath: '/root/y[1]/@currency', line: 2 });
      expect(placeOf('/root/text/#content/1/b')).toEqual({ xpath: '/root/text/b', line: 2 });
      expect(placeOf('/root/none')).toEqual({ xpath: '/root', line: 1 });
    });
  });
});

test('a JSON Schema is held against the view, and its errors have places in the document', () => {
  mkdirSync(join(folder, 'rules'));
  const one = { const: '1', description: 'Only one will do.' };
  const many = { type: 'array', uniqueItems: true };
  const root = { type: 'object', properties: { one, many, y: { ...many, minItems: 2 } } };
  writeFileSync(join(folder, 'rules', 'x.json'), JSON.stringify({ type: 'object', properties: { root } }));
  using rules = jsonRules([{ part: 'core', schema: 'rules/x.json', model: () => model }], folder, {});
  const found = withDocument('<one>2</one><many>a</many><many>a</many>\n<y>1</y>', (document) =>
    rules.read('core', document, 'en'),
  );
  expect(found).toMatchObject([
    { code: 'rule-violation', part: 'core', xpath: '/root/one', text: expect.stringContaining('Only one will do.') },
    { xpath: '/root/many[1]' },
    { xpath: '/root/y', line: 2 },
  ]);
});
