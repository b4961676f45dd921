/** Collections and rules as they are found in the world: links, catalogs of installations, libraries, rules nobody supports. */
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { openWorkshop, xsd } from './testing/workshop.ts';

const workshop = openWorkshop();
const { folder, call, put } = workshop;
afterAll(() => workshop[Symbol.dispose]());

const element = (name: string, child: string): string =>
  `<xs:element name="${name}"><xs:complexType><xs:sequence><xs:element name="${child}" type="xs:string"/></xs:sequence></xs:complexType></xs:element>`;
const make = (name: string, from: string, ...more: readonly string[]) =>
  call('message-type', 'new', name, '--from', join(folder, from), '--out', join(folder, 'out'), ...more);
const rootsIn = (value: { roots: readonly { local: string }[] }): readonly string[] =>
  value.roots.map(({ local }) => local);

test('symbolic links are named and not followed, out of the folder or in circles', async () => {
  put('outside/secret.xsd', xsd('urn:secret', element('secret', 'a')));
  put('linked/a.xsd', xsd('urn:a', element('a', 'b')));
  symlinkSync('../outside', join(folder, 'linked/out'));
  symlinkSync('.', join(folder, 'linked/round'));
  const { code, value } = await make('linked', 'linked');
  expect([code, rootsIn(value)]).toEqual([0, ['a']]);
  expect(value.notes.filter((note: string) => note.includes('symbolic link'))).toHaveLength(2);
  expect(readdirSync(join(value.folder, 'schema'))).toEqual(['a.xsd']);
});

test('what a schema refers to is taken only where it is a schema and no link, and is told otherwise', async () => {
  put('outside/signing.key', 'a key');
  put(
    'reaching/a.xsd',
    xsd('urn:a', '<xs:include schemaLocation="linked.xsd"/><xs:include schemaLocation="../outside/signing.key"/>'),
  );
  symlinkSync('../outside/signing.key', join(folder, 'reaching/linked.xsd'));
  const { code, value } = await make('reaching', 'reaching/a.xsd');
  expect([code, value.code]).toEqual([1, 'message-type-invalid']);
  const told = expect.stringContaining('only .xsd files that lie near are taken along, and no links');
  expect(value.violations).toMatchObject([
    { line: 2, text: told },
    { line: 2, text: told },
  ]);
  expect(existsSync(join(folder, 'out/reaching'))).toBe(false);
});

test('rules that do not compile are told with file and line, and nothing is written', async () => {
  put('plain/a.xsd', xsd('urn:a', element('a', 'b')));
  const rules = put(
    'rules.sch',
    '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">\n<ns prefix="a" uri="urn:a"/><pattern><rule context="a:a">\n<assert id="R1" test="document(\'x.xml\')">no</assert></rule></pattern></schema>',
  );
  const { code, value } = await make('ruled', 'plain', '--rules', rules);
  expect([code, value.code]).toEqual([1, 'message-type-invalid']);
  expect(value.violations[0]).toMatchObject({ line: 3, text: expect.stringContaining('rules/rules.sch:3: ') });
  expect(existsSync(join(folder, 'out/ruled'))).toBe(false);
});

test('an element that the main schemas only import is a root where all are asked for, and named where not', async () => {
  put('library/lib.xsd', xsd('urn:lib', element('report', 'line')));
  put(
    'library/main.xsd',
    xsd('urn:main', `<xs:import namespace="urn:lib" schemaLocation="lib.xsd"/>${element('order', 'what')}`),
  );
  const usual = await make('usual', 'library');
  expect(rootsIn(usual.value)).toEqual(['order']);
  expect(usual.value.notes).toContainEqual(expect.stringContaining('{urn:lib}report; one of them: --root'));
  const all = await make('all', 'library', '--roots', 'all');
  expect(rootsIn(all.value).toSorted()).toEqual(['order', 'report']);
});

test('a catalog that says where a distribution installs what lies beside it is understood', async () => {
  put('installed/b.xsd', xsd('urn:b', '<xs:simpleType name="B"><xs:restriction base="xs:token"/></xs:simpleType>'));
  put(
    'installed/a.xsd',
    xsd(
      'urn:a',
      '<xs:import namespace="urn:b" schemaLocation="http://standard.example/b.xsd"/><xs:element name="a"><xs:complexType><xs:sequence><xs:element name="b" type="b:B" xmlns:b="urn:b"/></xs:sequence></xs:complexType></xs:element>',
    ),
  );
  const catalog = (target: string): string =>
    `<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><system systemId="http://standard.example/b.xsd" uri="${target}"/></catalog>`;
  put('installed/catalog.xml', catalog('file:///usr/share/xml/standard/b.xsd'));
  expect((await make('installed', 'installed')).code).toBe(0);
  put('installed/catalog.xml', catalog('/etc/passwd'));
  expect(await make('elsewhere', 'installed')).toMatchObject({ code: 1, value: { code: 'message-type-invalid' } });
});

const CATALOG = (...entries: readonly (readonly [string, string])[]): string =>
  `<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">${entries.map(([name, uri]) => `<uri name="${name}" uri="${uri}"/>`).join('')}</catalog>`;

