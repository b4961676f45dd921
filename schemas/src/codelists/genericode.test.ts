/** Code lists as they are published, with what is odd about them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { codeReader, mistakesOfCodeRules } from './code-checks.ts';
import { codeColumn, codeIndex } from './code-index.ts';
import { readCodeList } from './genericode.ts';
import { codeListFolder } from './list-folder.ts';
import { violationsOfCodes } from './suspects.ts';

const GC = 'xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"';

/** In the manner of the German register of lists: annotations of its own before everything, several keys, values left out. */
const PUBLISHED = `<?xml version="1.0" encoding="UTF-8"?>
<gc:CodeList ${GC} xmlns:m="http://register.example/metadata">
  <Annotation><Description><m:text>Liste &amp; Erläuterung</m:text></Description>
    <AppInfo><m:CustomMetaData><m:datumGueltigkeitAb>2026-07-01T00:00:00+02:00</m:datumGueltigkeitAb><m:herausgeber>x</m:herausgeber></m:CustomMetaData></AppInfo></Annotation>
  <Identification><ShortName>zweig</ShortName><LongName>Zweig</LongName><Version>3</Version>
    <CanonicalUri> urn:example:zweig </CanonicalUri><CanonicalVersionUri>urn:example:zweig_3</CanonicalVersionUri>
    <LocationUri>http://register.example/zweig_3.xml</LocationUri></Identification>
  <ColumnSet>
    <Column Id="teil1" Use="required"><ShortName>Teil 1</ShortName><Data Type="string" Lang="de"/></Column>
    <Column Id="teil2" Use="optional"><ShortName>Teil 2</ShortName><Data Type="string"/></Column>
    <Column Id="alt" Use="optional"><ShortName>AltCode</ShortName><Data Type="string"/></Column>
    <Column Id="code" Use="required"><Annotation><AppInfo><m:x/></AppInfo></Annotation><ShortName>Code</ShortName><Data Type="string"/></Column>
    <Key Id="beide"><ShortName>beide</ShortName><ColumnRef Ref="teil1"/><ColumnRef Ref="teil2"/></Key>
    <Key Id="alter"><ShortName>alter</ShortName><ColumnRef Ref="alt"/></Key>
    <Key Id="neuer"><Annotation><AppInfo><m:recommendedKeyColumn/></AppInfo></Annotation><ShortName>neuer</ShortName><ColumnRef Ref="code"/></Key>
  </ColumnSet>
  <SimpleCodeList>
    <!-- a comment -->
    <Row><Value ColumnRef="teil1"><SimpleValue>A</SimpleValue></Value><Value ColumnRef="code"><SimpleValue>007</SimpleValue></Value></Row>
    <Row><Annotation><Description>x</Description></Annotation><Value><SimpleValue>B</SimpleValue></Value><Value><SimpleValue>2</SimpleValue></Value><Value><SimpleValue>alt-b</SimpleValue></Value><Value><SimpleValue><![CDATA[1.10 ]]></SimpleValue></Value></Row>
    <Row><Value ColumnRef="code"/><Value ColumnRef="alt"><SimpleValue>no code</SimpleValue></Value></Row>
    <Row><Value ColumnRef="code"><ComplexValue><m:y>5</m:y></ComplexValue></Value></Row>
    <Row><Value ColumnRef="alt"><SimpleValue/></Value><Value><SimpleValue>Ä-1</SimpleValue></Value></Row>
    <Row/>
  </SimpleCodeList>
</gc:CodeList>`;

