import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EntryKind, RegistryEntry } from '../change/changes.ts';
import { byCodePoints, canonicalText, fieldDifferences } from './canonical.ts';
import { entryReader } from './check-entry.ts';
import { csvLine } from './csv-rows.ts';
import { csvReader, jsonReader, type TableNeeds } from './read-table.ts';
import { cellsOf, headOf } from './row.ts';
import { anyEntry } from './testing/any-entry.ts';
import { tableViolation } from './texts.ts';

interface Found {
  readonly entries: (readonly [RegistryEntry, number])[];
  readonly findings: string[];
}

const check = entryReader();

const read = (reader: typeof csvReader, text: string, kind?: EntryKind, step = 50): Found => {
  const found: Found = { entries: [], findings: [] };
  const needs: TableNeeds = {
    check,
    ...(kind === undefined ? {} : { kind }),
    nearest: (word, candidates) => candidates.find((each) => each.toLowerCase() === word.toLowerCase()),
    onEntry: (entry, line) => found.entries.push([entry, line]),
    onClose: () => {},
    onDocument: () => {},
    onFinding: (finding) => {
      const { line, text: said } = tableViolation(finding, 'en');
      found.findings.push(`${line} ${said}`);
    },
  };
  const into = reader(needs);
  const [first = '', ...rest] = text.split(/(?<=\n)/);
  const pieces = [first, ...(rest.join('').match(new RegExp(`[^]{1,${step}}`, 'g')) ?? [])];
  for (const piece of pieces) if (!into.push(piece)) break;
  into.end();
  return found;
};

const REGION = 'id,validFrom,validUntil,region,names.de,level';
const town = (id: string, rest = '2026-01-01,,ars:990101000017,Tann,municipality'): string => `${id},${rest}`;

