import { expect, test } from '@jest/globals';
import { parseAuthorityId, parseMessageId } from '../identifiers.ts';
import type { MessageHeader } from '../message.ts';
import { violation } from '../problems/problem.ts';
import { checkPayloads } from './content.ts';
import type { MessageTypeChecks } from './needs.ts';

const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not of its form');
  return value;
};
const header: MessageHeader = {
  messageId: known(parseMessageId('01234567-89ab-4def-8123-456789abcdef')),
  messageType: { code: 'x', version: '1' },
  author: known(parseAuthorityId('dvdv:xga:990100007007')),
  addressee: { by: 'reader', reader: known(parseAuthorityId('dvdv:fin:990100000000')) },
  distribution: [],
  processReference: {},
  createdAt: '2026-11-22T09:00:00Z',
  testMessage: true,
  parts: [],
};
const how = { at: new Date(0), language: 'en' } as const;
const warning = violation('rule-violation', 'unusual', { severity: 'warning' });
const broken = violation('rule-violation', 'wrong');
const undecided = violation('rule-not-evaluable', 'unclear');

const outcome = (type: Partial<MessageTypeChecks>) => {
  const { violations, warnings } = checkPayloads(
    { checkPart: () => [], checkHeader: () => [], ...type },
    header,
    [],
    how,
  );
  return { violations, warnings };
};

test('warnings of rules are told and refuse nothing', () => {
  expect(outcome({ checkContents: () => [warning] })).toEqual({ violations: [], warnings: [warning] });
  expect(outcome({ checkContents: () => [broken, warning] })).toEqual({ violations: [broken], warnings: [warning] });
});

test('a rule that cannot be evaluated refuses under its own code', () => {
  expect(outcome({ checkContents: () => [undecided] }).violations).toEqual([undecided]);
});

test('rules are not asked where the header contradicts the payload', () => {
  const contradiction = violation('header-payload-mismatch', 'other');
  expect(outcome({ checkHeader: () => [contradiction], checkContents: () => [broken] }).violations).toEqual([
    contradiction,
  ]);
});
