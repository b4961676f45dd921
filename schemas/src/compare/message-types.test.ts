import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '../message-types/catalog.ts';
import type { MessageTypeManifest } from '../message-types/manifest.ts';
import { compareMessageTypes, type Version } from './message-types.ts';

const folder = mkdtempSync(join(tmpdir(), 'compare-'));
afterAll(() => rmSync(folder, { recursive: true }));

const names = { de: 'x', en: 'x', nl: 'x' };
const MANIFEST: MessageTypeManifest = {
  code: 'x',
  version: '1',
  name: names,
  description: names,
  publisher: { name: 'x' },
  state: 'active',
  validFrom: '2026-01-01',
  limits: { contentBytes: 1000, parts: 2 },
  parts: [
    {
      id: 'core',
      role: 'payload',
      mediaType: 'application/xml',
      required: true,
      root: { namespace: '', local: 'r' },
      schema: 'schema/r.xsd',
    },
  ],
  retry: { maxDays: 1, order: 'none' },
  retention: { contentDays: 1 },
  namespaces: {},
  equations: [],
  businessKeys: [],
};

let made = 0;
const version = (content: string, manifest: Partial<MessageTypeManifest> = {}): Version => {
  const own = join(folder, String(made++));
  mkdirSync(join(own, 'schema'), { recursive: true });
  const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="r"><xs:complexType>${content}</xs:complexType></xs:element></xs:schema>`;
  writeFileSync(join(own, 'schema', 'r.xsd'), xsd);
  return { folder: own, manifest: { ...MANIFEST, ...manifest } };
};
const sequence = (content: string): string => `<xs:sequence>${content}</xs:sequence>`;
const element = (name: string, rest = ''): string => `<xs:element name="${name}" type="xs:string" ${rest}/>`;
const limited = (facets: string): string =>
  `<xs:element name="a"><xs:simpleType><xs:restriction base="xs:token">${facets}</xs:restriction></xs:simpleType></xs:element>`;

/** `w` breaks old writers, `r` old readers, `c` nobody; then path and text. */
const diff = (old: Version, fresh: Version): readonly string[] =>
  compareMessageTypes(old, fresh).map(
    ({ direction, path, text }) =>
      `${direction.replace('breaks-old-', '').charAt(0)} ${path.replace('core: ', '')} ${text}`,
  );
const between = (old: string, fresh: string) => diff(version(old), version(fresh));

describe('two versions of a schema', () => {
  test('that say the same differ in nothing', () => {
    expect(
      between(sequence(element('a')), `<xs:sequence><xs:sequence>${element('a')}</xs:sequence></xs:sequence>`),
    ).toEqual([]);
  });

  test.each([
    [
      'an optional element is new',
      element('a'),
      element('a') + element('b', 'minOccurs="0"'),
      ['r /r/b optional element is new'],
    ],
    [
      'a required element is new',
      element('a'),
      element('a') + element('b'),
      ['w /r/b required element is new', 'r /r/b required element is new'],
    ],
    [
      'a required element is gone',
      element('a') + element('b'),
      element('a'),
      ['w /r/b element (required before) is gone', 'r /r/b element that was always there is gone'],
    ],
    ['an element becomes required', element('a', 'minOccurs="0"'), element('a'), ['w /r/a is required now']],
    [
      'an element may repeat',
      element('a'),
      element('a', 'maxOccurs="unbounded"'),
      ['r /r/a at most any number of instead of 1'],
    ],
    [
      'elements change places',
      element('a') + element('b'),
      element('b') + element('a'),
      ['w /r elements stand in another order', 'r /r elements stand in another order'],
    ],
    [
      'elements exclude each other',
      element('a', 'minOccurs="0"') + element('b', 'minOccurs="0"'),
      `<xs:choice>${element('a')}${element('b')}</xs:choice>`,
      ['w /r/a now excludes an element it could stand with', 'w /r/b now excludes an element it could stand with'],
    ],
    [
      'values are gone and new',
      limited('<xs:enumeration value="1"/><xs:enumeration value="2"/>'),
      limited('<xs:enumeration value="2"/><xs:enumeration value="3"/>'),
      ['w /r/a values no longer allowed: "1"', 'r /r/a new values: "3"'],
    ],
    [
      'a text may be longer and must be longer',
      limited('<xs:minLength value="1"/><xs:maxLength value="5"/>'),
      limited('<xs:minLength value="2"/><xs:maxLength value="6"/>'),
      ['w /r/a minLength was 1, is 2', 'r /r/a maxLength was 5, is 6'],
    ],
    [
      'a type differs',
      '<xs:element name="a" type="xs:int"/>',
      '<xs:element name="a" type="xs:date"/>',
      expect.arrayContaining(['w /r/a was xs:int, is xs:date']),
    ],
    [
      'further elements are welcome',
      element('a'),
      `${element('a')}<xs:any namespace="urn:x" minOccurs="0"/>`,
      ['r /r further elements are allowed now'],
    ],
  ])('are compared where %s', (_what, old, fresh, expected) => {
    expect(between(sequence(old), sequence(fresh))).toEqual(expected);
  });

  test('are compared by attributes', () => {
    const attribute = (name: string, rest = ''): string => `<xs:attribute name="${name}" type="xs:string" ${rest}/>`;
    expect(between(attribute('a') + attribute('b'), attribute('a', 'use="required"') + attribute('c'))).toEqual([
      'w /r/@a is required now',
      'w /r/@b attribute is gone',
      'r /r/@c optional attribute is new',
    ]);
  });
});

test('two manifests are compared by parts, limits and what must hold', () => {
  const plan = { id: 'plan', role: 'attachment', mediaType: 'application/pdf', required: false } as const;
  const equations = [{ header: 'author', part: 'core', xpath: '/r' }] as const;
  const old = version('', { parts: [...MANIFEST.parts, plan] });
  const fresh = version('', { equations, legalBasis: 'required', limits: { contentBytes: 10, parts: 3 } });
  expect(diff(old, fresh)).toEqual([
    'w plan part is gone',
    'w limits.contentBytes the limit was 1000, is 10',
    expect.stringContaining('w equations must hold now'),
    'w legalBasis is required now',
    'r limits.parts the limit was 2, is 3',
  ]);
});

test('the two business notices are found not to fit each other, and each fits itself', () => {
  using catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
  const [old, fresh] = catalog.list().filter(({ manifest }) => manifest.code === 'gewerbeanzeige');
  if (old === undefined || fresh === undefined) throw new Error('no business notices');
  const directions = new Set(compareMessageTypes(old, fresh).map(({ direction }) => direction));
  expect(directions).toContain('breaks-old-writers');
  expect(directions).toContain('breaks-old-readers');
  for (const type of catalog.list()) expect(compareMessageTypes(type, type)).toEqual([]);
});
