import type { AcceptedDeadline, AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AUTHOR, acceptedRecord, newId, READERS, told } from '../../testing/house.ts';
import { type Databases, databasesOf, emptyView, KINDS } from '../../testing/views.ts';
import { conversationOf } from './conversation.ts';

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

let databases: Databases;

/** A question to both readers, which begins the conversation, and the answer of one of them. */
const conversation = async (at = '2026-01-06T00:00:00Z') => {
  const { view, accept: take, tell, ...whole } = await emptyView(databases);
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
  await take(asked, replied);
  const accept = (reader: AuthorityId): Promise<void> =>
    tell({ ...told(question, reader), type: 'accepted-by-reader', receipt: 'r' });
  const ask = (asks: Parameters<typeof conversationOf>[1]) => conversationOf(view, asks, new Date(at));
  return { ...whole, ask, question, answer, accept };
};

describe.each(KINDS)('on %s', (kind) => {
  beforeAll(async () => {
    databases = await databasesOf(kind);
  });
  afterAll(async () => {
    await databases[Symbol.asyncDispose]();
  });

  test('the whole is as far as its least advanced delivery, and each agency as its own', async () => {
    await using conversing = await conversation();
    const { ask, question, answer, accept } = conversing;
    await accept(TAX);
    const seen = await ask({ conversationId: question });
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

  test('a deadline of a month is at risk in its last week, and missed when it is over', async () => {
    const standing = async (at: string) => {
      await using conversing = await conversation(at);
      const { ask, question } = conversing;
      return (await ask({ conversationId: question })).agencies.map(({ deadline }) => deadline?.standing);
    };
    expect(await standing('2026-01-29T00:00:00Z')).toEqual(['kept', 'at-risk', undefined]);
    expect(await standing('2026-02-05T23:00:00Z')).toEqual(['kept', 'missed', undefined]);
  });

  test('a reader sees its own deliveries and what it wrote itself, a stranger that there is nothing', async () => {
    await using conversing = await conversation();
    const { ask, question, answer } = conversing;
    const ofTax = await ask({ conversationId: question, visibleTo: TAX });
    expect(
      ofTax.messages.map(({ messageId, deliveries }) => [messageId, deliveries.map(({ reader }) => reader)]),
    ).toEqual([
      [question, [TAX]],
      [answer, [AUTHOR]],
    ]);
    const ofCrafts = await ask({ conversationId: question, visibleTo: CRAFTS });
    expect(ofCrafts.agencies.map(({ authority }) => authority)).toEqual([CRAFTS]);
    expect(ofCrafts.messages).toHaveLength(1);
    await expect(ask({ conversationId: question, visibleTo: STRANGER })).rejects.toThrow('conversation-unknown');
  });
});
