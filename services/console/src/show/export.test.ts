import { expect, test } from '@jest/globals';
import { cefLine, csvCell, csvLine } from './export.ts';

test.each(['=1+1', '+49', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\u00a0=1', '＝1', '|cmd', '%0A=1'])(
  'a cell %j is no formula in any spreadsheet',
  (text) => {
    expect(csvCell(text)).toBe(`"'${text}"`);
  },
);

test('quotes, line ends and separators stay within their cell; numbers stay numbers', () => {
  expect(csvCell('\ufeff=cmd|x')).toBe('"\'\uFFFD=cmd|x"');
  expect(csvCell('a\u001b[2J\u202eb')).toBe('"a\uFFFD[2J\uFFFDb"');
  expect(csvLine(['a"b', 'c,d', 'e\r\nf', -3, undefined, true])).toBe('"a""b","c,d","e\r\nf","-3","","true"\r\n');
});

test('nothing in an event can begin another line or another field of CEF', () => {
  const line = cefLine(
    { id: 'a|b', name: 'x\ny', severity: 3 },
    { reason: 'c=d\nCEF:0|evil', suser: 'a\\b', none: undefined },
  );
  expect(line).toBe('CEF:0|Dienstweg|console|1|a\\|b|x y|3|reason=c\\=d\\nCEF:0|evil suser=a\\\\b\n');
  expect(line.trimEnd().split('\n')).toHaveLength(1);
});
