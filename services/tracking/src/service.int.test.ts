import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AUTHOR,
  acceptedRecord,
  newId,
  openTrackingHouse,
  PROVIDER,
  READERS,
  type TrackingHouse,
  told,
} from '../testing/house.ts';
import { KINDS } from '../testing/views.ts';

const [TAX, CRAFTS] = READERS;
let house: TrackingHouse;

describe.each(KINDS)('the view on %s', (kind) => {
  beforeAll(async () => {
    house = await openTrackingHouse({}, kind);
    await house.start();
  });
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
  });

  test('follows each delivery of a message and takes a step told twice as one', async () => {
    const messageId = newId();
    await house.accept(acceptedRecord(messageId));
    const failed = {
      ...told(messageId, TAX),
      type: 'attempt-failed',
      attempt: 1,
      code: 'recipient-timeout',
      nextAttemptAt: '2026-01-05T10:00:02.000Z',
    } as const;
    await house.tell(failed, { ...failed, id: newId() });
    expect(await house.ask('trackingMessage', { messageId })).toMatchObject({ state: 'delivering' });
    const handedOver = (reader: AuthorityId) =>
      ({ ...told(messageId, reader), type: 'handed-over', via: 'push', attempt: 2, receipt: 'r' }) as const;
    await house.tell(handedOver(TAX), handedOver(CRAFTS));
    await house.tell({ ...told(messageId, TAX), type: 'accepted-by-reader', receipt: 'r' });
    const trace = await house.ask('trackingMessage', { messageId });
    expect(trace.state).toBe('accepted-by-reader');
    expect(trace.deliveries.map(({ reader, state }) => [reader, state])).toEqual([
      [TAX, 'accepted-by-reader'],
      [CRAFTS, 'handed-over'],
    ]);
    expect(trace.events.map(({ type }) => type)).toEqual([
      'message-accepted',
      'attempt-failed',
      'handed-over',
      'handed-over',
      'accepted-by-reader',
    ]);
  });

  test('shows a reader its own delivery, a stranger nothing, and a provider what it handed in', async () => {
    const messageId = newId();
    await house.accept(acceptedRecord(messageId, PROVIDER));
    await house.tell({ ...told(messageId, CRAFTS), type: 'laid-into-mailbox', receipt: 'r' });
    const seen = await house.ask('trackingMessage', { messageId, visibleTo: CRAFTS });
    expect([seen.state, seen.deliveries.map(({ reader }) => reader)]).toEqual(['in-mailbox', [CRAFTS]]);
    const stranger = 'dvdv:ags:99010001' as AuthorityId;
    await expect(house.ask('trackingMessage', { messageId, visibleTo: stranger })).rejects.toThrow('message-unknown');
    const feed = await house.ask('trackingEvents', { authority: PROVIDER, limit: 100 });
    expect(feed.items.map(({ type }) => type)).toEqual(['message-accepted', 'laid-into-mailbox']);
    const inbox = await house.ask('trackingDeliveries', { reader: CRAFTS, limit: 10, state: 'in-mailbox' });
    expect(inbox.items).toMatchObject([
      {
        messageId,
        parts: [
          { id: 'core', present: true },
          { id: 'tax', present: false },
        ],
      },
    ]);
  });

  test('tells a refusal to the peer that made it and to no claimed author', async () => {
    const messageId = newId();
    const before = await house.ask('trackingEvents', { authority: AUTHOR, limit: 1000 });
    await house.tell({
      id: newId(),
      at: '2026-01-05T10:00:01.000Z',
      node: 'gateway',
      type: 'message-refused',
      code: 'author-mismatch',
      peer: TAX,
      claimed: { author: AUTHOR, messageId },
      sizeBytes: 10,
      places: [],
    });
    expect(await house.ask('trackingMessage', { messageId, visibleTo: TAX })).toMatchObject({ state: 'refused' });
    await expect(house.ask('trackingMessage', { messageId, visibleTo: AUTHOR })).rejects.toThrow('message-unknown');
    const after = await house.ask('trackingEvents', { authority: AUTHOR, after: before.next, limit: 1000 });
    expect(after.items).toEqual([]);
  });

  test('goes on after a restart where it stood, and answers the same when rebuilt from nothing', async () => {
    const firstPage = await house.ask('trackingEvents', { authority: AUTHOR, limit: 3 });
    await house.stop();
    const messageId = newId();
    await house.accept(acceptedRecord(messageId));
    await house.start();
    const known = {
      trace: await house.ask('trackingMessage', { messageId }),
      summary: await house.ask('trackingSummary', {}),
      rest: await house.ask('trackingEvents', { authority: AUTHOR, after: firstPage.next, limit: 1000 }),
      found: await house.ask('trackingFind', { processReference: '32-17/26', reader: TAX, limit: 100 }),
    };
    await house.stop();
    await house.forget();
    await (await house.start()).caughtUp;
    expect(await house.ask('trackingMessage', { messageId })).toEqual(known.trace);
    expect(await house.ask('trackingSummary', {})).toEqual(known.summary);
    expect(await house.ask('trackingEvents', { authority: AUTHOR, after: firstPage.next, limit: 1000 })).toEqual(
      known.rest,
    );
    expect(known.found.messages).toHaveLength(3);
    const open = await house.ask('trackingFind', { state: 'in-mailbox', author: AUTHOR, limit: 100 });
    expect(open.messages).toEqual([]);
    const delivering = await house.ask('trackingFind', { state: 'delivering', since: '2026-01-05', limit: 1 });
    expect(delivering.messages).toMatchObject([{ messageId, state: 'delivering' }]);
    expect(await house.ask('trackingFind', { processReference: '32-17/26', reader: TAX, limit: 100 })).toEqual(
      known.found,
    );
  });

  test('gives every event of a feed exactly once over its pages, and refuses what is no cursor', async () => {
    const whole = await house.ask('trackingEvents', { authority: AUTHOR, limit: 1000 });
    const paged: unknown[] = [];
    for (let after: string | undefined; ; ) {
      const page = await house.ask('trackingEvents', {
        authority: AUTHOR,
        limit: 2,
        ...(after === undefined ? {} : { after }),
      });
      if (page.items.length === 0) break;
      paged.push(...page.items);
      after = page.next;
    }
    expect(paged).toEqual(whole.items);
    await expect(house.ask('trackingEvents', { authority: AUTHOR, after: 'x', limit: 1 })).rejects.toThrow(
      'request-invalid',
    );
  });

  test('goes on behind what nobody can take in, and takes what no text may hold', async () => {
    const messageId = newId();
    await house.accept({ ...acceptedRecord(newId()), sender: 17 } as never);
    await house.tell({ type: 'handed-over', at: 'never' } as never, {
      ...told(messageId, TAX),
      type: 'replayed',
      by: 'a\u0000b',
      reason: 'x'.repeat(100_000),
    });
    await house.tell({ type: 'of-a-later-release', id: newId(), at: '2026-01-05T10:00:01.000Z', node: 'x' } as never);
    await house.accept(acceptedRecord(messageId));
    expect(await house.ask('trackingMessage', { messageId })).toMatchObject({ state: 'delivering' });
  });
});
