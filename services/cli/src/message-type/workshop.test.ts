/** The workshop on the real command line: made, linted, tested, broken; collections made here. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { manifestReader } from '@dienstweg/schemas/message-types/read-manifest.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openWorkshop, xsd } from './testing/workshop.ts';
import { type ZipEntry, zipOf } from './testing/zip.ts';

const workshop = openWorkshop();
const { folder, call, put } = workshop;
afterAll(() => workshop[Symbol.dispose]());

const COLLECTION: Readonly<Record<string, string>> = {
  'std/main/One & [1].xsd': xsd(
    'urn:one',
    '<xs:import namespace="urn:base" schemaLocation="http://standard.example/1.0/base.xsd"/><xs:element name="one"><xs:complexType><xs:sequence><xs:element name="code" type="b:Code" xmlns:b="urn:base"/></xs:sequence></xs:complexType></xs:element>',
  ),
  'std/main/Two.xsd': xsd(
    'urn:two',
    '<xs:import namespace="urn:base" schemaLocation="../common/basis.xsd"/><xs:element name="two"><xs:complexType><xs:sequence><xs:element name="code" type="b:Code" xmlns:b="urn:base"/></xs:sequence></xs:complexType></xs:element>',
  ),
  'std/common/basis.xsd': xsd(
    'urn:base',
    '<xs:simpleType name="Code"><xs:restriction base="xs:string"><xs:pattern value="[A-Z]{2}[0-9]{3}"/></xs:restriction></xs:simpleType>',
  ),
  'std/unused.txt': 'nothing',
};
beforeAll(() => {
  for (const [path, text] of Object.entries(COLLECTION)) put(`published/${path}`, text);
});

describe('a new type', () => {
  test('is in order and green as soon as it is made, and is never written over', async () => {
    const made = await call('message-type', 'new', 'notice.change', '--out', join(folder, 'new'));
    expect(made).toMatchObject({ code: 0, value: { folder: join(folder, 'new', 'notice.change', '1.0') } });
    expect(await call('message-type', 'lint', join(folder, 'new'))).toMatchObject({ code: 0, value: { ok: true } });
    const tested = await call('message-type', 'test', join(folder, 'new'));
    expect(tested).toMatchObject({ code: 0, value: { ok: true, samples: { passed: 2, failed: 0 } } });
    expect(await call('message-type', 'new', 'notice.change', '--out', join(folder, 'new'))).toMatchObject({ code: 2 });
  });

  test('has examples of what may be added, which are in order as they stand', async () => {
    const { value } = await call('message-type', 'new', 'notice.examples', '--out', join(folder, 'examples'));
    const text = readFileSync(join(value.folder, 'message-type.yaml'), 'utf8');
    const examples = [...text.matchAll(/^# (\w+):\n(?:# .*\n)+?(?=# [a-z]|$|[a-z])/gm)].map(([, name]) => name);
    expect(examples).toEqual(['codeLists', 'rules', 'assertions', 'businessKeys', 'masked']);
    const uncommented = text.replaceAll(/^# (\w+:)$/gm, '$1').replaceAll(/^# ( {2})/gm, '$1');
    expect(manifestReader()(uncommented)).toMatchObject({ ok: true });
  });

  test('comes from a folder of schemas with several roots, mapped by a catalog, with samples that hold', async () => {
    const { code, value } = await call(
      'message-type',
      'new',
      'std',
      '--from',
      join(folder, 'published'),
      '--out',
      join(folder, 'from'),
    );
    expect(code).toBe(0);
    expect(value.roots.map(({ local, schema }: { local: string; schema: string }) => [local, schema])).toEqual([
      ['one', 'schema/std/main/One & [1].xsd'],
      ['two', 'schema/std/main/Two.xsd'],
    ]);
    expect(value.samples.map(({ valid }: { valid: boolean }) => valid)).toEqual([true, true]);
    expect(readFileSync(join(value.folder, 'catalog.xml'), 'utf8')).toContain(
      '<uri name="http://standard.example/1.0/base.xsd" uri="schema/std/common/basis.xsd"/>',
    );
    expect(await call('message-type', 'lint', value.folder)).toMatchObject({ code: 0, value: { ok: true } });
    expect(await call('message-type', 'test', value.folder)).toMatchObject({
      code: 0,
      value: { samples: { passed: 3, failed: 0 } },
    });
  });

  test('comes from one XSD with what it refers to, and takes documents that are given', async () => {
    const sample = put('two.xml', '<two xmlns="urn:two"><code>AB123</code></two>');
    const { code, value } = await call(
      'message-type',
      'new',
      'two',
      '--from',
      join(folder, 'published/std/main/Two.xsd'),
      '--sample',
      sample,
      '--root',
      '{urn:two}two',
      '--out',
      join(folder, 'xsd'),
    );
    expect([code, value.schemas, value.samples.length]).toEqual([0, 2, 2]);
    expect(
      await call(
        'message-type',
        'new',
        'other',
        '--from',
        join(folder, 'published/std/main/Two.xsd'),
        '--root',
        'three',
        '--out',
        join(folder, 'xsd'),
      ),
    ).toMatchObject({ code: 2, value: { detail: expect.stringContaining('{urn:two}two') } });
  });

  test('comes from the schemas within a WSDL', async () => {
    const wsdl = put(
      'service.wsdl',
      `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema"><types><xs:schema targetNamespace="urn:t"><xs:element name="call"><xs:complexType><xs:attribute name="a" type="t:A" use="required"/></xs:complexType></xs:element><xs:simpleType name="A"><xs:restriction base="xs:int"/></xs:simpleType></xs:schema></types></definitions>`,
    );
    mkdirSync(join(folder, 'wsdl'));
    cpSync(wsdl, join(folder, 'wsdl', 'service.wsdl'));
    const { code, value } = await call(
      'message-type',
      'new',
      'service',
      '--from',
      join(folder, 'wsdl'),
      '--out',
      join(folder, 'w'),
    );
    expect([code, value.candidates, value.samples[0].valid]).toEqual([0, ['{urn:t}call'], true]);
  });

  test.each([
    [
      'an import that is missing',
      { 'a.xsd': xsd('urn:a', '<xs:import namespace="urn:no" schemaLocation="no.xsd"/><xs:element name="a"/>') },
      'a.xsd:2: import of urn:no from "no.xsd": this file is not there',
    ],
    [
      'an error libxml2 finds',
      { 'sub/a.xsd': xsd('urn:a', '<xs:element name="a" type="Nowhere"/>') },
      /^sub\/a\.xsd:2: .*Nowhere/,
    ],
    [
      'XSD 1.1',
      { 'a.xsd': xsd('urn:a', '<xs:element name="a" type="xs:dateTimeStamp"/>') },
      /^a\.xsd:2: the type xs:dateTimeStamp is of XSD 1\.1/,
    ],
    ['no schema at all', { 'a.txt': 'x' }, /there is no XML Schema in it/],
  ])('is refused with its place for %s, and leaves nothing behind', async (_what, files, told) => {
    const from = mkdtempSync(join(folder, 'bad-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(from, path)), { recursive: true });
      writeFileSync(join(from, path), text);
    }
    const { code, value } = await call('message-type', 'new', 'bad', '--from', from, '--out', join(folder, 'none'));
    expect([code, value.code]).toEqual([1, 'message-type-invalid']);
    expect(value.violations[0].text).toEqual(typeof told === 'string' ? told : expect.stringMatching(told));
    expect(existsSync(join(folder, 'none')) ? readdirSync(join(folder, 'none')) : []).toEqual([]);
  });
});

describe('a collection', () => {
  const LIST = (uri: string): string =>
    `<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"><Identification><Version>1</Version><CanonicalUri>${uri}</CanonicalUri></Identification><ColumnSet><Column Id="code"/><Key><ColumnRef Ref="code"/></Key></ColumnSet><SimpleCodeList><Row><Value ColumnRef="code"><SimpleValue>A</SimpleValue></Value></Row></SimpleCodeList></gc:CodeList>`;
  const RULES =
    '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><ns prefix="o" uri="urn:one"/><include href="../parts/one.sch"/></schema>';
  const PATTERN =
    '<pattern xmlns="http://purl.oclc.org/dsdl/schematron"><rule context="o:one"><assert id="ONE" test="o:code != \'XX000\'">no</assert></rule></pattern>';

  test('with broken schemas is used without them, and every fault is told', async () => {
    const from = join(folder, 'partly');
    cpSync(join(folder, 'published'), from, { recursive: true });
    const broken: Readonly<Record<string, string>> = {
      'no-type.xsd': xsd('urn:2', '<xs:element name="two" type="Nope"/>'),
      'missing.xsd': xsd('urn:3', '<xs:include schemaLocation="nowhere.xsd"/>'),
      'ill-formed.xsd': xsd('urn:4', '<xs:element name="four">'),
      'newer.xsd': xsd('urn:5', '<xs:element name="five" type="xs:dateTimeStamp"/>'),
      'ambiguous.xsd': xsd(
        'urn:6',
        '<xs:element name="six"><xs:complexType><xs:sequence><xs:element name="a" minOccurs="0"/><xs:element name="a"/></xs:sequence></xs:complexType></xs:element>',
      ),
      'empty.xsd': '',
    };
    for (const [path, text] of Object.entries(broken)) put(`partly/bad/${path}`, text);
    const { code, value } = await call('message-type', 'new', 'partly', '--from', from, '--out', join(folder, 'out'));
    expect([code, value.roots.map(({ local }: { local: string }) => local)]).toEqual([0, ['one', 'two']]);
    const left = Object.fromEntries(
      value.leftOut.map((each: { schema: string; faults: string[] }) => [each.schema, each.faults.join()]),
    );
    expect(left).toEqual({
      'bad/no-type.xsd': expect.stringMatching(/^bad\/no-type\.xsd:2: .*Nope/),
      'bad/missing.xsd': expect.stringMatching(/^bad\/missing\.xsd:2: .*this file is not there/),
      'bad/ill-formed.xsd': expect.stringMatching(/^bad\/ill-formed\.xsd:\d+: .*tag mismatch/),
      'bad/newer.xsd': expect.stringMatching(/^bad\/newer\.xsd:2: .*XSD 1\.1/),
      'bad/ambiguous.xsd': expect.stringMatching(/^bad\/ambiguous\.xsd:2: .*not determinist/),
      'bad/empty.xsd': expect.stringMatching(/^bad\/empty\.xsd:1: /),
    });
    expect(await call('message-type', 'lint', value.folder)).toMatchObject({ code: 0 });
    const wanted = ['message-type', 'new', 'p2', '--from', from, '--root', 'five', '--out', join(folder, 'out')];
    expect(await call(...wanted)).toMatchObject({ code: 1, value: { code: 'message-type-invalid' } });
  });

  test('brings its code lists along, and rules that are named with what they include', async () => {
    const from = join(folder, 'with-more');
    cpSync(join(folder, 'published'), from, { recursive: true });
    put('with-more/lists/a b.xml', LIST('urn:list:a'));
    put('with-more/lists/copy/a b.xml', LIST('urn:list:a'));
    put('with-more/lists/b.gc', LIST('urn:list:b'));
    put('with-more/lists/no-list.xml', '<CodeList/>');
    const rules = put('with-more/sch/main/my rules.sch', RULES);
    put('with-more/sch/parts/one.sch', PATTERN);
    const sample = put('one.xml', '<one xmlns="urn:one"><code>XX000</code></one>');
    const { code, value } = await call(
      ...['message-type', 'new', 'more', '--from', from, '--rules', rules, '--sample', sample],
      ...['--root', 'one', '--out', join(folder, 'out')],
    );
    expect([code, value.codeLists, value.notes]).toEqual([1, 2, expect.any(Array)]);
    expect(readdirSync(join(value.folder, 'codelists')).sort()).toEqual(['a_b.xml', 'b.gc']);
    const tested = await call('message-type', 'test', value.folder);
    expect([tested.code, JSON.stringify(tested.value)]).toEqual([1, expect.stringContaining('ONE')]);
  });

  test('takes nothing along that only looks as if rules included it', async () => {
    const secret = put('secret/signing.key', 'a key');
    put('secret/rules.sch', PATTERN);
    const rulesWith = (content: string): string =>
      `<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:o="urn:other" queryBinding="xslt2"><ns prefix="o" uri="urn:one"/>\n${content}</schema>`;
    const make = (name: string, content: string) => {
      const rules = put(`${name}/main.sch`, rulesWith(content));
      return call('message-type', 'new', name, '--rules', rules, '--out', join(folder, 'out'));
    };
    const ofAnother = await make('other-include', '<o:include href="../secret/signing.key"/>');
    expect(JSON.stringify(ofAnother)).not.toContain('signing.key');
    expect(existsSync(join(folder, 'out', 'other-include', '1.0', 'rules', 'secret'))).toBe(false);
    const refused = async (name: string, href: string) => {
      const { code, value } = await make(name, `<include href="${href}"/>`);
      expect([code, value.code, existsSync(join(folder, 'out', name))]).toEqual([1, 'message-type-invalid', false]);
      return value.violations[0];
    };
    expect(await refused('a-key', '../secret/signing.key')).toMatchObject({
      line: 2,
      text: expect.stringContaining('not taken along'),
    });
    put('no-rules/x.sch', '<other xmlns="urn:other"/>');
    expect((await refused('no-rules', 'x.sch')).text).toContain('no Schematron');
    mkdirSync(join(folder, 'linked'));
    symlinkSync(secret, join(folder, 'linked', 'x.sch'));
    symlinkSync(join(folder, 'secret'), join(folder, 'linked', 'sub'));
    expect((await refused('linked', 'x.sch')).text).toContain('no links');
    expect((await refused('linked', 'sub/rules.sch')).text).toContain('no links');
    // a link above all of them is the user's own choice
    symlinkSync(folder, join(folder, 'whole'));
    put('chosen/main.sch', rulesWith('<include href="../secret/rules.sch"/>'));
    const chosen = ['--rules', join(folder, 'whole', 'chosen', 'main.sch'), '--out', join(folder, 'out')];
    const { value } = await call('message-type', 'new', 'chosen', ...chosen);
    expect(value.rules).toEqual(['rules/chosen/main.sch', 'rules/secret/rules.sch']);
  });

  test('in which one schema redefines what another takes as it is cannot be one', async () => {
    const from = join(folder, 'redefining');
    put(
      'redefining/base.xsd',
      xsd('urn:r', '<xs:simpleType name="S"><xs:restriction base="xs:string"/></xs:simpleType>'),
    );
    put('redefining/plain.xsd', xsd('urn:r', '<xs:include schemaLocation="base.xsd"/><xs:element name="p" type="S"/>'));
    put(
      'redefining/short.xsd',
      xsd(
        'urn:r',
        '<xs:redefine schemaLocation="base.xsd"><xs:simpleType name="S"><xs:restriction base="S"><xs:maxLength value="1"/></xs:restriction></xs:simpleType></xs:redefine><xs:element name="s" type="S"/>',
      ),
    );
    const make = (...args: readonly string[]) =>
      call('message-type', 'new', 'r', '--from', from, '--out', join(folder, 'out'), ...args);
    expect(await make()).toMatchObject({ code: 1 });
    const { code, value } = await make('--root', 'p');
    expect([code, value.schemas]).toEqual([0, 2]);
    const manifest = join(value.folder, 'message-type.yaml');
    put('out/r/1.0/schema/short.xsd', readFileSync(join(from, 'short.xsd')));
    const collection = ['p', 's'].map(
      (local) =>
        `      - { namespace: "urn:r", local: "${local}", schema: "schema/${local === 'p' ? 'plain' : 'short'}.xsd" }\n`,
    );
    writeFileSync(
      manifest,
      readFileSync(manifest, 'utf8').replace(
        / {4}# pinned.*?plain\.xsd"\n/s,
        `    collection:\n${collection.join('')}`,
      ),
    );
    const linted = await call('message-type', 'lint', value.folder);
    expect([linted.code, JSON.stringify(linted.value)]).toEqual([1, expect.stringContaining('redefines')]);
  });
});

describe('a ZIP', () => {
  const zip = (name: string, entries: readonly ZipEntry[]): string => put(name, zipOf(entries));
  const honest = Object.entries(COLLECTION).map(([name, content]) => ({ name: `wrapper/${name}`, content }));

  test('of a collection is taken, without the folder around it', async () => {
    const { code, value } = await call(
      'message-type',
      'new',
      'zipped',
      '--from',
      zip('good.zip', honest),
      '--out',
      join(folder, 'zip'),
    );
    expect([code, value.roots[1].schema, value.samples.length]).toEqual([0, 'schema/main/Two.xsd', 2]);
  });

  test('with two renditions of the same schemas is taken once, and says which', async () => {
    const plain = honest.map(({ name, content }) => ({
      name: name.replace('/std/', '/rt/'),
      content: content.replace('<xs:element name="one">', '<xs:element  name="one" >'),
    }));
    const file = zip('twice.zip', [...honest, ...plain]);
    const both = await call('message-type', 'new', 'twice', '--from', file, '--out', join(folder, 'zip'));
    expect([both.code, both.value.roots.map(({ schema }: { schema: string }) => schema)]).toEqual([
      0,
      ['schema/rt/main/One & [1].xsd', 'schema/rt/main/Two.xsd'],
    ]);
    expect(both.value.notes).toContainEqual(expect.stringMatching(/^rt\/.* is used; std\/.* declares the same/));
  });

  test('with two versions that differ wants one of them chosen, by folder or root', async () => {
    const other = honest.map(({ name, content }) => ({
      name: name.replace('/std/', '/v2/'),
      content: content.replace('[0-9]{3}', '[0-9]{4}').replace('name="one"', 'name="uno"'),
    }));
    const file = zip('versions.zip', [...honest, ...other]);
    const make = (name: string, ...args: readonly string[]) =>
      call('message-type', 'new', name, '--from', file, '--out', join(folder, 'zip'), ...args);
    const both = await make('versions');
    expect([both.code, both.value.violations.map(({ text }: { text: string }) => text.split(':')[0])]).toEqual([
      1,
      [file, 'std/', 'v2/'],
    ]);
    const one = await make('version-2', '--within', 'v2');
    expect([one.code, one.value.roots.length]).toEqual([0, 2]);
    for (const [n, folder] of ['./v2/', 'std/../v2'].entries())
      expect((await make(`version-2-${n}`, '--within', folder)).value.roots).toHaveLength(2);
    expect((await make('versions-all', '--within', './')).value.violations).toEqual(both.value.violations);
    const byRoot = await make('version-1', '--root', 'uno');
    expect([byRoot.code, byRoot.value.roots[0].schema]).toEqual([0, 'schema/v2/main/One & [1].xsd']);
  });

  test('within a ZIP is taken too, and a bomb in it is none less', async () => {
    const inner = zipOf(honest);
    const { code, value } = await call(
      'message-type',
      'new',
      'nested',
      '--from',
      zip('outer.zip', [
        { name: 'docs/readme.txt', content: 'x' },
        { name: 'v1.zip', content: inner },
      ]),
      '--out',
      join(folder, 'zip'),
    );
    expect([code, value.roots.length]).toEqual([0, 2]);
    const bad = await call(
      'message-type',
      'new',
      'bad',
      '--from',
      zip('outer-bomb.zip', [{ name: 'v1.zip', content: zipOf([{ name: 'a.xsd', content: BOMB }]) }]),
      '--out',
      join(folder, 'none'),
    );
    expect([bad.code, bad.value.violations[0].text]).toEqual([
      1,
      expect.stringMatching(/v1\.zip\/a\.xsd: it unpacks to \d+ times its size/),
    ]);
  });

  const BOMB = xsd('urn:x', `<!--${' '.repeat(3_000_000)}-->`);
  test.each([
    ['a path that leads out', [{ name: '../evil.xsd', content: 'x' }], /invalid relative path/],
    ['an absolute path', [{ name: '/etc/evil.xsd', content: 'x' }], /absolute path/],
    ['a path of Windows', [{ name: '..\\evil.xsd', content: 'x' }], /invalid relative path/],
    ['a link', [{ name: 'a.xsd', content: '/etc/passwd', mode: 0o120777 }], /a\.xsd: it is a link or a device/],
    ['a bomb', [{ name: 'a.xsd', content: BOMB }], /a\.xsd: it unpacks to \d+ times its size/],
    ['a bomb that hides its size', [{ name: 'a.xsd', content: BOMB, claimedSize: 500 }], /a\.xsd: too many bytes/],
    [
      'the same path twice',
      [
        { name: 'a.xsd', content: 'x' },
        { name: 'a.xsd', content: 'y' },
      ],
      /a\.xsd: it is in the archive twice/,
    ],
  ])('with %s is refused whole', async (name, entries, told) => {
    const file = zip(`${name.replaceAll(' ', '-')}.zip`, [...honest, ...entries]);
    const { code, value } = await call('message-type', 'new', 'bad', '--from', file, '--out', join(folder, 'none'));
    expect([code, value.code, value.violations?.[0]?.text]).toEqual([
      1,
      'message-type-invalid',
      expect.stringMatching(told),
    ]);
  });

  test('that is none is refused', async () => {
    const { code, value } = await call(
      'message-type',
      'new',
      'bad',
      '--from',
      put('none.zip', 'PK no'),
      '--out',
      join(folder, 'none'),
    );
    expect([code, value.violations[0].text]).toEqual([1, expect.stringMatching(/this is no ZIP archive/)]);
  });
});

describe('message-type test', () => {
  test('is green for a shipped type and red for a copy with a broken schema, sample or expectation', async () => {
    const shipped = join(MESSAGE_TYPES_FOLDER, 'statusanfrage', '1.0');
    expect(await call('message-type', 'test', shipped)).toMatchObject({ code: 0, value: { ok: true } });
    const breakings: readonly (readonly [string, (path: string) => string, RegExp])[] = [
      ['schema', (text) => text.replace(/maxLength value="\d+"/, 'maxLength value="1"'), /\.xsd$/],
      ['samples/valid', (text) => text.replace(/<(\w+:)?\w+[^?!>]*>/, '$&<zuviel/>'), /\.xml$/],
      ['samples/invalid', (text) => text.replace(/code: [\w-]+/, 'code: rule-violation'), /expected\.yaml$/],
    ];
    for (const [where, breakIt, which] of breakings) {
      const copy = mkdtempSync(join(folder, 'copy-'));
      cpSync(shipped, copy, { recursive: true });
      for (const name of readdirSync(join(copy, where)).filter((each) => which.test(each))) {
        const file = join(copy, where, name);
        writeFileSync(file, breakIt(readFileSync(file, 'utf8')));
      }
      const { code, value } = await call('message-type', 'test', copy);
      expect([where, code, value.ok]).toEqual([where, 1, false]);
    }
  });

  test('is red for a copy of which one rule no longer refuses anything', async () => {
    const copy = mkdtempSync(join(folder, 'copy-'));
    cpSync(join(MESSAGE_TYPES_FOLDER, 'rechnung', '1.0'), copy, { recursive: true });
    expect(await call('message-type', 'test', copy)).toMatchObject({ code: 0 });
    const rules = join(copy, 'rules', 'rechnung.sch');
    writeFileSync(rules, readFileSync(rules, 'utf8').replace(/(id="RE-07" flag="fatal" test=")[^"]*/, '$1true()'));
    const { code, value } = await call('message-type', 'test', copy);
    expect([code, JSON.stringify(value)]).toEqual([1, expect.stringContaining('rule RE-07')]);
  });

  test('says so where there is no type', async () => {
    expect(await call('message-type', 'test', join(folder, 'home-of-nobody'))).toMatchObject({ code: 2 });
    expect(await call('message-type', 'lint', join(folder, 'published'))).toMatchObject({ code: 2 });
  });
});
