/** Generated code, as a user gets it: checked by tsc, run by Node, and held against the schema. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '../message-types/catalog.ts';
import { schemasOf } from '../message-types/type-model.ts';
import { schemaCache } from '../message-types/type-schemas.ts';
import { compileSchema } from '../xml/schema.ts';
import { readXsd } from '../xsd/model/read-xsd.ts';
import { collector } from './collect.ts';
import { generate } from './generate.ts';
import { typesOfMessage } from './type-of-message.ts';

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const RUNTIME = fileURLToPath(new URL('runtime.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'types-of-'));
const catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
const schemas = schemaCache();
afterAll(() => {
  catalog[Symbol.dispose]();
  schemas[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

const XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:a" targetNamespace="urn:a" elementFormDefault="qualified">
<xs:element name="root"><xs:complexType><xs:sequence>
  <xs:element name="id-no" type="Way"/>
  <xs:choice><xs:element name="a" type="xs:string"/><xs:sequence><xs:element name="b" type="xs:token"/><xs:element name="c" type="xs:int" minOccurs="0"/></xs:sequence></xs:choice>
  <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="x" type="xs:string"/><xs:element name="y" type="Money"/></xs:choice>
  <xs:sequence minOccurs="0" maxOccurs="2"><xs:element name="k" type="xs:string"/><xs:element name="v" type="xs:string" minOccurs="0"/></xs:sequence>
  <xs:element name="tree" type="Tree" minOccurs="0"/>
  <xs:element name="text" minOccurs="0"><xs:complexType mixed="true"><xs:sequence><xs:element name="b" type="xs:string" minOccurs="0" maxOccurs="9"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="nil" type="xs:date" nillable="true"/>
  <xs:element ref="head" minOccurs="0" maxOccurs="3"/>
  <xs:element name="base" type="Base" minOccurs="0"/>
  <xs:element name="__proto__" type="xs:string" minOccurs="0"/>
  <xs:any namespace="urn:w" processContents="lax" minOccurs="0" maxOccurs="2"/>
</xs:sequence><xs:attribute name="class" type="xs:NMTOKENS" use="required"/></xs:complexType></xs:element>
<xs:simpleType name="Way"><xs:restriction base="xs:token"><xs:enumeration value="post"/><xs:enumeration value="fax &quot;1&quot;"/></xs:restriction></xs:simpleType>
<xs:complexType name="Money"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
<xs:complexType name="Tree"><xs:all><xs:element name="leaf" type="xs:string" minOccurs="0"/><xs:element name="tree" type="Tree" minOccurs="0"/></xs:all></xs:complexType>
<xs:complexType name="Base" abstract="true"><xs:sequence><xs:element name="a" type="xs:string"/></xs:sequence></xs:complexType>
<xs:complexType name="More"><xs:complexContent><xs:extension base="Base"><xs:sequence><xs:element name="b" type="xs:string" maxOccurs="2"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
<xs:element name="head" type="xs:string" abstract="true"/><xs:element name="one" substitutionGroup="head"/><xs:element name="two" substitutionGroup="head"/>
</xs:schema>`;
const DOCUMENT = `<root xmlns="urn:a" class=" p  q " xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><id-no> post </id-no><b> t </b><c>7</c>
<y currency="E&amp;R">2.0</y><x> &lt;x> </x><k>1</k><v>2</v><k>3</k><tree><tree><leaf>l</leaf></tree><leaf>m</leaf></tree>
<text>Hi <b>you</b><!-- c --> all</text><nil xsi:nil="true"/><two>2</two><one>1</one><base xsi:type="More"><a>1</a><b>2</b></base><__proto__>p</__proto__><w:z xmlns:w="urn:w" k="v"><w:i>1</w:i></w:z></root>`;
const FILES = new Map([['a.xsd', Buffer.from(XSD)]]);

/** Every generated file, with what it is to read. */
const files = new Map<string, { codecs: Record<string, string[]>; text: string }>();
const samplesOf = (typeFolder: string): readonly string[] =>
  readdirSync(join(typeFolder, 'samples', 'valid'))
    .filter((name) => name.endsWith('.xml'))
    .map((name) => join(typeFolder, 'samples', 'valid', name));
for (const type of catalog.list()) {
  const text = typesOfMessage(type, RUNTIME);
  const codecs: Record<string, string[]> = {};
  for (const sample of samplesOf(type.folder)) {
    const local = /<(?:\w+:)?([\w-]+)[\s>]/.exec(readFileSync(sample, 'utf8').replace(/<[?!][^>]*>/g, ''))?.[1];
    const name = new RegExp(`root \`${local}\`. \\*/\\s*export const (\\w+)`).exec(text)?.[1] ?? '';
    codecs[name] = [...(codecs[name] ?? []), sample];
  }
  files.set(`${type.manifest.code}-${type.manifest.version}`, { codecs, text });
}
const model = readXsd(FILES, 'a.xsd');
const { add, collected } = collector();
const root = model.element('urn:a', 'root');
if (root !== undefined) add(model, root);
writeFileSync(join(folder, 'all.xml'), DOCUMENT);
files.set('all', {
  codecs: { codecOfRoot: [join(folder, 'all.xml')] },
  text: generate(collected(), { title: 'a', prefixes: { t: 'urn:a' }, runtime: RUNTIME }),
});
for (const [name, { text }] of files) writeFileSync(join(folder, `${name}.ts`), text);

