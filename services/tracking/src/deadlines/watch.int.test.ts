import type { AcceptedDeadline } from '@dienstweg/schemas/accepted.ts';
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AUTHOR,
  acceptedRecord,
  newId,
  openTrackingHouse,
  READERS,
  type TrackingHouse,
  told,
} from '../../testing/house.ts';

const [TAX, CRAFTS] = READERS;
let house: TrackingHouse;
beforeAll(async () => {
  house = await openTrackingHouse({ deadlineEveryMs: 30 });
  await house.start();
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
});

const deadline = (expects: AcceptedDeadline['expects'], dueInMs: number): AcceptedDeadline => ({
  start: '2026-01-05',
  amount: 3,
  unit: 'werktag',
  onWhom: 'reader',
  by: 'author',
  expects,
  calendar: 'DE',
  lastDay: '2026-01-08',
  atRiskAt: new Date(Date.now() - 1_000).toISOString(),
  dueAt: new Date(Date.now() + dueInMs).toISOString(),
});
const eventsOf = async (messageId: MessageId): Promise<readonly string[]> =>
  (await house.ask('trackingMessage', { messageId })).events.map(({ type, reader }) =>
    `${type} ${reader ?? ''}`.trim(),
  );
const tells = async (messageId: MessageId, what: string): Promise<void> => {
  for (let guard = 0; guard < 400; guard += 1) {
    if ((await eventsOf(messageId)).includes(what)) return;
    await new Promise((again) => setTimeout(again, 20));
  }
  throw new Error(`never told: ${what}`);
};

describe('deadlines', () => {
  test('are told at risk, then missed, once each, of the deliveries that do not keep them', async () => {
    const messageId = newId();
    await house.accept({ ...acceptedRecord(messageId), deadline: deadline('acceptance', 2_500) });
    await house.tell({ ...told(messageId, CRAFTS), type: 'accepted-by-reader', receipt: 'r' });
    await tells(messageId, `deadline-missed ${TAX}`);
    const events = await eventsOf(messageId);
    expect(events.filter((event) => event.startsWith('deadline-'))).toEqual([
      `deadline-at-risk ${TAX}`,
      `deadline-missed ${TAX}`,
    ]);
    expect(await house.ask('trackingMessage', { messageId })).toMatchObject({ deadline: { lastDay: '2026-01-08' } });
  });

  test('an answer that does not come is overdue; one that came is not', async () => {
    const messageId = newId();
    await house.accept({
      ...acceptedRecord(newId()),
      author: CRAFTS,
      inReplyTo: messageId,
      route: { edition: 7, at: '2026-01-05', readers: [] },
    });
    await house.accept({ ...acceptedRecord(messageId), deadline: deadline('answer', -10) });
    await house.tell({ ...told(messageId, TAX), type: 'accepted-by-reader', receipt: 'r' });
    await tells(messageId, `answer-overdue ${TAX}`);
    expect((await eventsOf(messageId)).filter((event) => event.startsWith('answer-'))).toEqual([
      `answer-overdue ${TAX}`,
    ]);
  });

  test('what was told is not told again after a restart, nor when the view is rebuilt', async () => {
    const messageId = newId();
    await house.accept({ ...acceptedRecord(messageId), deadline: deadline('delivery', -10) });
    await tells(messageId, `deadline-missed ${TAX}`);
    const before = (await house.bus.jsm.streams.info('EVENTS')).state.last_seq;
    await house.stop();
    await house.forget();
    await house.start();
    const other = newId();
    await house.accept({ ...acceptedRecord(other), deadline: deadline('delivery', -10) });
    await tells(other, `deadline-missed ${TAX}`);
    const after = (await house.bus.jsm.streams.info('EVENTS')).state.last_seq;
    expect(after - before).toBe(1);
    expect((await house.ask('trackingMessage', { messageId })).author).toBe(AUTHOR);
  });
});
