import type { MessageFilter } from '@dienstweg/schemas/bus/requests.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AUTHOR, acceptedRecord, newId, READERS, told } from '../../testing/house.ts';
import { type Databases, databasesOf, emptyView, KINDS } from '../../testing/views.ts';
import { conversationOf } from './conversation.ts';
import { feedOf } from './feed.ts';
import { findIn } from './find.ts';
import { inboxOf } from './inbox.ts';
import { messageOf } from './trace.ts';

const [TAX, CRAFTS] = READERS;
const OTHER = 'dvdv:abh:990500005000' as typeof AUTHOR;
let databases: Databases;

/** A view with messages, the third of another author, each a minute later. */
const viewOf = async (count: number) => {
  const opened = await emptyView(databases);
  const ids = Array.from({ length: count }, newId);
  await opened.accept(
    ...ids.map((messageId, place) => ({
      ...acceptedRecord(messageId),
      ...(place === 2 ? { author: OTHER, messageType: { code: 'wegzug.mitteilung', version: '1.0' } } : {}),
      testMessage: place === 0,
      acceptedAt: `2026-01-05T10:0${place}:00.000Z`,
      processReference: { responder: `file ${place}` },
      ...(place === 3 ? { conversationId: ids[1] ?? '', businessKeys: [{ name: 'nummer', value: 'R-17' }] } : {}),
    })),
  );
  const find = (question: Partial<Parameters<typeof findIn>[1]>) => findIn(opened.view, { limit: 50, ...question });
  const found = async (question: MessageFilter): Promise<readonly number[]> =>
    (await find(question)).messages.map(({ messageId }) => ids.indexOf(messageId));
  const id = (place: number) => ids[place] ?? newId();
  return { ...opened, ids, id, find, found };
};