interface Trip {
  readonly sample: string;
  readonly value: unknown;
  readonly written: string;
  readonly again: unknown;
}

/** Reads every sample by the generated code, writes it and reads that again; in a process of Node's own. */
const trips = (): readonly Trip[] => {
  const plan = [...files].map(([name, { codecs }]) => [join(folder, `${name}.ts`), codecs]);
  const script = `import { readFileSync } from 'node:fs';
    const trips = [];
    for (const [file, codecs] of ${JSON.stringify(plan)}) {
      const module = await import(file);
      for (const [name, samples] of Object.entries(codecs)) for (const sample of samples) {
        const value = module[name].read(readFileSync(sample));
        const written = module[name].write(value);
        trips.push({ sample, value, written: Buffer.from(written).toString(), again: module[name].read(written) });
      }
    }
    process.stdout.write(JSON.stringify(trips));`;
  const out = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    maxBuffer: 1 << 28,
  });
  return JSON.parse(out.toString());
};

const done = trips();

test('generated code satisfies tsc', () => {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    module: 'nodenext',
    target: 'es2024',
    lib: ['esnext'],
    types: ['node'],
    typeRoots: [join(MODULES, '@types')],
  };
  const use = `import { codecOfRoot, type Root } from './all.ts';
    const value: Root = codecOfRoot.read(new Uint8Array());
    if (value.choice.kind === 'b') value.choice.c?.length; else value.choice.a.length;
    for (const each of value.head) if (each.kind === 'one') each.one.length;
    if (value.base !== undefined) value.base.$type satisfies '{urn:a}More';
    codecOfRoot.write({ ...value, 'id-no': 'post', nil: null });
    const wrong: Root['id-no'] = 'none';`;
  writeFileSync(join(folder, 'use.ts'), use);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const ran = spawnSync(join(MODULES, '.bin', 'tsc'), ['-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
  expect(ran.stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/use\.ts\(\d+,11\): error TS2322: Type '"none"' is not assignable to type 'Way'\.$/),
  ]);
}, 60_000);

describe('what generated code reads and writes', () => {
  test('is the same when it is read again, for every valid sample of every message type', () => {
    expect(done.length).toBeGreaterThan(25);
    for (const { sample, value, again } of done) expect({ sample, value: again }).toEqual({ sample, value });
  });

  test('satisfies the schema', () => {
    for (const type of catalog.list())
      for (const { sample, written } of done.filter((each) => each.sample.startsWith(join(type.folder, '/')))) {
        const document = XmlDocument.fromString(written);
        const rule = type.manifest.parts.find((part) =>
          [part.root, ...(part.collection ?? [])].some(
            (each) => each?.local === document.root.name && each.namespace === document.root.namespaceUri,
          ),
        );
        const how = { code: 'schema-violation', language: 'en' } as const;
        const violations =
          rule === undefined
            ? ['no such root']
            : schemas.schemaOf(type.folder, schemasOf(rule)).validate(document, how);
        document.dispose();
        expect({ sample, violations }).toEqual({ sample, violations: [] });
      }
  });

  test('has choices by kind, groups, substitutes, derived types, nil, mixed content and raw elements', () => {
    const all = done.find(({ sample }) => sample.endsWith('all.xml'));
    expect(all?.value).toEqual({
      $class: 'p q',
      'id-no': 'post',
      choice: { kind: 'b', b: 't', c: '7' },
      choice2: [
        { kind: 'y', y: { $currency: 'E&R', value: '2.0' } },
        { kind: 'x', x: ' <x> ' },
      ],
      group: [{ k: '1', v: '2' }, { k: '3' }],
      tree: { leaf: 'm', tree: { leaf: 'l' } },
      text: { content: ['Hi ', { kind: 'b', b: 'you' }, ' all'] },
      nil: null,
      head: [
        { kind: 'two', two: '2' },
        { kind: 'one', one: '1' },
      ],
      base: { $type: '{urn:a}More', a: '1', b: ['2'] },
      ['__proto__']: 'p',
      any: ['<w:z xmlns:w="urn:w" k="v"><w:i>1</w:i></w:z>'],
    });
    using schema = compileSchema(FILES, 'a.xsd');
    const document = XmlDocument.fromString(all?.written ?? '');
    expect(schema.validate(document, { code: 'schema-violation', language: 'en' })).toEqual([]);
    document.dispose();
  });
});

test('elements that stand in themselves, or thousands deep in others, have one type each', () => {
  const inOthers = Array.from(
    { length: 3_000 },
    (_, n) =>
      `<xs:element name="e${n}"><xs:complexType><xs:sequence><xs:element ref="e${n === 2_999 ? 0 : n + 1}" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>`,
  );
  const text = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${inOthers.join('\n')}</xs:schema>`;
  const model = readXsd(new Map([['deep.xsd', Buffer.from(text)]]), 'deep.xsd');
  const collecting = collector();
  for (const element of model.elements()) collecting.add(model, element);
  expect(collecting.collected().types.size).toBe(3_000);
});
