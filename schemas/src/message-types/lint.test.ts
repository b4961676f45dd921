/** Lint and samples on copies of a shipped type, each broken in one place. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MESSAGE_TYPES_FOLDER } from './catalog.ts';
import { lintMessageType } from './lint.ts';

const AT = new Date('2026-11-22T09:00:00Z');
const temporary = mkdtempSync(join(tmpdir(), 'message-type-lint-'));
const folder = join(temporary, 'type');
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(MESSAGE_TYPES_FOLDER, 'meldebescheinigung.anfrage', '1.0'), folder, { recursive: true });
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const change = (file: string, from: string | RegExp, to: string): void => {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, changed);
};
const add = (file: string, text: string): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};
const told = (): readonly string[] =>
  lintMessageType(folder, AT).findings.map(
    ({ severity, file, line, text }) => `${severity} ${file}${line === undefined ? '' : `:${line}`}: ${text}`,
  );
const SCHEMATRON = `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<pattern><rule context="/*"><assert id="R-1" test="TEST">never</assert></rule></pattern></schema>`;
const xsd = (content: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:more">\n${content}\n</xs:schema>`;
const include = (content: string): void => change('schema/anfrage.xsd', /(<xs:import|<xs:include)/, `${content}$1`);

describe('lint', () => {
  test('has nothing to say against a type that is in order', () => {
    expect(told()).toEqual([]);
  });

  test('tells of a copy for the next version whose manifest still states the one before', () => {
    const copy = join(temporary, 'meldebescheinigung.auskunft', '1.1');
    cpSync(folder, copy, { recursive: true });
    expect(lintMessageType(copy, AT).findings.map(({ severity, text }) => `${severity}: ${text}`)).toEqual([
      'warning: the folder is named 1.1, the version stated is 1.0: mend one of them',
      'warning: the folder is below meldebescheinigung.auskunft, the code stated is meldebescheinigung.anfrage: mend one of them',
    ]);
  });

  test.each([
    [
      'a member nobody knows',
      () => change('message-type.yaml', 'validFrom', 'validForm'),
      /^error message-type\.yaml:\d+: the manifest must NOT have additional properties: validForm; did you mean validFrom\?$/,
    ],
    ['an unknown value', () => change('message-type.yaml', 'state: active', 'state: activ'), /did you mean active\?/],
    [
      'a root the schema does not declare',
      () => change('message-type.yaml', /local: \w+/, 'local: anfarge'),
      /^error message-type\.yaml: the schema declares no element \{.*\}anfarge; there is \{.*\}anfrage$/,
    ],
    [
      'a schema that is not there',
      () => change('message-type.yaml', 'schema/anfrage.xsd', 'schema/anfragen.xsd'),
      /^error message-type\.yaml:\d+: there is no file schema\/anfragen\.xsd$/,
    ],
    [
      'a missing import nothing is used of',
      () => include('<xs:import namespace="urn:more" schemaLocation="more.xsd"/>'),
      /^error schema\/anfrage\.xsd:\d+: import of urn:more from "more\.xsd": this file is not there$/,
    ],
    [
      'an XSD with errors',
      () => change('schema/anfrage.xsd', /type="[a-z]+:\w+"/, 'type="nirgends"'),
      /^error schema\/anfrage\.xsd:\d+: /,
    ],
    [
      'XSD 1.1',
      () => {
        add('schema/more.xsd', xsd('<xs:complexType name="T"><xs:assert test="1"/></xs:complexType>'));
        include('<xs:import namespace="urn:more" schemaLocation="more.xsd"/>');
      },
      /^error schema\/more\.xsd:2: xs:assert is of XSD 1\.1/,
    ],
    [
      'a pattern nobody knows',
      () => {
        add(
          'schema/more.xsd',
          xsd(
            '<xs:simpleType name="T"><xs:restriction base="xs:string"><xs:pattern value="\\p{IsFoo}"/></xs:restriction></xs:simpleType>',
          ),
        );
        include('<xs:import namespace="urn:more" schemaLocation="more.xsd"/>');
      },
      /^error schema\/more\.xsd:2: the pattern \\p\{IsFoo\} cannot be evaluated/,
    ],
    [
      'a schema that no part uses',
      () => add('schema/more.xsd', xsd('')),
      /^warning schema\/more\.xsd: no part uses this schema$/,
    ],
    [
      'a catalog to a URL',
      () =>
        add(
          'catalog.xml',
          '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><uri name="a" uri="http://evil.example/a.xsd"/></catalog>',
        ),
      /^error catalog\.xml:1: .* is a URL/,
    ],
    [
      'too large a schema',
      () => add('schema/more.xsd', ' '.repeat(17 * 1024 * 1024)),
      /^error schema\/more\.xsd: 17 MB of schema/,
    ],
    [
      'a rule that no document has yet been held against',
      () => {
        change('message-type.yaml', 'namespaces:', 'rules: [{ part: core, schematron: rules/own.sch }]\nnamespaces:');
        add('rules/own.sch', SCHEMATRON.replace('TEST', 'nobody-knows(this)'));
      },
      /^error rules\/own\.sch:\d+: .*nobody-knows/,
    ],
    [
      'rules that are not there',
      () =>
        change('message-type.yaml', 'namespaces:', 'rules: [{ part: core, schematron: rules/own.sch }]\nnamespaces:'),
      /^error rules\/own\.sch: /,
    ],
    [
      'a placeholder for a text',
      () => change('message-type.yaml', /^ {2}nl: .*$/m, '  nl: "TODO"'),
      /^warning message-type\.yaml: name\.nl still is a placeholder; once it is no draft any more, this version keeps it$/,
    ],
    [
      'a valid sample that is not',
      () => change('samples/valid/wohngeld.xml', /<\/(\w+:)?(\w+)>\s*$/, '<zuviel/></$1$2>'),
      /^error samples\/valid\/wohngeld\.xml: found, but not expected: schema-violation, line \d+, \/\w+\/zuviel/,
    ],
    [
      'an invalid sample that is refused elsewhere',
      () => change('samples/invalid/expected.yaml', /xpath: "[^"]*"/, 'xpath: "/anderswo"'),
      /^error samples\/invalid\/.*: expected, but not found: code schema-violation, xpath \/anderswo$/,
    ],
    [
      'an invalid sample nobody expects',
      () => add('samples/invalid/more.xml', '<a/>'),
      /^error samples\/invalid\/more\.xml: expected\.yaml does not say what is wrong with it$/,
    ],
  ])('finds %s', (_what, breakIt, expected) => {
    breakIt();
    expect(told().some((text) => expected.test(text)) ? [] : told()).toEqual([]);
  });
});
