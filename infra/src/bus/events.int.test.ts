import { readStoredEvents } from '@dienstweg/schemas/bus/stored.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import { expect, test } from '@jest/globals';
import { connectTestBus, startNats } from '../testing/servers.ts';
import { eventWriter } from './events.ts';
import { readMessage } from './read.ts';

const COUNT = 300;
const RECEIPT_OCTETS = 64_000;

test('events that together are more than the server takes at once are all recorded', async () => {
  await using nats = await startNats();
  await using bus = await connectTestBus(nats);
  await using writer = eventWriter(bus, 'gateway');
  const event = (n: number): DienstwegEvent =>
    ({
      id: String(n),
      type: 'accepted-by-reader',
      at: '2026-11-23T00:00:00Z',
      receipt: 'x'.repeat(RECEIPT_OCTETS),
    }) as unknown as DienstwegEvent;
  await Promise.all(Array.from({ length: COUNT }, (_, n) => writer.record([event(n)])));
  const { first_seq: first, last_seq: last } = (await bus.jsm.streams.info(STREAMS.events)).state;
  const ids: string[] = [];
  for (let sequence = first; sequence <= last; sequence += 1) {
    const stored = await readMessage(bus, STREAMS.events, sequence);
    if (stored !== undefined) ids.push(...readStoredEvents(stored.data).map(({ id }) => id));
  }
  expect(ids).toEqual(Array.from({ length: COUNT }, (_, n) => String(n)));
});
