import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../args/parse.ts';
import { messagesFind } from '../commands/messages-find.ts';
import { momentOption } from './moments.ts';

const sinceOf = (text: string): string | undefined =>
  momentOption(parseArguments(messagesFind, [`--since=${text}`]), 'since');

describe('a day or a moment as typed', () => {
  test.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T08:00:00.5+01:00', '2026-01-31T07:00:00.500Z'],
  ])('%s is one', (text, moment) => {
    expect(sinceOf(text)).toBe(moment);
  });

  test.each(['2026-02-30', '2026-02-30T08:00:00Z', '2026-01-31T08:00:00', '-1', '1', 'foo 5', '2026', '31.01.2026'])(
    '%s is none, and wrong usage',
    (text) => {
      expect(() => sinceOf(text)).toThrow(
        expect.objectContaining({ problem: expect.objectContaining({ code: 'usage-error' }) }),
      );
    },
  );
});
