import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../problems/texts.ts';
import { PAYLOAD_LIMITS } from './limits.ts';
import { parseXml } from './parse.ts';
import { compileSchema, SchemaError } from './schema.ts';
import { readSchemaMessage } from './schema-message.ts';

const XS = 'http://www.w3.org/2001/XMLSchema';
const xsd = (content: string): Uint8Array =>
  Buffer.from(
    `<xs:schema xmlns:xs="${XS}" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">${content}</xs:schema>`,
  );
const HOW = { code: 'schema-violation', language: 'en' } as const;

const violationsOf = (files: Record<string, Uint8Array>, xml: string, language: (typeof LANGUAGES)[number] = 'en') => {
  const schema = compileSchema(new Map(Object.entries(files)), 'main.xsd');
  const parsed = parseXml(Buffer.from(xml), { limits: PAYLOAD_LIMITS, language });
  if (!parsed.ok) throw new Error(parsed.code);
  try {
    return schema.validate(parsed.document, { ...HOW, language, octets: Buffer.from(xml) });
  } finally {
    parsed.document.dispose();
    schema[Symbol.dispose]();
  }
};

const LIST = xsd(`
  <xs:element name="list">
    <xs:complexType><xs:sequence><xs:element name="item" type="Item" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
    <xs:unique name="Once"><xs:selector xpath="*"/><xs:field xpath="@key"/></xs:unique>
  </xs:element>
  <xs:complexType name="Item"><xs:simpleContent><xs:extension base="Word"><xs:attribute name="key" type="xs:int" use="required"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:simpleType name="Word"><xs:restriction base="xs:string"><xs:minLength value="2"/><xs:maxLength value="4"/></xs:restriction></xs:simpleType>`);

describe('compiling', () => {
  test('finds included and imported files by relative path and by URL, also in folders', () => {
    const files = {
      'main.xsd': xsd(
        '<xs:include schemaLocation="sub/with%20blank.xsd"/><xs:import namespace="urn:u" schemaLocation="http://example.org/u.xsd"/><xs:element name="a" type="T"/>',
      ),
      'sub/with blank.xsd': xsd('<xs:include schemaLocation="../base.xsd"/>'),
      'base.xsd': xsd('<xs:simpleType name="T"><xs:restriction base="xs:int"/></xs:simpleType>'),
      'http://example.org/u.xsd': Buffer.from(`<xs:schema xmlns:xs="${XS}" targetNamespace="urn:u"/>`),
    };
    expect(violationsOf(files, '<a xmlns="urn:t">1</a>')).toEqual([]);
    expect(violationsOf(files, '<a xmlns="urn:t">x</a>')).toHaveLength(1);
  });

  test('a file that is not there is an error, even if nothing of it is used', () => {
    const files = new Map([
      ['main.xsd', xsd('<xs:import namespace="urn:u" schemaLocation="missing.xsd"/><xs:element name="a"/>')],
    ]);
    expect(() => compileSchema(files, 'main.xsd')).toThrow(
      'main.xsd:1: import of urn:u from "missing.xsd": this file is not there',
    );
  });

  test('what libxml2 cannot compile is an error', () => {
    expect(() =>
      compileSchema(new Map([['main.xsd', xsd('<xs:element name="a" type="Nowhere"/>')]]), 'main.xsd'),
    ).toThrow(SchemaError);
  });
});