test('a catalog is taken as far as the schemas ask for it; what is wrong with the rest refuses nothing', async () => {
  put('asked/lib/b.xsd', xsd('urn:b', '<xs:simpleType name="B"><xs:restriction base="xs:token"/></xs:simpleType>'));
  put('asked/lib/other.xsd', xsd('urn:other', ''));
  put(
    'asked/a.xsd',
    xsd(
      'urn:a',
      '<xs:import namespace="urn:b" schemaLocation="http://standard.example/other-name"/><xs:element name="a"><xs:complexType><xs:sequence><xs:element name="b" type="b:B" xmlns:b="urn:b"/></xs:sequence></xs:complexType></xs:element>',
    ),
  );
  const gone = ['http://standard.example/gone', 'gone.xsd'] as const;
  put(
    'asked/lib/catalog.xml',
    CATALOG(['http://standard.example/other-name', 'b.xsd'], ['http://standard.example/other', 'other.xsd'], gone),
  );
  const { code, value } = await make('asked', 'asked', '--root', 'a');
  expect([code, value.notes]).toEqual([0, [expect.stringContaining('there is no file lib/gone.xsd')]]);
  const written = readFileSync(join(value.folder, 'catalog.xml'), 'utf8');
  expect([...written.matchAll(/<uri .*>/g)].map(([entry]) => entry)).toEqual([
    '<uri name="http://standard.example/other-name" uri="schema/lib/b.xsd"/>',
  ]);
  expect(readdirSync(join(value.folder, 'schema/lib'))).toEqual(['b.xsd']);
  expect(await call('message-type', 'lint', value.folder)).toMatchObject({ code: 0 });
  put('asked/lib/catalog.xml', CATALOG(['http://standard.example/other-name', 'gone.xsd']));
  const refused = await make('refused', 'asked');
  expect([refused.code, refused.value.violations[0].text]).toEqual([1, expect.stringContaining('lib/gone.xsd')]);
});

test('a catalog in a folder beside a single XSD that does not need it is left where it is', async () => {
  put('beside/a.xsd', xsd('urn:a', element('a', 'b')));
  put('beside/sub/there.xsd', xsd('urn:t', ''));
  put('beside/sub/catalog.xml', CATALOG(['http://standard.example/x.xsd', 'there.xsd']));
  const { code, value } = await make('beside', 'beside/a.xsd');
  expect([code, readdirSync(value.folder).sort()]).toEqual([
    0,
    ['README.md', 'message-type.yaml', 'samples', 'schema'],
  ]);
  expect(await call('message-type', 'test', value.folder)).toMatchObject({ code: 0 });
});

test('schemas without a namespace make a type that is in order, with types, pages and examples that hold', async () => {
  const plain = (content: string): string =>
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n${content}</xs:schema>`;
  put('plainest/a.xsd', plain(`<xs:include schemaLocation="b.xsd"/>${element('order', 'number')}`));
  put('plainest/b.xsd', plain(element('note', 'text')));
  const { code, value } = await make('plainest', 'plainest', '--roots', 'all');
  expect([code, rootsIn(value).toSorted()]).toEqual([0, ['note', 'order']]);
  expect(value.samples.every(({ valid }: { valid: boolean }) => valid)).toBe(true);
  const text = readFileSync(join(value.folder, 'message-type.yaml'), 'utf8');
  expect(text).toContain('\nnamespaces: {}\n');
  expect(text).not.toContain('/m:');
  put(
    'out/plainest/1.0/message-type.yaml',
    text.replace(/^# (businessKeys:)\n# (.*)\/root\/reference/m, '$1\n$2/order/number'),
  );
  for (const command of ['lint', 'test', 'types', 'docs'])
    expect([command, await call('message-type', command, value.folder)]).toMatchObject([command, { code: 0 }]);
});

test('a sample that could not be made valid is told, and with it removed the folder is in order', async () => {
  put(
    'hard/a.xsd',
    xsd(
      'urn:a',
      '<xs:element name="a"><xs:complexType><xs:sequence><xs:element name="b" type="xs:string" minOccurs="2" maxOccurs="2"/></xs:sequence></xs:complexType><xs:unique name="u"><xs:selector xpath="a:b" xmlns:a="urn:a"/><xs:field xpath="."/></xs:unique></xs:element>',
    ),
  );
  const { code, value } = await make('hard', 'hard');
  expect([code, value.samplesToMend]).toEqual([0, ['samples/valid/a.xml']]);
  expect(await call('message-type', 'lint', value.folder)).toMatchObject({ code: 1 });
  rmSync(join(value.folder, 'samples/valid/a.xml'));
  expect(await call('message-type', 'lint', value.folder)).toMatchObject({ code: 0 });
});

test('a folder that refers to its neighbour says how the neighbour is taken along, and that way works', async () => {
  put('family/common/c.xsd', xsd('urn:c', '<xs:simpleType name="C"><xs:restriction base="xs:token"/></xs:simpleType>'));
  put(
    'family/main/m.xsd',
    xsd(
      'urn:m',
      '<xs:import namespace="urn:c" schemaLocation="../common/c.xsd"/><xs:element name="m"><xs:complexType><xs:sequence><xs:element name="c" type="c:C" xmlns:c="urn:c"/></xs:sequence></xs:complexType></xs:element>',
    ),
  );
  const { code, value } = await make('family', 'family/main');
  expect([code, value.violations[0].text]).toEqual([
    1,
    expect.stringContaining('name the XSD to begin with as --from'),
  ]);
  expect(rootsIn((await make('family', 'family/main/m.xsd')).value)).toEqual(['m']);
});

test('types that inherit from one another hundreds of levels deep are refused before they cost gigabytes', async () => {
  const level = (n: number): string =>
    `<xs:complexType name="T${n}"><xs:complexContent><xs:extension base="T${n - 1}"><xs:sequence><xs:element name="e${n}" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>`;
  const levels = Array.from({ length: 500 }, (_, n) => level(n + 1)).join('\n');
  put(
    'deep/a.xsd',
    xsd(
      'urn:d',
      `<xs:complexType name="T0"><xs:sequence/></xs:complexType>${levels}<xs:element name="d" type="T500"/>`,
    ),
  );
  const { code, value } = await make('deep', 'deep');
  expect([code, value.code]).toEqual([1, 'message-type-invalid']);
  expect(value.violations[0].text).toContain('when what they inherit is written out');
});
