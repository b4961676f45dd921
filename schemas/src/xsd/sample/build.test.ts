import { expect, test } from '@jest/globals';
import { PAYLOAD_LIMITS } from '../../xml/limits.ts';
import { parseXml } from '../../xml/parse.ts';
import { schemaOf } from '../../xml/schema.ts';
import { modelOf } from '../model/read-xsd.ts';
import { planSchemas } from '../plan.ts';
import { buildSample } from './build.ts';

const made = (content: string, settings = ''): { readonly xml: string; readonly violations: readonly string[] } => {
  const text = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a" xmlns="urn:a" elementFormDefault="qualified" ${settings}>${content}</xs:schema>`;
  const plan = planSchemas(new Map([['m.xsd', Buffer.from(text)]]), ['m.xsd']);
  using schema = schemaOf(plan);
  const model = modelOf(plan);
  const root = model.element('urn:a', 'r');
  if (root === undefined) throw new Error('no root');
  const xml = buildSample(model, root);
  const parsed = parseXml(Buffer.from(xml), { limits: PAYLOAD_LIMITS, language: 'en' });
  if (!parsed.ok) throw new Error(xml);
  try {
    return {
      xml,
      violations: schema
        .validate(parsed.document, { code: 'schema-violation', language: 'en' })
        .map((each) => each.text),
    };
  } finally {
    parsed.document.dispose();
  }
};

test('a sample satisfies facets, choices, keys to ids, abstract types and heads, and leaves out what is optional', () => {
  const facets = (base: string, inner: string) =>
    `<xs:simpleType><xs:restriction base="xs:${base}">${inner}</xs:restriction></xs:simpleType>`;
  const values = [
    facets('string', '<xs:pattern value="[A-Z]{3}-\\d{4}(/[^a-z])?"/>'),
    facets(
      'string',
      '<xs:pattern value="([A-Z]{1,3}-)?[0-9]{2,5}(/[0-9]{2}|\\.[a-z-[aeiou]]+)"/><xs:minLength value="8"/>',
    ),
    facets('string', '<xs:pattern value="\\p{IsGreek}+ \\p{IsCyrillic}{2}\\p{IsBasicLatin}?"/>'),
    facets('string', '<xs:minLength value="7"/><xs:maxLength value="8"/>'),
    facets('string', '<xs:pattern value="[a-c]+"/><xs:minLength value="9"/>'),
    facets('decimal', '<xs:minExclusive value="12.5"/>'),
    facets('integer', '<xs:maxInclusive value="-3"/>'),
    facets('date', '<xs:minInclusive value="2030-01-01"/>'),
    facets('token', '<xs:enumeration value="x y"/>'),
    facets('hexBinary', '<xs:length value="4"/>'),
    '<xs:simpleType><xs:list itemType="xs:date"/></xs:simpleType>',
  ];
  const { xml, violations } = made(`
    <xs:element name="r"><xs:complexType><xs:sequence>
      ${values.map((value, index) => `<xs:element name="v${index}">${value}</xs:element>`).join('')}
      <xs:choice maxOccurs="2"><xs:element ref="r"/><xs:element name="plain" type="xs:boolean"/></xs:choice>
      <xs:element name="optional" minOccurs="0"/><xs:element ref="head"/><xs:element name="abstract" type="Abstract"/>
      <xs:element name="local" form="unqualified" fixed="f" type="xs:string"/>
      <xs:any namespace="##local" processContents="lax"/><xs:any namespace="urn:b urn:c" processContents="skip"/></xs:sequence>
      <xs:attribute name="id" type="xs:ID" use="required"/><xs:attribute name="to" type="xs:IDREF" use="required"/></xs:complexType></xs:element>
    <xs:element name="head" abstract="true"/><xs:element name="member" substitutionGroup="head" type="xs:gYear"/>
    <xs:complexType name="Abstract" abstract="true"/><xs:complexType name="Real"><xs:complexContent><xs:extension base="Abstract"><xs:attribute name="n" type="xs:int" use="required"/></xs:extension></xs:complexContent></xs:complexType>`);
  expect(violations).toEqual([]);
  expect(xml).not.toContain('optional');
  expect(xml).toContain('xsi:type="m:Real"');
});