describe.each(KINDS)('on %s', (kind) => {
  beforeAll(async () => {
    databases = await databasesOf(kind);
  });
  afterAll(async () => {
    await databases[Symbol.asyncDispose]();
  });

  test('finds by each thing known, and by several, the newest first', async () => {
    await using opened = await viewOf(5);
    const { found, find, id, tell } = opened;
    const reasons = { attempt: 3, code: 'recipient-timeout', receipt: 'r' } as const;
    await tell(
      { ...told(id(1), TAX), type: 'dead-lettered', ...reasons },
      { ...told(id(1), CRAFTS), type: 'handed-over', via: 'push', attempt: 1, receipt: 'r' },
    );
    for (const reader of READERS)
      await tell({ ...told(id(4), reader), type: 'handed-over', via: 'push', attempt: 1, receipt: 'r' });
    expect(await found({})).toEqual([4, 3, 2, 1, 0]);
    expect(await found({ author: OTHER })).toEqual([2]);
    expect(await found({ messageType: 'wegzug.mitteilung' })).toEqual([2]);
    expect(await found({ messageType: 'gewerbeanzeige', messageTypeVersion: '1.0' })).toEqual([4, 3, 1, 0]);
    expect(await found({ messageType: 'gewerbeanzeige', messageTypeVersion: '2.0' })).toEqual([]);
    expect(await found({ processReference: 'file 3' })).toEqual([3]);
    expect(await found({ conversation: id(1) })).toEqual([3]);
    expect(await found({ businessKey: { value: 'R-17' } })).toEqual([3]);
    expect(await found({ businessKey: { name: 'nummer', value: 'R-17' }, state: 'delivering' })).toEqual([3]);
    expect(await found({ businessKey: { name: 'aktenzeichen', value: 'R-17' } })).toEqual([]);
    expect(await found({ since: '2026-01-05T10:01:00.000Z', until: '2026-01-05T10:03:00.000Z' })).toEqual([2, 1]);
    expect(await found({ since: '2026-01-05T11:00:00.000Z' })).toEqual([]);
    expect(await found({ until: '2026-01-05T10:01:30.000Z', author: told(id(0), TAX).author })).toEqual([1, 0]);
    expect(await found({ reader: TAX, since: '2026-01-05T10:03:00.000Z' })).toEqual([4, 3]);
    // the whole is a dead letter although another reader has it
    expect(await found({ state: 'dead-letter' })).toEqual([1]);
    expect(await found({ state: 'handed-over' })).toEqual([4]);
    expect(await found({ state: 'delivering', reader: CRAFTS })).toEqual([3, 2, 0]);
    expect(await found({ code: 'recipient-timeout', reader: TAX })).toEqual([1]);
    expect(await found({ testMessage: true })).toEqual([0]);
    expect(await found({ testMessage: false, author: OTHER })).toEqual([2]);
    expect(await found({ messageId: id(2), author: OTHER })).toEqual([2]);
    for (const search of [id(3), 'file 3', 'R-17', ` urn:uuid:${id(3)} `]) expect(await found({ search })).toEqual([3]);
    expect(await found({ search: id(1) })).toEqual([3, 1]);
    expect(await found({ search: told(id(2), TAX).deliveryId })).toEqual([2]);
    // whoever reads a message is not told by a guessed id who else does; its author, and who has the delivery, find it
    const { deliveryId: ofCrafts } = told(id(1), CRAFTS);
    expect(await found({ search: ofCrafts, visibleTo: TAX })).toEqual([]);
    for (const seer of [CRAFTS, told(id(1), TAX).author])
      expect(await found({ search: ofCrafts, visibleTo: seer })).toEqual([1]);
    // nor by asking for another reader, or for what another one's delivery failed by
    expect(await found({ reader: CRAFTS, visibleTo: TAX })).toEqual([]);
    expect(await found({ reader: TAX, visibleTo: TAX })).toEqual([4, 3, 2, 1, 0]);
    expect(await found({ reader: CRAFTS, visibleTo: OTHER })).toEqual([2]);
    expect(await found({ code: 'recipient-timeout', visibleTo: CRAFTS })).toEqual([]);
    expect(await found({ code: 'recipient-timeout', visibleTo: TAX })).toEqual([1]);
    expect(await found({ visibleTo: TAX })).toEqual([4, 3, 2, 1, 0]);
    expect(await found({ visibleTo: OTHER })).toEqual([2]);
    const [seen] = (await find({ visibleTo: TAX, messageId: id(1) })).messages;
    expect([seen?.state, seen?.deliveries.map(({ reader }) => reader)]).toEqual(['dead-letter', [TAX]]);
    const [whole] = (await find({ messageId: id(4), count: true })).messages;
    expect(whole).toMatchObject({ state: 'handed-over', attempts: 1, endedAt: '2026-01-05T10:00:01.000Z' });
  });

  test('goes through all pages in both directions, and says where there are no more', async () => {
    await using opened = await viewOf(5);
    const { find, ids } = opened;
    const filters: readonly MessageFilter[] = [
      {},
      { reader: TAX },
      { state: 'delivering' },
      { visibleTo: TAX },
      { state: 'delivering', reader: CRAFTS, since: '2026-01-05T10:00:00Z' },
    ];
    for (const filter of filters) {
      const pages: (readonly number[])[] = [];
      const back: (readonly number[])[] = [];
      const placesOn = ({ messages }: Awaited<ReturnType<typeof find>>): readonly number[] =>
        messages.map(({ messageId }) => ids.indexOf(messageId));
      let page = await find({ ...filter, limit: 2, count: true });
      expect([page.previous, page.count]).toEqual([undefined, { n: 5 }]);
      for (pages.push(placesOn(page)); page.next !== undefined; pages.push(placesOn(page)))
        page = await find({ ...filter, limit: 2, after: page.next });
      for (; page.previous !== undefined; back.push(placesOn(page)))
        page = await find({ ...filter, limit: 2, before: page.previous });
      expect(pages).toEqual([[4, 3], [2, 1], [0]]);
      expect(back).toEqual([
        [2, 1],
        [4, 3],
      ]);
    }
  });

  test('finds refused submissions by state, problem and id, each to whom it concerns, in pages', async () => {
    await using opened = await viewOf(2);
    const { find, tell } = opened;
    const ids = Array.from({ length: 5 }, newId);
    const refuse = (place: number, more: object = {}) => ({
      id: newId(),
      at: `2026-01-05T11:0${place}:00.000Z`,
      node: 'gateway',
      type: 'message-refused' as const,
      code: 'schema-violation' as const,
      peer: TAX,
      claimed: {
        author: OTHER,
        messageId: ids[place] ?? newId(),
        messageType: { code: 'gewerbeanzeige', version: '1.0' },
        testMessage: place === 1,
      },
      sizeBytes: 17,
      places: [],
      ...more,
    });
    await tell(...[0, 1, 2].map((place) => refuse(place)), refuse(3, { code: 'author-mismatch', peer: CRAFTS }));
    const found = async (question: Parameters<typeof find>[0]) =>
      (await find(question)).messages.map(({ messageId }) => ids.indexOf(messageId));
    expect(await found({ state: 'refused' })).toEqual([3, 2, 1, 0]);
    expect(await found({ code: 'schema-violation' })).toEqual([2, 1, 0]);
    expect(await found({ search: ids[1] ?? '' })).toEqual([1]);
    expect(await found({ messageId: ids[3] ?? newId() })).toEqual([3]);
    expect(await found({ state: 'refused', visibleTo: CRAFTS })).toEqual([3]);
    expect(await found({ state: 'refused', visibleTo: OTHER })).toEqual([]);
    expect(await found({ state: 'refused', author: OTHER, code: 'schema-violation' })).toEqual([2, 1, 0]);
    expect(await found({ state: 'refused', testMessage: true })).toEqual([1]);
    expect(await found({ state: 'refused', reader: TAX })).toEqual([]);
    expect(await found({ state: 'refused', since: '2026-01-05T11:01:00Z', until: '2026-01-05T11:03:00Z' })).toEqual([
      2, 1,
    ]);
    // what fits accepted messages, too, finds these
    expect(await found({ messageType: 'gewerbeanzeige' })).toEqual([-1, -1]);
    const page = await find({ code: 'schema-violation', limit: 2, count: true });
    expect([page.messages[0], page.count]).toMatchObject([
      { state: 'refused', code: 'schema-violation', testMessage: false, author: OTHER, sender: TAX },
      { n: 3 },
    ]);
    const more = { code: 'schema-violation', limit: 2 } as const;
    const next = await find({ ...more, after: page.next ?? '' });
    expect(next.messages.map(({ messageId }) => ids.indexOf(messageId))).toEqual([0]);
    expect(await found({ ...more, before: next.previous ?? '' })).toEqual([2, 1]);
    expect(await messageOf(opened.view, { messageId: ids[1] ?? newId() })).toMatchObject({
      state: 'refused',
      testMessage: true,
    });
  });

  test('a reader finds nothing before its time, and never the receipt that names the others', async () => {
    await using opened = await emptyView(databases);
    const messageId = newId();
    await opened.accept({
      ...acceptedRecord(messageId),
      notBefore: '2026-01-06T00:00:00.000Z',
      conversationId: messageId,
    });
    const [early, due] = [new Date('2026-01-05T23:59:59Z'), new Date('2026-01-06T00:00:00Z')];
    const { author } = told(messageId, TAX);
    const foundBy = async (visibleTo: typeof author, now: Date) => ({
      find: (await findIn(opened.view, { limit: 9, visibleTo, count: true }, now)).count?.n,
      trace: await messageOf(opened.view, { messageId, visibleTo }, now).then(
        ({ events }) => events[0]?.receipt,
        () => 'nothing',
      ),
      conversation: await conversationOf(opened.view, { conversationId: messageId, visibleTo }, now).then(
        ({ messages }) => messages.length,
        () => 0,
      ),
    });
    expect(await foundBy(TAX, early)).toEqual({ find: 0, trace: 'nothing', conversation: 0 });
    expect(await foundBy(TAX, due)).toEqual({ find: 1, trace: undefined, conversation: 1 });
    expect(await foundBy(author, early)).toEqual({ find: 1, trace: expect.any(String), conversation: 1 });
    const acceptedIn = async (authority: typeof author, now = due) =>
      (await feedOf(opened.view, { authority, limit: 9 }, now)).items.map(({ type, receipt }) => [
        type,
        typeof receipt,
      ]);
    expect(await acceptedIn(TAX)).toEqual([['message-accepted', 'undefined']]);
    expect(await acceptedIn(author)).toEqual([['message-accepted', 'string']]);
    await opened.tell({
      ...told(messageId, TAX),
      type: 'deadline-at-risk',
      dueAt: '2026-01-07T00:00:00.000Z',
      onWhom: 'reader',
      expects: 'answer',
    });
    expect(await acceptedIn(TAX, early)).toEqual([]);
    const { next } = await feedOf(opened.view, { authority: TAX, limit: 1 }, early);
    expect((await feedOf(opened.view, { authority: TAX, limit: 1, after: next }, early)).items).toEqual([]);
    expect((await acceptedIn(TAX)).map(([type]) => type)).toEqual(['message-accepted', 'deadline-at-risk']);
    expect(await acceptedIn(author, early)).toHaveLength(2);
    const readBy = async (now: Date) => (await inboxOf(opened.view, { reader: TAX, limit: 9 }, now)).items.length;
    expect([await readBy(early), await readBy(due)]).toEqual([0, 1]);
  });

  test('nonsense is refused in words or finds nothing, and is never run as SQL', async () => {
    await using opened = await viewOf(3);
    const { find, found } = opened;
    const nonsense = "'; DROP TABLE messages; --" as typeof OTHER;
    expect(await found({ author: nonsense })).toEqual([]);
    expect(await found({ search: nonsense })).toEqual([]);
    expect(await found({ search: '\u{1F4E8} %_"' })).toEqual([]);
    for (const filter of [{ since: 'soon' }, { search: 'x\u0000y' }, { limit: 0 }, { limit: 1e9 }, { after: nonsense }])
      await expect(find(filter)).rejects.toThrow('request-invalid');
    expect(await found({})).toHaveLength(3);
  });
});
