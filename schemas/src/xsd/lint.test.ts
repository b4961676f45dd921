import { describe, expect, test } from '@jest/globals';
import { faultText } from './fault.ts';
import { lintSchemas } from './lint.ts';
import { planSchemas } from './plan.ts';
import { schemasOfWsdl } from './wsdl.ts';

const linted = (content: string, attributes = ''): readonly string[] => {
  const text = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ${attributes}>\n${content}\n</xs:schema>`;
  return lintSchemas(planSchemas(new Map([['m.xsd', Buffer.from(text)]]), ['m.xsd'])).map(faultText);
};
const pattern = (value: string): string =>
  `<xs:simpleType name="T"><xs:restriction base="xs:string">\n<xs:pattern value="${value}"/></xs:restriction></xs:simpleType>`;

describe('lint finds with file and line', () => {
  test('XSD 1.1, wherever it hides, and not in annotations', () => {
    expect(
      linted('<xs:element name="a"/>', 'xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning" vc:minVersion="1.1"'),
    ).toEqual(['m.xsd:1: vc:minVersion="1.1" is of XSD 1.1; only 1.0 is understood']);
    expect(linted('<xs:complexType name="T">\n<xs:assert test="true()"/></xs:complexType>')[0]).toMatch(
      /^m\.xsd:3: xs:assert is of XSD 1\.1/,
    );
    expect(linted('<xs:element name="a" type="xs:dateTimeStamp"/>')[0]).toMatch(/^m\.xsd:2: the type xs:dateTimeStamp/);
    expect(linted('<xs:annotation><xs:appinfo><xs:assert/></xs:appinfo></xs:annotation>')).toEqual([]);
  });

  test('XSD 1.1 by the version a schema asks for, which is not what it merely mentions', () => {
    const versioned = (attributes: string) =>
      linted('<xs:element name="a"/>', `xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning" ${attributes}`);
    expect(versioned('vc:minVersion="1.0" vc:maxVersion="1.1"')).toEqual([]);
    expect(versioned('vc:minVersion=" 01 "')).toEqual([]);
    for (const refused of [
      'vc:maxVersion="1.0"',
      'vc:minVersion="1.01"',
      'vc:minVersion="one"',
      'vc:typeAvailable="xs:int"',
    ])
      expect(versioned(refused)).toEqual([`m.xsd:1: ${refused} is of XSD 1.1; only 1.0 is understood`]);
  });

  test('blocks nobody knows and expressions that explode; lawful ones not', () => {
    expect(linted(pattern('\\p{IsFoo}+'))[0]).toBe(
      'm.xsd:3: the pattern \\p{IsFoo}+ cannot be evaluated: the engine does not know all of it',
    );
    expect(linted(pattern('(a|aa)+b'))[0]).toMatch(
      /^m\.xsd:3: the pattern .* cannot be evaluated: it explodes on longer texts$/,
    );
    expect(linted(pattern('(a|a)*(a|a)*(a|a)*(a|a)*b'))[0]).toMatch(/it explodes on longer texts$/);
    expect(linted(pattern(`${'('.repeat(101)}a${')'.repeat(101)}`))[0]).toMatch(/nested more than 100 deep$/);
    expect(linted(pattern(`a${'|b'.repeat(10_000)}`))[0]).toMatch(/longer than 20000 characters$/);
    expect(
      linted(pattern('\\p{IsBasicLatin}*([A-Z]{2}\\d{2,30})?') + pattern('[^&lt;&quot;]{1,40}').replace('"T"', '"U"')),
    ).toEqual([]);
  });
});

test('schemas within a WSDL become documents, with the prefixes and lines they have there', () => {
  const wsdl = `<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <w:types>
    <xs:schema targetNamespace="urn:t" xmlns:t="urn:own"><xs:element name="a" type="t:A"/></xs:schema><xs:schema/>
  </w:types></w:definitions>`;
  expect(schemasOfWsdl(wsdl)).toEqual([
    '\n\n<xs:schema xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" xmlns:t="urn:own"><xs:element name="a" type="t:A"/></xs:schema>',
    expect.stringContaining('<xs:schema xmlns:w='),
  ]);
  expect(schemasOfWsdl('<a/>')).toBeUndefined();
});