const extending = (base: string, more = '') =>
  `<xs:complexContent><xs:extension base="${base}"><xs:attribute name="n" type="xs:int"/></xs:extension></xs:complexContent>${more}`;

test.each([
  ['the head, substitution', 'block="substitution"', ''],
  ['the head, how types are derived', 'block="extension"', ''],
  ["the head's type", '', 'block="restriction extension"'],
  ['the document', '', '', 'blockDefault="#all"'],
])(
  'what %s blocks stands for nothing, and what is free is found behind it',
  (_whose, ofHead, ofType, ofDocument = '') => {
    const schema = (block: string, type: string) => `
    <xs:element name="r"><xs:complexType><xs:sequence><xs:element ref="head"/></xs:sequence></xs:complexType></xs:element>
    <xs:complexType name="T" ${type}><xs:attribute name="m" type="xs:int"/></xs:complexType>
    <xs:complexType name="Longer">${extending('T')}</xs:complexType>
    <xs:element name="head" abstract="true" type="T" ${block}/><xs:element name="longer" substitutionGroup="head" type="Longer"/>`;
    expect(made(schema('', '')).xml).toContain('longer');
    expect(() => made(schema(ofHead, ofType), ofDocument)).toThrow(/nothing may stand for the abstract/);
    const alike = '<xs:element name="alike" substitutionGroup="head" type="T"/>';
    const { xml, violations } = made(`${schema('block="extension"', ofType)}${alike}`);
    expect([xml.includes('alike'), violations]).toEqual([true, []]);
  },
);

test('a type that is blocked is not named, one that is free is', () => {
  const schema = (block: string) => `
    <xs:element name="r"><xs:complexType><xs:sequence><xs:element name="e" type="T" ${block}/></xs:sequence></xs:complexType></xs:element>
    <xs:complexType name="T" abstract="true"/><xs:complexType name="Longer">${extending('T')}</xs:complexType>
    <xs:complexType name="Same"><xs:complexContent><xs:restriction base="T"/></xs:complexContent></xs:complexType>`;
  expect(made(schema('')).xml).toContain('xsi:type="m:Longer"');
  const { xml, violations } = made(schema('block="extension"'));
  expect([xml.includes('xsi:type="m:Same"'), violations]).toEqual([true, []]);
  expect(() => made(schema('block="#all"'))).toThrow(/nothing may stand for the abstract/);
});

test('content without end is told, not written for ever', () => {
  expect(() =>
    made(
      '<xs:element name="r"><xs:complexType><xs:sequence><xs:element ref="r"/></xs:sequence></xs:complexType></xs:element>',
    ),
  ).toThrow(/requires too much, or itself/);
});

test('ids of a demanded form have it and differ, and what refers to one before there is any finds it', () => {
  const id = (name: string, pattern: string) =>
    `<xs:simpleType name="${name}"><xs:restriction base="xs:ID"><xs:pattern value="${pattern}"/></xs:restriction></xs:simpleType>`;
  const { violations } = made(`${id('Number', 'NFe[0-9]{44}')}${id('Fixed', 'the-one')}
    <xs:element name="r"><xs:complexType><xs:sequence><xs:element name="to" type="xs:IDREF"/>
      <xs:element name="plain" minOccurs="2" maxOccurs="2" type="xs:ID"/><xs:element name="fixed" type="Fixed"/>
      <xs:element name="form" minOccurs="3" maxOccurs="3"><xs:complexType><xs:attribute name="Id" type="Number" use="required"/></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>`);
  expect(violations).toEqual([]);
});

test('what has to be there several times gets different values of an enumeration', () => {
  const { violations } = made(`<xs:element name="r"><xs:complexType><xs:sequence>
      <xs:element name="by" minOccurs="2" maxOccurs="2"><xs:complexType><xs:attribute name="way" use="required"><xs:simpleType>
        <xs:restriction base="xs:anyURI"><xs:enumeration value="urn:1"/><xs:enumeration value="urn:2"/></xs:restriction>
      </xs:simpleType></xs:attribute></xs:complexType></xs:element>
    </xs:sequence></xs:complexType>
    <xs:unique name="ways"><xs:selector xpath="a:by" xmlns:a="urn:a"/><xs:field xpath="@way"/></xs:unique></xs:element>`);
  expect(violations).toEqual([]);
});
