import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { RulesError } from './schematron/mistakes.ts';
import { compileTypeRules, type RulesOfManifest, typeRules } from './type-rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'type-rules-'));
mkdirSync(join(folder, 'rules', 'common'), { recursive: true });
writeFileSync(
  join(folder, 'rules', 'main.sch'),
  '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><include href="common/p.sch"/></schema>',
);
writeFileSync(
  join(folder, 'rules', 'common', 'p.sch'),
  `<pattern xmlns="http://purl.oclc.org/dsdl/schematron"><rule context="a">
<assert id="W-1" role="warning" test="@n">No n.</assert><assert id="E-1" test="number(.) = 1">[E-1] Not 1.</assert>
<assert id="D-1" test="xs:date('2026-11-22') ge current-date()">Too late.</assert></rule></pattern>`,
);
writeFileSync(
  join(folder, 'rules', 'wrong.sch'),
  '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><pattern><rule context="a["/></pattern></schema>',
);
afterAll(() => rmSync(folder, { recursive: true }));

const text = { de: 'Leer.', en: 'Empty.', nl: 'Leeg.' };
const manifest: RulesOfManifest = {
  namespaces: { p: 'urn:p' },
  rules: [{ part: 'core', schematron: 'rules/main.sch' }],
  assertions: [{ id: 'X-1', part: 'core', test: 'string-length(/a) > 0', severity: 'error', text }],
};

const read = (xml: string, from: RulesOfManifest = manifest, at = new Date('2026-11-22T10:00:00Z'), part = 'core') => {
  using rules = typeRules(from, folder);
  const document = XmlDocument.fromString(xml);
  try {
    return rules.read(part, document, 'nl', at);
  } finally {
    document.dispose();
  }
};

test('violations name their rule, refusals before warnings, assertions in the language asked for', () => {
  expect(read('<a/>')).toMatchObject([
    { code: 'rule-violation', rule: 'E-1', text: '[E-1] Not 1.', xpath: '/a', line: 1, part: 'core' },
    { code: 'rule-violation', rule: 'W-1', text: 'W-1: No n.', severity: 'warning' },
    { code: 'rule-violation', rule: 'X-1', text: 'X-1: Leeg.' },
  ]);
  expect(read('<a n="">1</a>')).toEqual([]);
  expect(read('<a/>', manifest, new Date(), 'tax')).toEqual([]);
});

test('severities can be given anew by the manifest', () => {
  const [main] = manifest.rules ?? [];
  if (main === undefined) throw new Error('no rules');
  const graded = { ...manifest, rules: [{ ...main, severities: { 'W-1': 'fatal', 'E-1': 'information' } as const }] };
  expect(read('<a>2</a>', graded).map(({ rule, severity }) => [rule, severity])).toEqual([
    ['W-1', undefined],
    ['E-1', 'information'],
  ]);
});

test('what depends on the day is judged by the time of the examination', () => {
  using rules = typeRules(manifest, folder);
  expect(rules.timed?.()).toBe(true);
  expect(read('<a n="">1</a>', manifest, new Date('2026-11-23T00:00:00Z')).map(({ rule }) => rule)).toEqual(['D-1']);
});

test('a rule that cannot be evaluated is a problem of its own', () => {
  const assertions = [{ id: 'X-2', part: 'core', test: 'doc-y(1)', severity: 'error', text } as const];
  expect(() => compileTypeRules({ ...manifest, assertions }, folder)).toThrow(RulesError);
  const broken = [{ id: 'X-3', part: 'core', test: 'xs:date(/a) > xs:date(/a)', severity: 'error', text } as const];
  const prefixed = { namespaces: { xs: 'http://www.w3.org/2001/XMLSchema' }, assertions: broken };
  expect(read('<a>x</a>', prefixed)).toMatchObject([{ code: 'rule-not-evaluable', rule: 'X-3' }]);
});

test('registration tells the mistakes of rules and assertions together, and counts what there is', () => {
  const assertions = [{ id: 'X', part: 'core', test: '$y', severity: 'error', text } as const];
  const rules = [{ part: 'core', schematron: 'rules/wrong.sch' }];
  expect(() => compileTypeRules({ namespaces: {}, rules, assertions }, folder)).toThrow(
    /wrong\.sch:1.*\n.*message-type\.yaml/,
  );
  expect(compileTypeRules(manifest, folder)).toMatchObject({ rules: 2, checks: 4, timed: true });
});