describe('a published list', () => {
  const reading = readCodeList(Buffer.from(PUBLISHED));
  if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
  const { list } = reading;

  test('says its name, version and first day in spite of annotations', () => {
    expect([list.uri, list.version, list.versionUri, list.validFrom]).toEqual([
      'urn:example:zweig',
      '3',
      'urn:example:zweig_3',
      '2026-07-01',
    ]);
  });

  test('has keys of one column, the recommended first; a key of two is none', () => {
    expect(list.keys).toEqual(['code', 'alt']);
    expect(codeColumn({ ...list, keys: [] })).toBe('teil1');
    expect(codeColumn(list, 'AltCode')).toBe('alt');
    expect(codeColumn(list, 'nirgends')).toBeUndefined();
  });

  test('keeps codes as they are written, and leaves out rows without one', () => {
    const index = codeIndex(list, 'file');
    expect(['007', '7', '1.10', '1.1', '5', 'Ä-1', ''].filter((code) => index?.daysOf(code) !== undefined)).toEqual([
      '007',
      '1.10',
      'Ä-1',
    ]);
    expect(index?.size).toBe(3);
    expect(codeIndex(list, 'file', 'AltCode')?.daysOf('alt-b')).toBe('always');
  });

  test.each([
    ['another root', '<CodeList/>', /not "CodeList" of the namespace/],
    ['a DOCTYPE', PUBLISHED.replace('<gc:CodeList', '<!DOCTYPE x><gc:CodeList'), /DOCTYPE|document type/i],
    ['something that is cut off', PUBLISHED.slice(0, -20), /Not well-formed|is closed here/],
  ])('with %s is none', (_what, text, told) => {
    const read = readCodeList(Buffer.from(text));
    expect(read.ok ? '' : read.violations[0]?.text).toMatch(told);
  });
});

describe('several versions of a list', () => {
  const folder = mkdtempSync(join(tmpdir(), 'code-list-versions-'));
  mkdirSync(join(folder, 'codelists'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (uri: string, version: string, from: string | undefined, codes: readonly string[]): void =>
    writeFileSync(
      join(folder, 'codelists', `${uri.replaceAll(':', '-')}_${version}.xml`),
      `<gc:CodeList ${GC}>${from === undefined ? '' : `<Annotation><AppInfo><x:CustomMetaData xmlns:x="urn:x"><x:validFrom>${from}</x:validFrom></x:CustomMetaData></AppInfo></Annotation>`}<Identification><Version>${version}</Version><CanonicalUri>${uri}</CanonicalUri></Identification><ColumnSet><Column Id="c"/><Key Id="k"><ColumnRef Ref="c"/></Key></ColumnSet><SimpleCodeList>${codes.map((code) => `<Row><Value ColumnRef="c"><SimpleValue>${code}</SimpleValue></Value></Row>`).join('')}</SimpleCodeList></gc:CodeList>`,
    );
  write('urn:dated', '1', '2026-01-01', ['a', 'b']);
  write('urn:dated', '2', '2026-07-01', ['a', 'c']);
  write('urn:undated', '1', '2026-01-01', ['a']);
  write('urn:undated', '2', undefined, ['b']);

  const rulesFor = (list: string, version?: string) => ({
    codeLists: [
      {
        part: 'core',
        xpath: '/m/c',
        list,
        validAt: 'creation' as const,
        ...(version === undefined ? {} : { version }),
      },
    ],
    schemaCodes: 'off' as const,
    namespaces: {},
  });
  const taken = (creation: string, version?: string): readonly string[] =>
    ['a', 'b', 'c', 'd'].filter((code) => {
      using reader = codeReader(rulesFor('urn:dated', version), codeListFolder(folder));
      const document = XmlDocument.fromString(`<m><c>${code}</c></m>`);
      try {
        const found = reader.read('core', document);
        return violationsOfCodes(found, { part: 'core', today: '2030-01-01', creation, language: 'en' }).length === 0;
      } finally {
        document.dispose();
      }
    });

  test('count each on its days, where none is pinned', () => {
    expect([taken('2025-12-31'), taken('2026-01-01'), taken('2026-06-30'), taken('2026-07-01')]).toEqual([
      [],
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'c'],
    ]);
    expect(taken('2025-12-31', '1')).toEqual(['a', 'b']);
  });

  test('have to be pinned where one does not say from when it holds', () => {
    expect(mistakesOfCodeRules(rulesFor('urn:dated'), codeListFolder(folder))).toEqual([]);
    expect(mistakesOfCodeRules(rulesFor('urn:undated'), codeListFolder(folder))).toEqual([
      expect.stringContaining('pin its version'),
    ]);
  });
});
