/** Every rule that is shipped is shown at work: an invalid sample is refused by it. A rule nothing shows may be none. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { tokensOf } from '../xsd/tokens.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from './catalog.ts';
import type { MessageType } from './message-type.ts';
import { payloadReader } from './payload-values.ts';
import { anyHeader, runSamples } from './samples.ts';

const catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
afterAll(() => catalog[Symbol.dispose]());
const HOW = { at: new Date('2026-11-22T12:00:00Z'), language: 'en' } as const;

/** Ids of the rules in a Schematron file. */
const idsIn = (file: string): readonly string[] =>
  [...tokensOf(readFileSync(file, 'utf8'))].flatMap((token) =>
    token.kind === 'start' && /(?:^|:)(?:assert|report)$/.test(token.name)
      ? [token.attributes.find(({ name }) => name === 'id')?.value ?? `${file}:${token.line} has no id`]
      : [],
  );
/** Paths of the constraints of a JSON Schema that say in words what they are for. */
const describedIn = (schema: unknown, path = '#'): readonly string[] =>
  typeof schema !== 'object' || schema === null
    ? []
    : [
        ...('description' in schema ? [path] : []),
        ...Object.entries(schema).flatMap(([name, value]) => describedIn(value, `${path}/${name}`)),
      ];
/** `/t:a/t:b` as violations write it, positions left out. */
const plain = (xpath: string): string => xpath.replace(/\[\d+\]/g, '').replace(/([/@])[\w-]+:/g, '$1');

/** What a type demands beyond its schema, and how a violation shows it. */
const demandsOf = ({ manifest, folder }: MessageType): readonly string[] => [
  ...(manifest.rules ?? []).flatMap(({ schematron }) => idsIn(join(folder, schematron))),
  ...(manifest.assertions ?? []).map(({ id }) => id),
  ...manifest.parts.flatMap(({ jsonSchema }) =>
    jsonSchema === undefined
      ? []
      : describedIn(JSON.parse(readFileSync(join(folder, jsonSchema), 'utf8'))).map((path) => `${jsonSchema}${path}`),
  ),
  ...[...(manifest.codeLists ?? []), ...(manifest.din91379 ?? [])].map(({ xpath = '' }) => plain(xpath)),
];

const shownIn = (type: MessageType): readonly string[] =>
  runSamples(type, HOW)
    .filter(({ expected, ok }) => expected === 'invalid' && ok)
    .flatMap(({ violations }) => violations)
    .filter(({ code }) => code === 'rule-violation' || code === 'code-list-violation')
    .flatMap(({ rule = '', xpath = '' }) => [rule, rule.replace(/\/\w+$/, ''), plain(xpath)]);

const named = (types: readonly MessageType[]) =>
  types.map((type) => ({ name: `${type.manifest.code} ${type.manifest.version}`, type }));

describe('an invalid sample is refused', () => {
  const withRules = catalog.list().filter((type) => demandsOf(type).length > 0);
  test.each(named(withRules))('by every rule of $name', ({ type }) => {
    const shown = new Set(shownIn(type));
    expect(demandsOf(type).filter((demand) => !shown.has(demand))).toEqual([]);
  });

  test('by rules of every kind', () => {
    const all = catalog.list().map(({ manifest }) => manifest);
    expect(all.some(({ rules = [] }) => rules.length > 0)).toBe(true);
    expect(all.some(({ assertions = [] }) => assertions.length > 0)).toBe(true);
    expect(all.some(({ codeLists = [] }) => codeLists.length > 0)).toBe(true);
    expect(all.some(({ din91379 = [] }) => din91379.length > 0)).toBe(true);
    expect(all.some(({ parts }) => parts.some(({ jsonSchema }) => jsonSchema !== undefined))).toBe(true);
  });
});

describe('a header that says otherwise than the payload is refused', () => {
  const withEquations = catalog.list().filter(({ manifest }) => manifest.equations.length > 0);
  test.each(named(withEquations))('by every equation of $name', ({ type }) => {
    const { manifest, folder } = type;
    const refused = new Set<string>();
    using reader = payloadReader(manifest.equations, manifest.namespaces);
    for (const { file, part } of runSamples(type, HOW)) {
      if (part === undefined || !file.startsWith('samples/valid/') || !existsSync(join(folder, file))) continue;
      const octets = readFileSync(join(folder, file));
      const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language: 'en' });
      if (!parsed.ok) throw new Error(file);
      const said = reader.read(part, parsed.document).map(({ equation }) => equation.header);
      parsed.document.dispose();
      // nobody writes nothing, in no version
      const header = { ...anyHeader(manifest, HOW.at), messageType: { code: 'other', version: '0' } };
      const found = type.checkHeader(header, new Map([[part, octets]]), 'en');
      const places = found.filter(({ code }) => code === 'header-payload-mismatch').length;
      if (places >= said.length) for (const field of said) refused.add(`${part} ${field}`);
    }
    const wanted = manifest.equations.map(({ part, header }) => `${part} ${header}`);
    expect(wanted.filter((each) => !refused.has(each))).toEqual([]);
  });
});
