import type { ListedMessage } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { describe, expect, test } from '@jest/globals';
import { foundText } from './found.ts';

const AUTHOR = 'dvdv:xga:990100007007' as AuthorityId;
const message = (members: Partial<ListedMessage>): ListedMessage => ({
  messageId: '5b0f0000-0000-4000-8000-000000000000' as MessageId,
  author: AUTHOR,
  sender: AUTHOR,
  messageType: { code: 'gewerbeanzeige', version: '1.0' },
  state: 'handed-over',
  acceptedAt: '2026-01-05T10:00:00.000Z',
  sizeBytes: 1,
  edition: 1,
  processReference: {},
  testMessage: true,
  deliveries: [],
  attempts: 1,
  ...members,
});
const headOf = (...messages: readonly ListedMessage[]): string => foundText({ messages }).split('\n')[0] ?? '';

describe('messages that were found', () => {
  test('are not said to be accepted where they were refused', () => {
    const refused = message({ state: 'refused', code: 'schema-violation' });
    expect(headOf(message({}))).toContain('ACCEPTED');
    expect(headOf(refused, refused)).toMatch(/MESSAGE +HANDED IN +STATE/u);
    expect(headOf(refused, message({}))).toMatch(/MESSAGE +AT +STATE/u);
  });

  test('say that a dead letter was returned to its author', () => {
    const dead = message({ state: 'dead-letter', code: 'recipient-refused' });
    expect(foundText({ messages: [dead] })).not.toContain('returned');
    expect(foundText({ messages: [{ ...dead, returned: true }] })).toContain(
      'dead-letter (recipient-refused), returned to its author',
    );
  });
});
