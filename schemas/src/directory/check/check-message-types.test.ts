/** What a version of a message type may become, and what not. */
import { expect, test } from '@jest/globals';
import type { MessageTypeEntry } from '../change/changes.ts';
import { Directory } from '../directory.ts';
import { checkChange } from './check-change.ts';

const TODAY = '2026-11-22';
const ID = 'message-type/notice/1.0';
const [ONE, OTHER] = ['a', 'b'].map((digit) => digit.repeat(64));
const entry = (rest: Partial<MessageTypeEntry> = {}): MessageTypeEntry => ({
  kind: 'message-type',
  id: ID,
  messageTypeCode: 'notice',
  version: '1.0',
  names: { de: 'Anzeige' },
  digest: ONE ?? '',
  validFrom: '2026-05-01',
  ...rest,
});
const change = (puts: readonly MessageTypeEntry[], closes: readonly { id: string; validUntil: string }[] = []) => ({
  id: '01234567-89ab-4def-8123-456789abcdef',
  by: 'Ada',
  reason: 'test',
  puts,
  closes,
});

const against = (before: MessageTypeEntry | undefined, next: ReturnType<typeof change>): readonly string[] => {
  const directory = new Directory();
  if (before !== undefined) directory.apply({ ...change([before]), id: 'x' }, 1, new Date(0));
  return checkChange(directory, next, { today: TODAY }).map(({ text }) => text);
};
const put = (before: Partial<MessageTypeEntry> | undefined, after: Partial<MessageTypeEntry>) =>
  against(before === undefined ? undefined : entry(before), change([entry(after)]));

test.each<[string, Partial<MessageTypeEntry> | undefined, Partial<MessageTypeEntry>]>([
  ['is published', undefined, {}],
  ['is put again', {}, {}],
  ['changes while it is a draft', { draft: true }, { draft: true, digest: OTHER ?? '' }],
  ['ceases to be a draft', { draft: true }, { digest: OTHER ?? '', validFrom: '2027-01-01' }],
  ['is deprecated', {}, { deprecatedFrom: TODAY, validUntil: '2027-05-01' }],
  ['is deprecated later than planned', { deprecatedFrom: '2027-01-01' }, { deprecatedFrom: '2027-02-01' }],
  ['begins later than planned', { validFrom: '2027-01-01' }, { validFrom: '2027-02-01' }],
])('a version %s', (_what, before, after) => {
  expect(put(before, after)).toEqual([]);
});

test.each<[string, Partial<MessageTypeEntry> | undefined, Partial<MessageTypeEntry>, string]>([
  ['has another id', undefined, { id: 'message-type/notice/2.0' }, 'must have the id'],
  ['changes its content', {}, { digest: OTHER ?? '' }, 'does not change any more'],
  ['becomes a draft again', {}, { draft: true }, 'cannot become one again'],
  ['comes back', { validUntil: TODAY }, { validUntil: '2027-05-01' }, 'does not come back'],
  ['ends in the past', {}, { validUntil: '2026-11-21' }, 'which has passed'],
  ['is not deprecated any more', { deprecatedFrom: '2026-11-01' }, {}, 'has come already'],
  ['begins anew', {}, { validFrom: '2026-12-01' }, 'has come already'],
  [
    'is deprecated after its end',
    {},
    { deprecatedFrom: '2027-05-01', validUntil: '2027-05-01' },
    'not within its days',
  ],
])('no version %s', (_what, before, after, told) => {
  expect(put(before, after).join('\n')).toContain(told);
});

test('a version is retired by closing it, today at the earliest', () => {
  const closed = (validUntil: string) =>
    against(entry({ deprecatedFrom: '2026-11-01' }), change([], [{ id: ID, validUntil }]));
  expect(closed(TODAY)).toEqual([]);
  expect(closed('2026-11-21').join()).toContain('which has passed');
});