describe('a table', () => {
  test('gives back every entry as it was, whatever its texts are', () => {
    fc.assert(
      fc.property(
        fc.array(anyEntry, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(',', ';'),
        (entries, separator) => {
          for (const kind of new Set(entries.map((entry) => entry.kind))) {
            const rows = entries.filter((entry) => entry.kind === kind);
            const table = [headOf(kind), ...rows.map(cellsOf)].map((cells) => csvLine(cells, separator)).join('');
            const { entries: back, findings } = read(csvReader, table);
            expect(findings).toEqual([]);
            expect(back.map(([entry]) => canonicalText(entry))).toEqual(rows.map(canonicalText));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('leaves no cell that a spreadsheet would calculate', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        for (const cell of cellsOf(entry)) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });

  test('tells every wrong row with its line, and goes on behind it', () => {
    const rows = [
      REGION,
      town('a'),
      town('b', '2026-02-30,,ars:99,"Tann\nam Wald",town'),
      '',
      town('c', '2026-01-01,2025-01-01,ars:990101000017,Tann,municipality'),
      'd,2026-01-01',
      town('e"'),
      town('f'),
    ];
    const { entries, findings } = read(csvReader, rows.join('\r\n'));
    expect(entries.map(([{ id }, line]) => [id, line])).toEqual([
      ['a', 2],
      ['f', 9],
    ]);
    expect(findings).toEqual([
      '3 b, validFrom: the value "2026-02-30" is not of the form required.',
      '3 b, region: the value "ars:99" is not of the form required.',
      '3 b, level: the value "town" is not of the form required.',
      '6 c, validUntil: the entry c ends on 2025-01-01, before it begins on 2026-01-01.',
      '7 The row has 2 cells, the table 6 columns.',
      '8 There is a " inside of a cell.',
    ]);
  });

  test('with a wrong head is refused, each column named', () => {
    const head = 'id,validfrom,region,region,names.de,level,colour';
    expect(read(csvReader, `${head}\n`).findings).toEqual([
      '1 There is no column "validfrom" for the kind "region".',
      '1 The column "region" occurs more than once.',
      '1 There is no column "colour" for the kind "region".',
      '1 The column "validFrom" is missing; the kind "region" needs it.',
    ]);
    expect(read(csvReader, 'a,b\n1,2\n').findings).toEqual([
      '1 The columns do not tell which kind of entries these are.',
    ]);
    expect(read(csvReader, '').findings).toHaveLength(1);
    expect(read(csvReader, `kind,${REGION}\nregoin,${town('a')}\n`).findings).toHaveLength(1);
    expect(read(csvReader, `${REGION}\n${town('a')}\n`, 'service').findings.length).toBeGreaterThan(1);
  });

  test('whose lines end in CR alone is not taken for one without rows', () => {
    const lines = [`kind,${REGION}`, `region,${town('a')}`, ''];
    expect(read(csvReader, lines.join('\r')).findings).toEqual(['1 There is a carriage return (CR) of its own.']);
    expect(read(csvReader, `${lines[0]}\n${lines[1]}\r${lines[1]}\n`)).toMatchObject({
      entries: [],
      findings: ['2 There is a carriage return (CR) of its own.'],
    });
    expect(read(csvReader, lines.join('\r\n')).entries).toHaveLength(1);
  });

  test('with columns without number is refused with the first of them', () => {
    const head = [REGION, ...Array.from({ length: 120_000 }, (_, n) => `x${n}`)].join(',');
    expect(read(csvReader, `${head}\n${town('a')}\n`, 'region', 1 << 20).findings).toHaveLength(100);
  });

  test('stops at a quote that is never closed', () => {
    const open = `${REGION}\n${town('a')}\nb,"${'x\n'.repeat(600_000)}`;
    const { entries, findings } = read(csvReader, open, undefined, 65_536);
    expect([entries.length, findings]).toEqual([
      1,
      ['3 The row has more than 1048576 characters; nothing was read after it.'],
    ]);
  });
});

describe('JSON', () => {
  const entry = (id: string) => ({
    kind: 'region',
    id,
    validFrom: '2026-01-01',
    region: 'ars:990101000017',
    names: { de: 'Tann [{"' },
    level: 'municipality',
  });
  const forms = {
    list: (entries: readonly object[]) => JSON.stringify(entries, null, 1),
    lines: (entries: readonly object[]) => entries.map((each) => `${JSON.stringify(each)}\n`).join(''),
    export: (entries: readonly object[]) => JSON.stringify({ edition: 3, entries, at: [1] }, null, 2),
    change: (entries: readonly object[]) => JSON.stringify({ puts: entries, closes: [] }),
  };

  test.each(Object.keys(forms) as (keyof typeof forms)[])('is read in the form of a %s', (form) => {
    for (const step of [1, 7, 10_000]) {
      const { entries, findings } = read(jsonReader, forms[form]([entry('a'), entry('b')]), undefined, step);
      expect([findings, entries.map(([{ id }]) => id)]).toEqual([[], ['a', 'b']]);
    }
  });

  test('that breaks off, or is none, is told with its line', () => {
    const whole = forms.lines([entry('a'), entry('b')]);
    for (const [text, line] of [
      [whole.slice(0, -4), 2],
      [`${whole}]`, 3],
      ['[1,]', 1],
      ['{"entries":[\n{}\n{}]}', 3],
      [`[${JSON.stringify(entry('a'))},\n{"id": tru}]`, 2],
    ] as const)
      expect(read(jsonReader, text).findings.at(-1)).toBe(
        `${line} From here on it is no JSON; nothing was read after it.`,
      );
  });

  test('is told member by member where it is no entry', () => {
    const { region: _, ...without } = entry('a');
    const wrong = [without, { ...entry('b'), kind: 'regio' }, { ...entry('c'), colour: 1 }];
    expect(read(jsonReader, forms.list(wrong)).findings.map((text) => text.replace(/^\d+ /, ''))).toEqual([
      'a: "region" is missing.',
      'b, /kind: the value "regio" is not of the form required.',
      'c: "colour" has no place here.',
    ]);
  });
});

test('of a number it is told which numbers it may be', () => {
  const of = (significantDigits: unknown): unknown => {
    const read = check({
      kind: 'responsibility',
      id: 'a',
      validFrom: '2027-01-01',
      service: 'leika:99999012001000',
      role: 'responsible',
      region: 'ars:990100000000',
      significantDigits,
      authority: 'dvdv:bsd:990100000000',
    });
    return read.ok || read.findings.map(({ at, expected }) => [at, expected]);
  };
  const digits = [['/significantDigits', '0 | 2 | 3 | 5 | 9 | 12']];
  expect([of(5), of(7), of('five')]).toEqual([true, digits, digits]);
});

describe('comparing', () => {
  test('finds the members that differ, and none where only order or emptiness does', () => {
    const before = {
      kind: 'mandate',
      id: 'm',
      validFrom: '2026-01-01',
      provider: 'oin:1',
      author: 'oin:2',
      handIn: true,
    };
    const one = { ...before, signs: ['a'] } as unknown as RegistryEntry;
    const other = { signs: ['a'], ...before, contact: {} } as unknown as RegistryEntry;
    expect(canonicalText(one)).toBe(canonicalText(other));
    expect(fieldDifferences(one, { ...one, validUntil: '2027-01-01', signs: [] } as RegistryEntry)).toEqual([
      { field: 'validUntil', after: '2027-01-01' },
      { field: 'signs', before: ['a'], after: [] },
    ]);
  });

  test('orders texts by code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4 }), fc.string({ unit: 'binary', maxLength: 4 }), (a, b) => {
        const octets = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(Math.sign(byCodePoints(a, b))).toBe(octets);
      }),
    );
  });
});
