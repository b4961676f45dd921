/** The object model: every construct of XML Schema 1.0 that schemas of public administration use. */
import { describe, expect, test } from '@jest/globals';
import { type ComplexType, nameText, type Particle, type XsdType } from './components.ts';
import { builtInBase, facetsOf } from './facets.ts';
import { readXsd } from './read-xsd.ts';

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const xsd = (
  content: string,
  attributes = 'targetNamespace="urn:a" xmlns="urn:a" elementFormDefault="qualified"',
): Buffer => Buffer.from(`<xs:schema ${XS} ${attributes}>\n${content}</xs:schema>`);
const model = (content: string, more: Record<string, Buffer> = {}) =>
  readXsd(new Map(Object.entries({ 'm.xsd': xsd(content), ...more })), 'm.xsd');
const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('it is not there');
  return value;
};
const complex = (type: XsdType | undefined): ComplexType => {
  if (type?.kind !== 'complex') throw new Error('no complex type');
  return type;
};
const simple = (type: XsdType | undefined) => {
  if (type?.kind !== 'simple') throw new Error('no simple type');
  return type;
};
/** A content model as one would write it: `(a b? (c|d)*)`. */
const written = (particle: Particle): string => {
  const { min, max } = particle;
  const often =
    min === 1 && max === 1
      ? ''
      : min === 0 && max === 1
        ? '?'
        : max === Number.POSITIVE_INFINITY
          ? min === 0
            ? '*'
            : '+'
          : `{${min},${max}}`;
  if (particle.kind === 'element') return particle.element.name.local + often;
  if (particle.kind === 'any') return `any(${[particle.wildcard.namespaces].flat()})${often}`;
  const separator = { sequence: ' ', choice: '|', all: '&' }[particle.kind];
  return `(${particle.particles.map(written).join(separator)})${often}`;
};
const contentOf = (type: XsdType | undefined): string => {
  const { content } = complex(type);
  return content.kind === 'elements' ? written(content.particle) : content.kind;
};

describe('content models', () => {
  test('of sequences, choices, groups, any, and extensions in their order', () => {
    const { type } = model(`
      <xs:complexType name="Base"><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
      <xs:complexType name="More"><xs:complexContent><xs:extension base="Base"><xs:choice minOccurs="2" maxOccurs="5"><xs:group ref="G" minOccurs="0"/><xs:any namespace="##other ##local" processContents="lax"/></xs:choice></xs:extension></xs:complexContent></xs:complexType>
      <xs:complexType name="Less"><xs:complexContent><xs:restriction base="Base"><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" maxOccurs="0"/></xs:sequence></xs:restriction></xs:complexContent></xs:complexType>
      <xs:complexType name="All"><xs:all><xs:element ref="e" minOccurs="0"/><xs:element name="f"/></xs:all></xs:complexType>
      <xs:complexType name="None"/>
      <xs:group name="G"><xs:sequence><xs:element name="g"/><xs:element ref="e"/></xs:sequence></xs:group>
      <xs:element name="e" type="xs:date"/>`);
    expect(contentOf(type('urn:a', 'Base'))).toBe('(a b*)');
    expect(contentOf(type('urn:a', 'More'))).toBe('((a b*) ((g e)?|any(##other,)){2,5})');
    expect(contentOf(type('urn:a', 'Less'))).toBe('(a)');
    expect(contentOf(type('urn:a', 'All'))).toBe('(e?&f)');
    expect(contentOf(type('urn:a', 'None'))).toBe('empty');
    expect(complex(type('urn:a', 'More')).derivation).toMatchObject({
      method: 'extension',
      base: { name: { local: 'Base' } },
    });
  });

  test('are flattened to children with how often, and which exclude each other', () => {
    const found = model(`<xs:element name="r"><xs:complexType><xs:sequence maxOccurs="2">
      <xs:element name="a"/><xs:choice><xs:element name="b"/><xs:sequence><xs:element name="c" maxOccurs="3"/><xs:element name="d" minOccurs="0"/></xs:sequence></xs:choice>
      </xs:sequence></xs:complexType></xs:element>`);
    const type = known(found.element('urn:a', 'r')).type;
    expect(
      found.childrenOf(type).map(({ element, min, max, choices }) => [element?.name.local, min, max, choices]),
    ).toEqual([
      ['a', 1, 2, []],
      ['b', 0, 2, [0]],
      ['c', 0, 6, [0]],
      ['d', 0, 2, [0]],
    ]);
  });

  test('tell what is repeatable: by its count, by its group, by standing at two places, by its substitutes', () => {
    const found = model(`
      <xs:element name="r"><xs:complexType><xs:sequence>
        <xs:element name="once"/><xs:element name="many" maxOccurs="2"/><xs:choice><xs:element name="either"/><xs:sequence><xs:element name="twice"/><xs:element name="either"/><xs:element name="twice"/></xs:sequence></xs:choice>
        <xs:element ref="head" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
      <xs:element name="head" abstract="true" type="xs:string"/><xs:element name="member" substitutionGroup="head"/><xs:element name="deep" substitutionGroup="member"/>`);
    const path = (local: string) => [
      { namespace: 'urn:a', local: 'r' },
      { namespace: 'urn:a', local },
    ];
    const told = ['once', 'many', 'either', 'twice', 'member', 'deep', 'head', 'nowhere'].map((local) =>
      found.isRepeatable(path(local)),
    );
    expect(told).toEqual([false, true, false, true, true, true, undefined, undefined]);
    expect(found.substitutesOf(known(found.element('urn:a', 'head'))).map(({ name }) => name.local)).toEqual([
      'member',
      'deep',
    ]);
    expect(found.element('urn:a', 'deep')?.type.name?.local).toBe('string');
  });
});

