import { describe, expect, test } from '@jest/globals';
import { evaluator } from '../testing/evaluate-text.ts';
import { DOCUMENT, TABLE } from '../testing/oracle-table.ts';
import { StepsExhausted } from './errors.ts';

const evaluate = evaluator(DOCUMENT);

test('expressions give what Saxon gives', () => {
  expect(TABLE.map(([expression]) => [expression, evaluate(expression)])).toEqual(TABLE);
});

test.each([
  ['a function nobody knows', 'frobnicate(1)', 'XPST0017'],
  ['a function with too many arguments', 'contains("a", "b", "c")', 'XPST0017'],
  ['a function that reads files', 'doc("a.xml")', 'XPST0017'],
  ['a function that reads the environment', 'system-property("x")', 'XPST0017'],
  ['a variable nobody declared', '$x', 'XPST0008'],
  ['a prefix nobody declared', '//q:a', 'XPST0081'],
  ['an axis that is not supported', 'namespace::a', 'XPST0003'],
  ['a type that is not supported', 'xs:float(1)', 'XPST0017'],
  ['XPath 3', 'let $a := 1 return $a', 'XPST0003'],
  ['a bracket that does not close', '(1, 2', 'XPST0003'],
  ['more than an expression', '1 2', 'XPST0003'],
  ['a back-reference in a pattern', 'matches("aa", "(a)\\1")', 'FORX0002'],
  ['a block in a pattern', 'matches("a", "\\p{IsBasicLatin}")', 'FORX0002'],
  ['a pattern that grows without measure', 'matches("a", "((a{1000}){1000}){1000}")', 'FORX0002'],
  ['brackets without end', '('.repeat(5000), 'XPST0003'],
])('%s is found before a document is there', (_what, expression, code) => {
  expect(evaluate(expression)).toBe(`ERR ${code}`);
});

test('the clock is the one that was handed in', () => {
  const at = evaluator('<a/>', { now: new Date('2026-11-22T09:30:00.250Z') });
  expect(at('current-date()')).toBe('date:2026-11-22Z');
  expect(at('current-dateTime()')).toBe('dateTime:2026-11-22T09:30:00.25Z');
});

test('lang() heeds the nearest xml:lang', () => {
  expect(evaluate('//e[lang("de")]/name()')).toBe('string:e');
  expect(evaluate('//e[lang("nl")]/name()')).toBe('');
});

test('text is compared by code points, beyond U+FFFF too', () => {
  expect(evaluate('codepoints-to-string(65533) lt "𝄞"')).toBe('boolean:true');
});

test('CDATA and text beside it are one text node', () => {
  const mixed = evaluator('<a>1<![CDATA[2]]>3<!--x-->4<b/>5</a>');
  expect(mixed('/a/text()')).toBe('N:123|N:4|N:5');
  expect(mixed('string(/a)')).toBe('string:12345');
});

describe('XPath 1.0 compatibility', () => {
  const before = evaluator('<a><b>2</b><b>10</b><c>x</c></a>', { compatible: true });
  test.each([
    ['the first of several counts', 'string-length(//b)', 'integer:1'],
    ['what is added is a number', '"1" + 1', 'double:2'],
    ['what is no number is NaN', '//c + 1', 'double:NaN'],
    ['an order makes numbers', '//b[2] > //b[1]', 'boolean:true'],
    ['a boolean makes booleans', '//c = true()', 'boolean:true'],
  ])('%s', (_what, expression, result) => expect(before(expression)).toBe(result));
});

describe('steps', () => {
  const deep = evaluator(`<a>${'<b/>'.repeat(300)}</a>`, { steps: 50_000 });
  test.each([
    'count(for $x in //b, $y in //b, $z in //b return 1)',
    'count(//b/following::b/preceding::b)',
    '1 to 9999999',
  ])('%s stops where they end', (expression) => expect(() => deep(expression)).toThrow(StepsExhausted));
  test('a pattern that other engines try in exponentially many ways costs no more than its length', () => {
    const text = 'a'.repeat(2000);
    expect(evaluator('<a/>')(`matches("${text}", "^(a+)+b$")`)).toBe('boolean:false');
    expect(evaluator('<a/>')(`matches("${text}", "^(a|aa)+$")`)).toBe('boolean:true');
  });
});
