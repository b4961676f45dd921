import { expect, test } from '@jest/globals';
import { COMMANDS } from './commands.ts';

test('no command is listed twice, as done and as still to come', () => {
  const names = COMMANDS.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