describe('validating', () => {
  test('tells line, path, expected and text of every violation', () => {
    const found = violationsOf(
      { 'main.xsd': LIST },
      '<t:list xmlns:t="urn:t">\n<t:item key="1">abc</t:item>\n<t:item key="1">abcdefg</t:item>\n<!-- x --><?pi?>\n<t:item>ab</t:item>\n<t:other/></t:list>',
    );
    expect(found.map(({ line, xpath, expected, text }) => [line, xpath, expected, text])).toEqual([
      [3, '/list/item[2]', '4', 'The value is longer than 4.'],
      [3, '/list/item[2]', undefined, "The key ['1'] occurs twice; it must be unique (Once)."],
      [5, '/list/item[3]', '@key', 'The attribute “key” is missing on “item”.'],
      [6, '/list/other', 'item', 'The element “other” is not allowed here.'],
    ]);
  });

  test('says where on a line, also beyond the lines that libxml2 counts', () => {
    const xml = `<list xmlns="urn:t"><item key="1">ab</item><item key="ä">ab</item>${'\n'.repeat(70_000)} <item key="2">a</item></list>`;
    expect(violationsOf({ 'main.xsd': LIST }, xml).map(({ line, column, xpath }) => [line, column, xpath])).toEqual([
      [1, 44, '/list/item[2]/@key'],
      [70_001, 2, '/list/item[3]'],
    ]);
  });

  test('says of an element that may not stand there that what comes with it is not checked yet', () => {
    const textsOf = (xml: string) =>
      violationsOf({ 'main.xsd': LIST }, `<list xmlns="urn:t">${xml}</list>`).map(({ text }) => text);
    const WRONG = 'The element “other” is not allowed here.';
    expect(textsOf('<item key="1">ab</item><other/>')).toEqual([WRONG]);
    expect(textsOf('<other/><item>a</item>')).toEqual([
      `${WRONG} What is in it, and what stands behind it in the same element, can only be checked once this is corrected.`,
    ]);
  });

  const KEYED = xsd(`
  <xs:element name="r">
    <xs:complexType><xs:sequence><xs:element name="k" type="K" maxOccurs="unbounded"/><xs:element name="f" maxOccurs="unbounded"><xs:complexType><xs:attribute name="to" type="xs:int"/></xs:complexType></xs:element></xs:sequence></xs:complexType>
    <xs:key name="Key"><xs:selector xpath="t:k" xmlns:t="urn:t"/><xs:field xpath="@id"/></xs:key>
    <xs:keyref name="Ref" refer="Key"><xs:selector xpath="t:f" xmlns:t="urn:t"/><xs:field xpath="@to"/></xs:keyref>
  </xs:element>
  <xs:complexType name="K"><xs:attribute name="id" type="xs:int" use="required"/></xs:complexType>`);

  test('tells nothing of its own account beside the violation that it comes from', () => {
    const found = violationsOf({ 'main.xsd': KEYED }, '<r xmlns="urn:t">\n<k id="one"/>\n<f/></r>');
    expect(found.map(({ line, xpath, text }) => [line, xpath, text])).toEqual([
      [2, '/r/k/@id', 'The value “one” is not valid here.'],
    ]);
  });

  test('tells where a reference that points to nothing stands, where only one element can be meant', () => {
    const found = violationsOf({ 'main.xsd': KEYED }, '<r xmlns="urn:t"><k id="1"/>\n<f to="1"/>\n<f to="2"/>\n</r>');
    expect(found.map(({ line, xpath, text }) => [line, xpath, text])).toEqual([
      [3, '/r/f[2]', "The reference ['2'] points to nothing (Ref)."],
    ]);
    const inOneLine = violationsOf({ 'main.xsd': KEYED }, '<r xmlns="urn:t"><k id="1"/><f to="1"/><f to="2"/></r>');
    expect(inOneLine.map(({ line, xpath }) => [line, xpath])).toEqual([[1, undefined]]);
  });

  test('speaks the three languages', () => {
    const told = LANGUAGES.map(
      (language) => violationsOf({ 'main.xsd': LIST }, '<list xmlns="urn:t"/>', language)[0]?.text,
    );
    expect(told).toEqual([
      'In „list“ fehlt ein Element.',
      'An element is missing in “list”.',
      'In ‘list’ ontbreekt een element.',
    ]);
  });

  test('an expression libxml2 gives up on is undecided, not valid', () => {
    const hard = xsd(
      '<xs:element name="a"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="(a|aa)+b"/></xs:restriction></xs:simpleType></xs:element>',
    );
    const found = violationsOf({ 'main.xsd': hard }, `<a xmlns="urn:t">${'a'.repeat(2_000)}</a>`);
    expect(found.map(({ code }) => code)).toEqual(['rule-not-evaluable']);
  });

  test.each([
    ['a union', '<xs:union memberTypes="Hard xs:int"/>', 'P'],
    ['a list', '<xs:list itemType="Hard"/>', 'P'],
    ['an attribute', undefined, 'A'],
  ])('nor where it hides in %s', (_what, type, where) => {
    const schema = xsd(
      `<xs:simpleType name="Hard"><xs:restriction base="xs:string"><xs:pattern value="(a|aa)+b"/></xs:restriction></xs:simpleType>${
        where === 'A'
          ? '<xs:element name="a"><xs:complexType><xs:attribute name="h" type="Hard"/></xs:complexType></xs:element>'
          : `<xs:element name="a"><xs:simpleType>${type}</xs:simpleType></xs:element>`
      }`,
    );
    const value = 'a'.repeat(2_000);
    const xml = where === 'A' ? `<a xmlns="urn:t" h="${value}"/>` : `<a xmlns="urn:t">${value}</a>`;
    expect(violationsOf({ 'main.xsd': schema }, xml).map(({ code }) => code)).toEqual(['rule-not-evaluable']);
  });

  test('says what is the matter with placeholders, types that are named, nil, fixed values, keys and long lists', () => {
    const codes = Array.from({ length: 20_000 }, (_, i) => `<xs:enumeration value="C${i}"/>`).join('');
    const schema = xsd(
      `<xs:element name="r"><xs:complexType><xs:choice maxOccurs="unbounded"><xs:element ref="h"/><xs:element name="t" type="A"/><xs:element name="n" type="xs:string"/><xs:element name="e" nillable="true" type="xs:string"/><xs:element name="f" fixed="F" type="xs:string"/><xs:element name="k"><xs:complexType><xs:attribute name="id"/></xs:complexType></xs:element><xs:element name="c"><xs:simpleType><xs:restriction base="xs:string">${codes}</xs:restriction></xs:simpleType></xs:element></xs:choice></xs:complexType><xs:key name="K"><xs:selector xpath="t:k" xmlns:t="urn:t"/><xs:field xpath="@id"/></xs:key></xs:element><xs:element name="h" abstract="true"/><xs:element name="m" substitutionGroup="h"/><xs:complexType name="A" abstract="true"/>`,
    );
    const told = [
      '<h/>',
      '<t/>',
      '<t xsi:type="Nope"/>',
      '<n xsi:nil="true"/>',
      '<e xsi:nil="1">x</e>',
      '<f>G</f>',
      '<k/>',
      '<c>D</c>',
    ].map(
      (content) =>
        violationsOf(
          { 'main.xsd': schema },
          `<r xmlns="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${content}</r>`,
        )[0]?.text,
    );
    expect(told).toEqual([
      'The element “h” is only a placeholder; one that substitutes it must stand in its place.',
      'The type of “t” is abstract; xsi:type must name a derived one.',
      'The type “Nope” of xsi:type is not known, or may not stand here.',
      '“n” must not be left empty by xsi:nil.',
      '“e” is said to be empty by xsi:nil, and has content.',
      'The value “G” must be “F”.',
      'A part of the key is missing in “k” (K).',
      'The value “D” is not one of the allowed values.',
    ]);
  });

  test('shows a bounded number of violations and counts the rest', () => {
    const items = Array.from({ length: 5_000 }, (_, i) => `<item key="${i}">a</item>`).join('');
    const found = violationsOf({ 'main.xsd': LIST }, `<list xmlns="urn:t">${items}</list>`);
    expect(found).toHaveLength(201);
    expect(found[199]?.xpath).toBe('/list/item[200]');
    expect(found.at(-1)?.text).toBe('… and 4800 more violations.');
  });
});

describe('reading the messages of libxml2', () => {
  test('what it says of its own work is no violation', () => {
    expect(readSchemaMessage('Internal error: xmlSchemaValidateElem, calling validate.\n').fault).toEqual({
      kind: 'gave-up',
    });
  });

  test('a message of an unknown kind keeps its words', () => {
    expect(readSchemaMessage("Element '{urn:t}a': Something new.\n")).toEqual({
      element: 'a',
      attribute: undefined,
      fault: { kind: 'unknown', message: 'Something new.' },
    });
  });

  test('quotes and line breaks in values do not confuse it', () => {
    expect(
      readSchemaMessage(
        "Element 'a', attribute 'b': [facet 'pattern'] The value 'it's\n'x'' is not accepted by the pattern '[a-z']'.",
      ),
    ).toEqual({
      element: 'a',
      attribute: 'b',
      fault: { kind: 'facet', facet: 'pattern', value: "it's\n'x'", bound: "[a-z']" },
    });
  });
});
