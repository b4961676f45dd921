import { DatabaseSync } from 'node:sqlite';
import type { AcceptedDeadline, AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { AUTHOR, acceptedRecord, newId, READERS, told } from '../testing/house.ts';
import { projectInto } from './project.ts';
import { conversationTracer } from './query-conversation.ts';
import { SCHEMA } from './schema.ts';

const [TAX, CRAFTS] = READERS;
const STRANGER = 'dvdv:abh:990500005000' as AuthorityId;
const DEADLINE: AcceptedDeadline = {
  start: '2026-01-05',
  amount: 1,
  unit: 'month',
  onWhom: 'reader',
  by: 'message-type',
  expects: 'answer',
  calendar: 'DE',
  lastDay: '2026-02-05',
  dueAt: '2026-02-05T23:00:00.000Z',
  atRiskAt: '2026-01-29T00:00:00.000Z',
};

/** A question to both readers, which begins the conversation, and the answer of one of them. */
const conversation = (at = '2026-01-06T00:00:00Z') => {
  const database = new DatabaseSync(':memory:');
  database.exec(SCHEMA);
  const [question, answer] = [newId(), newId()];
  const asked: AcceptedRecord = { ...acceptedRecord(question), deadline: DEADLINE };
  const route = acceptedRecord(answer).route;
  const replied: AcceptedRecord = {
    ...acceptedRecord(answer, TAX),
    author: TAX,
    inReplyTo: question,
    conversationId: question,
    route: {
      ...route,
      readers: [
        {
          deliveryId: deliveryIdOf(TAX, answer, AUTHOR),
          authority: AUTHOR,
          role: 'reader',
          roles: [],
          parts: ['core'],
        },
      ],
    },
  };
  const projection = projectInto(database);
  const messages = [asked, replied].map((accepted, place) => ({ sequence: place + 1, accepted, receipt: 'e.e30.s' }));
  projection.apply({ messages, events: [], positions: {} });
  const accept = (reader: AuthorityId, place: number): void =>
    projection.apply({
      messages: [],
      events: [
        {
          sequence: place,
          events: [{ ...told(question, reader), type: 'accepted-by-reader', receipt: 'r' }],
        },
      ],
      positions: {},
    });
  const ask = conversationTracer(database, () => new Date(at));
  return { ask, question, answer, accept };
};

test('the whole is as far as its least advanced delivery, and each agency as its own', () => {
  const { ask, question, answer, accept } = conversation();
  accept(TAX, 1);
  const seen = ask({ conversationId: question });
  expect(seen.state).toBe('delivering');
  expect(seen.messages.map(({ messageId }) => messageId)).toEqual([question, answer]);
  expect(seen.agencies).toMatchObject([
    {
      authority: TAX,
      roles: ['tax-office'],
      state: 'accepted-by-reader',
      answered: true,
      deadline: { standing: 'kept' },
    },
    {
      authority: CRAFTS,
      state: 'delivering',
      answered: false,
      deadline: { standing: 'open', lastDay: '2026-02-05', messageId: question },
    },
    { authority: AUTHOR, state: 'delivering', answered: false },
  ]);
});

test('a deadline of a month is at risk in its last week, and missed when it is over', () => {
  const standing = (at: string) => {
    const { ask, question } = conversation(at);
    return ask({ conversationId: question }).agencies.map(({ deadline }) => deadline?.standing);
  };
  expect(standing('2026-01-29T00:00:00Z')).toEqual(['kept', 'at-risk', undefined]);
  expect(standing('2026-02-05T23:00:00Z')).toEqual(['kept', 'missed', undefined]);
});

test('a reader sees its own deliveries and what it wrote itself, a stranger that there is nothing', () => {
  const { ask, question, answer } = conversation();
  const ofTax = ask({ conversationId: question, visibleTo: TAX });
  expect(
    ofTax.messages.map(({ messageId, deliveries }) => [messageId, deliveries.map(({ reader }) => reader)]),
  ).toEqual([
    [question, [TAX]],
    [answer, [AUTHOR]],
  ]);
  const ofCrafts = ask({ conversationId: question, visibleTo: CRAFTS });
  expect(ofCrafts.agencies.map(({ authority }) => authority)).toEqual([CRAFTS]);
  expect(ofCrafts.messages).toHaveLength(1);
  expect(() => ask({ conversationId: question, visibleTo: STRANGER })).toThrow('conversation-unknown');
});
