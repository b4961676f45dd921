import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import { describe, expect, test } from '@jest/globals';
import type { CommandSpec } from './command.ts';
import { parseArguments } from './parse.ts';

const spec: CommandSpec = {
  arguments: [{ name: 'FILE', text: 'the message', optional: true }],
  options: {
    as: { value: 'AUTHORITY', text: 'who' },
    part: { value: 'ID=FILE', text: 'a part', multiple: true },
    wait: { value: 'STATE', text: 'until', choices: ['handed-over', 'dead-letter'] },
    group: { text: 'grouped' },
    'process-reference': { value: 'X', text: 'file reference' },
  },
  run: async () => ({ value: {}, text: '' }),
};

const mistake = (...args: readonly string[]): string => {
  try {
    parseArguments(spec, args);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'usage-error') return error.problem.detail;
    throw error;
  }
  throw new Error('no mistake was found');
};

describe('arguments', () => {
  test('are read by the table of the command', () => {
    const input = parseArguments(spec, ['m.xml', '--as', 'dvdv:a:1', '--part', 'a=1', '--part=b=2', '--group']);
    expect(input.argument(0)).toBe('m.xml');
    expect(input.text('as')).toBe('dvdv:a:1');
    expect(input.all('part')).toEqual(['a=1', 'b=2']);
    expect([input.flag('group'), input.flag('json')]).toEqual([true, false]);
  });

  test('take what a shell makes of a pattern: several words after an option that may be given several times', () => {
    const after = parseArguments(spec, ['m.xml', '--part', 'a=1', 'b=2', 'c=3', '--as', 'dvdv:a:1']);
    expect([after.argument(0), after.all('part')]).toEqual(['m.xml', ['a=1', 'b=2', 'c=3']]);
    const before = parseArguments(spec, ['--part', 'a=1', 'b=2', 'm.xml']);
    expect([before.argument(0), before.all('part')]).toEqual(['m.xml', ['a=1', 'b=2']]);
    expect(mistake('m.xml', '--part', 'a=1', '--group', 'b=2')).toContain('"b=2"');
  });

  test('that are wrong are answered with what was probably meant', () => {
    expect(mistake('--grup')).toContain('Did you mean --group?');
    expect(mistake('--reference', 'x')).toContain('Did you mean --process-reference?');
    expect(mistake('--wait', 'handed-ovr')).toContain('Did you mean handed-over?');
  });

  test('that are incomplete or too many are named', () => {
    expect(mistake('--as')).toContain('--as AUTHORITY');
    expect(mistake('a', 'b')).toContain('"b"');
    expect(mistake('--as', 'x:1', '--as', 'x:2')).toContain('more than once');
    expect(mistake('--group=yes')).toContain('takes no value');
  });
});