describe('simple types', () => {
  test('with facets through all steps, lists and unions', () => {
    const { type } = model(`
      <xs:simpleType name="Code"><xs:restriction base="xs:token"><xs:maxLength value="9"/><xs:pattern value="[A-Z]+"/><xs:pattern value="[0-9]+"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Short"><xs:restriction base="Code"><xs:maxLength value="3"/><xs:pattern value="A.*"/><xs:enumeration value="AB"><xs:annotation><xs:documentation xml:lang="de">zwei\n Zeichen</xs:documentation></xs:annotation></xs:enumeration></xs:restriction></xs:simpleType>
      <xs:simpleType name="Codes"><xs:list itemType="Code"/></xs:simpleType>
      <xs:simpleType name="Either"><xs:union memberTypes="Code xs:int"><xs:simpleType><xs:restriction base="xs:boolean"/></xs:simpleType></xs:union></xs:simpleType>`);
    const short = simple(type('urn:a', 'Short'));
    expect(facetsOf(short)).toMatchObject({
      maxLength: 3,
      whiteSpace: 'collapse',
      patterns: [['A.*'], ['[A-Z]+', '[0-9]+']],
    });
    expect(short.facets.enumeration?.map(({ value, documentation }) => [value, documentation])).toEqual([
      ['AB', [{ language: 'de', text: 'zwei Zeichen' }]],
    ]);
    expect(builtInBase(short)).toBe('token');
    expect(simple(type('urn:a', 'Codes'))).toMatchObject({ variety: 'list', itemType: { name: { local: 'Code' } } });
    const { variety, memberTypes } = simple(type('urn:a', 'Either'));
    expect([variety, ...memberTypes.map((each) => builtInBase(each))]).toEqual(['union', 'token', 'int', 'boolean']);
  });

  test('as content of complex types, extended and restricted', () => {
    const { type } = model(`
      <xs:complexType name="Amount"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" use="required" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
      <xs:complexType name="Small"><xs:simpleContent><xs:restriction base="Amount"><xs:maxInclusive value="9"/><xs:attribute name="currency" use="required" type="xs:string" fixed="EUR"/></xs:restriction></xs:simpleContent></xs:complexType>`);
    const { content, attributes } = complex(type('urn:a', 'Small'));
    if (content.kind !== 'simple') throw new Error(content.kind);
    expect([builtInBase(content.type), facetsOf(content.type).maxInclusive, attributes[0]?.fixed]).toEqual([
      'decimal',
      '9',
      'EUR',
    ]);
  });
});

test('attributes are inherited, restricted, prohibited, grouped, and qualified as their document says', () => {
  const { type } = model(`
    <xs:attributeGroup name="Common"><xs:attribute name="id" type="xs:ID" use="required"/><xs:attribute ref="lang"/><xs:anyAttribute namespace="##other"/></xs:attributeGroup>
    <xs:attribute name="lang" type="xs:language" default="de"/>
    <xs:complexType name="Base"><xs:attribute name="old"/><xs:attributeGroup ref="Common"/></xs:complexType>
    <xs:complexType name="Next"><xs:complexContent><xs:restriction base="Base"><xs:attribute name="old" use="prohibited"/><xs:attribute name="form" form="qualified" use="required"/></xs:restriction></xs:complexContent></xs:complexType>`);
  expect(
    complex(type('urn:a', 'Next')).attributes.map(({ attribute, required }) => [nameText(attribute.name), required]),
  ).toEqual([
    ['id', true],
    ['{urn:a}lang', false],
    ['{urn:a}form', true],
  ]);
  expect(complex(type('urn:a', 'Base')).anyAttribute?.namespaces).toBe('other');
  expect(complex(type('urn:a', 'Next')).anyAttribute).toBeUndefined();
});

