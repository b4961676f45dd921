import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { readXsd } from '../xsd/model/read-xsd.ts';
import { type CodeRules, codeReader, mistakesOfCodeRules, warningsOfLists } from './code-checks.ts';
import { codeListFolder } from './list-folder.ts';
import { violationsOfCodes } from './suspects.ts';

const folder = mkdtempSync(join(tmpdir(), 'code-lists-'));
mkdirSync(join(folder, 'codelists'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (file: string, uri: string, version: string, rows: readonly string[]): void =>
  writeFileSync(
    join(folder, 'codelists', file),
    `<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/">
    <Identification><ShortName>x</ShortName><Version>${version}</Version><CanonicalUri>${uri}</CanonicalUri></Identification>
    <ColumnSet><Column Id="a"><ShortName>code</ShortName></Column><Column Id="b"><ShortName>alt</ShortName></Column>
    <Column Id="c"><ShortName>gültig-ab</ShortName></Column><Column Id="d"><ShortName>Gueltig bis</ShortName></Column>
    <Key Id="k"><ColumnRef Ref="a"/></Key></ColumnSet><SimpleCodeList>${rows
      .map((row) => {
        const values = row.split('|').map((text, at) => {
          const ref = 'abcd'[at] ?? '';
          return text === '' ? '' : `<Value ColumnRef="${ref}"><SimpleValue>${text}</SimpleValue></Value>`;
        });
        return `<Row>${values.join('')}</Row>`;
      })
      .join('')}</SimpleCodeList></gc:CodeList>`,
  );
write('way_1.xml', 'urn:way', '1', ['post|p', 'phone|t']);
write('way_2.xml', 'urn:way', '2', ['post|p', 'mail|m', 'fax|f||2025-12-31', 'post|q']);

const RULES: CodeRules = {
  codeLists: [{ part: 'core', xpath: '/m/way', list: 'urn:way', version: '2' }],
  schemaCodes: 'known',
  namespaces: {},
};
const DAYS = { part: 'core', today: '2026-11-22', creation: '2025-12-31', language: 'en' } as const;

const check = (xml: string, rules: Partial<CodeRules> = {}) => {
  using reader = codeReader({ ...RULES, ...rules }, codeListFolder(folder));
  const document = XmlDocument.fromString(xml);
  try {
    return violationsOfCodes(reader.read('core', document), DAYS);
  } finally {
    document.dispose();
  }
};

describe('a code of a payload', () => {
  test('that its list does not have is told with list, version, place, and what may have been meant', () => {
    expect(check('<m>\n<way>post</way><way> pots\n</way></m>')).toMatchObject([
      {
        code: 'code-list-violation',
        xpath: '/m/way[2]',
        line: 2,
        part: 'core',
        expected: 'urn:way 2',
        text: '"pots" is not in the code list urn:way, version 2. Meant: "post"?',
      },
    ]);
  });

  test('counts on the days its list says, of the message or of today', () => {
    const xml = '<m><way>fax</way></m>';
    expect(check(xml)).toMatchObject([{ text: expect.stringContaining('does not count on 2026-11-22') }]);
    expect(
      check(xml, { codeLists: [{ part: 'core', xpath: '//way', list: 'codelists/way_2.xml', validAt: 'creation' }] }),
    ).toEqual([]);
  });

  test('may be taken from another column, and may be wrong where only a warning is wanted', () => {
    const codeLists = [{ part: 'core', xpath: '/m/@w', list: 'urn:way', version: '1', column: 'alt' }];
    expect(check('<m w="t"/>', { codeLists })).toEqual([]);
    expect(check('<m w="phone"/>', { codeLists })).toMatchObject([{ xpath: '/m/@w' }]);
    const warned = codeLists.map((each) => ({ ...each, severity: 'warning' as const }));
    expect(check('<m w="phone"/>', { codeLists: warned })).toMatchObject([{ severity: 'warning' }]);
  });

  test('that names its list itself is held against that version of it', () => {
    const self = (uri: string, version: string, code: string, how: Partial<CodeRules> = {}) =>
      check(`<m><k listURI="${uri}" listVersionID="${version}"><code>${code}</code></k></m>`, how);
    expect(self('urn:way', '1', 'phone')).toEqual([]);
    expect(self('urn:way', '2', 'phone')).toMatchObject([{ xpath: '/m/k/code', expected: 'urn:way 2' }]);
    expect(self('urn:way', '3', 'phone')).toMatchObject([{ xpath: '/m/k', expected: 'urn:way 1, 2' }]);
    expect(self('urn:other', '1', 'x')).toEqual([]);
    expect(self('urn:other', '1', 'x', { schemaCodes: 'all' })).toMatchObject([{ xpath: '/m/k' }]);
    expect(self('', '', 'x', { schemaCodes: 'all' })).toEqual([]);
    expect(self('urn:way', '2', 'phone', { schemaCodes: 'warn' })).toMatchObject([{ severity: 'warning' }]);
    expect(self('urn:way', '3', 'x', { schemaCodes: 'off' })).toEqual([]);
  });
});

describe('a code that only its schema binds', () => {
  const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="m"><xs:complexType><xs:sequence>
    <xs:element name="k" type="K" minOccurs="0"/><xs:element name="w" type="Way" minOccurs="0"/></xs:sequence><xs:attribute name="a" type="Way"/></xs:complexType></xs:element>
    <xs:complexType name="K"><xs:sequence><xs:element name="code" type="xs:token"/></xs:sequence>
      <xs:attribute name="listURI" type="xs:anyURI" fixed="urn:way"/><xs:attribute name="listVersionID" type="xs:string" fixed="1"/></xs:complexType>
    <xs:simpleType name="Way"><xs:restriction base="xs:token"/></xs:simpleType></xs:schema>`;
  const model = readXsd(new Map([['m.xsd', Buffer.from(xsd)]]), 'm.xsd');
  const modelOf = () => model;

  test('by a list fixed in its type', () => {
    expect(check('<m><k><code>mail</code></k></m>', { codeLists: [], modelOf })).toMatchObject([
      { xpath: '/m/k/code', expected: 'urn:way 1' },
    ]);
    expect(check('<m><k><code>phone</code></k></m>', { codeLists: [], modelOf })).toEqual([]);
  });

  test('by the name of its type, in elements and attributes', () => {
    const codeLists = [{ part: 'core', type: 'Way', list: 'urn:way', version: '2' }];
    expect(check('<m a="x"><w>mail</w></m>', { codeLists, modelOf })).toMatchObject([{ xpath: '/m/@a' }]);
    expect(check('<m a="post"><w>phone</w></m>', { codeLists, modelOf })).toMatchObject([{ xpath: '/m/w' }]);
  });
});

test('bindings to lists, versions and columns that are not there are mistakes', () => {
  const lists = codeListFolder(folder);
  const rule = { part: 'core', xpath: '/m', list: 'urn:way' };
  const codeLists = [
    rule,
    { ...rule, version: '3' },
    { ...rule, list: 'codelists/none.xml' },
    { ...rule, version: '2', column: 'none' },
    { ...rule, version: '2' },
  ];
  expect(mistakesOfCodeRules({ ...RULES, codeLists }, lists)).toEqual([
    'codeLists core /m: code list urn:way is there more than once, and not each version says from which day it holds: pin its version',
    'codeLists core /m: code list urn:way has no version 3, only 1, 2',
    'codeLists core /m: there is no code list codelists/none.xml in codelists/',
    'codeLists core /m: codelists/way_2.xml has no column none',
  ]);
  expect(warningsOfLists(lists)).toEqual(['codelists/way_2.xml: 1 codes stand more than once: post']);
});