test('declarations keep what they say: place, nillable, abstract, default, keys, words', () => {
  const { element } = model(`<xs:element name="r" nillable="true" default="x">
    <xs:annotation><xs:documentation>one <b>two</b></xs:documentation><xs:appinfo><code xmlns="urn:c" list="L"/></xs:appinfo></xs:annotation>
    <xs:complexType mixed="true"><xs:sequence><xs:element name="u" form="unqualified"/></xs:sequence></xs:complexType>
    <xs:key name="K"><xs:selector xpath="a"/><xs:field xpath="@b"/></xs:key><xs:keyref name="R" refer="K"><xs:selector xpath="c"/><xs:field xpath="."/></xs:keyref></xs:element>`);
  const root = known(element('urn:a', 'r'));
  expect(root).toMatchObject({ nillable: true, abstract: false, default: 'x', place: { file: 'm.xsd', line: 2 } });
  expect(root.documentation[0]?.text).toBe('one two');
  expect(root.appinfo[0]?.children[0]).toMatchObject({ namespace: 'urn:c', name: 'code' });
  expect(root.constraints.map(({ kind, selector, fields, refer }) => [kind, selector, fields, refer?.local])).toEqual([
    ['key', 'a', ['@b'], undefined],
    ['keyref', 'c', ['.'], 'K'],
  ]);
  expect([complex(root.type).mixed, contentOf(root.type)]).toEqual([true, '(u)']);
});

describe('across files', () => {
  test('an included document without namespace takes on that of its includer, each time', () => {
    const plain = xsd(
      '<xs:complexType name="T"><xs:sequence><xs:element name="x" type="W"/></xs:sequence></xs:complexType><xs:simpleType name="W"><xs:restriction base="xs:string"/></xs:simpleType>',
      'elementFormDefault="qualified"',
    );
    const { type, types } = model(
      '<xs:include schemaLocation="plain.xsd"/><xs:import namespace="urn:b" schemaLocation="b.xsd"/>',
      {
        'plain.xsd': plain,
        'b.xsd': xsd('<xs:include schemaLocation="plain.xsd"/>', 'targetNamespace="urn:b"'),
      },
    );
    expect(
      types()
        .map((each) => nameText(known(each.name)))
        .sort(),
    ).toEqual(['{urn:a}T', '{urn:a}W', '{urn:b}T', '{urn:b}W']);
    const { content } = complex(type('urn:b', 'T'));
    const child =
      content.kind === 'elements' && content.particle.kind === 'sequence' ? content.particle.particles[0] : undefined;
    expect(child?.kind === 'element' && [child.element.name.namespace, child.element.type.name?.namespace]).toEqual([
      'urn:b',
      'urn:b',
    ]);
  });

  test('a redefinition takes the place of what it redefines, and builds on it', () => {
    const { type, element } = model(
      `<xs:redefine schemaLocation="old.xsd">
        <xs:complexType name="T"><xs:complexContent><xs:extension base="T"><xs:sequence><xs:element name="b"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
        <xs:simpleType name="W"><xs:restriction base="W"><xs:maxLength value="2"/></xs:restriction></xs:simpleType>
        <xs:group name="G"><xs:sequence><xs:group ref="G"/><xs:element name="h"/></xs:sequence></xs:group>
      </xs:redefine>`,
      {
        'old.xsd': xsd(
          '<xs:complexType name="T"><xs:sequence><xs:element name="a" type="W"/></xs:sequence></xs:complexType><xs:simpleType name="W"><xs:restriction base="xs:string"><xs:minLength value="1"/></xs:restriction></xs:simpleType><xs:group name="G"><xs:sequence><xs:element name="g"/></xs:sequence></xs:group><xs:element name="r"><xs:complexType><xs:group ref="G"/></xs:complexType></xs:element>',
        ),
      },
    );
    expect(contentOf(type('urn:a', 'T'))).toBe('((a) (b))');
    expect(facetsOf(simple(type('urn:a', 'W')))).toMatchObject({ minLength: 1, maxLength: 2 });
    expect(contentOf(element('urn:a', 'r')?.type)).toBe('((g) h)');
  });

  test('types that contain themselves, and what is derived from a type, are found', () => {
    const found = model(
      '<xs:complexType name="T"><xs:sequence><xs:element name="t" type="T" minOccurs="0"/></xs:sequence></xs:complexType><xs:complexType name="U"><xs:complexContent><xs:extension base="T"/></xs:complexContent></xs:complexType><xs:element name="r" type="T"/>',
    );
    const r = { namespace: 'urn:a', local: 'r' };
    const t = { namespace: 'urn:a', local: 't' };
    expect(found.isRepeatable([r, t, t, t])).toBe(false);
    expect(found.derivedFrom(known(found.type('urn:a', 'T'))).map(({ name }) => name?.local)).toEqual(['U']);
  });
});

test('a schema for schemas has its own types beside the built-in ones', () => {
  const text = xsd(
    '<xs:complexType name="restrictionType"><xs:attribute name="base" type="xs:QName" use="required"/></xs:complexType><xs:element name="restriction"><xs:complexType><xs:complexContent><xs:restriction base="xs:restrictionType"/></xs:complexContent></xs:complexType></xs:element>',
    'targetNamespace="http://www.w3.org/2001/XMLSchema"',
  );
  const { element, type } = readXsd(new Map([['s.xsd', text]]), 's.xsd');
  const restriction = complex(element('http://www.w3.org/2001/XMLSchema', 'restriction')?.type);
  expect(restriction.attributes.map(({ attribute, required }) => [attribute.name.local, required])).toEqual([
    ['base', true],
  ]);
  expect(type('http://www.w3.org/2001/XMLSchema', 'int')?.builtIn).toBe(true);
});
