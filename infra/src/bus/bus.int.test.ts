import { UnreadableEntry } from '@dienstweg/schemas/bus/stored.ts';
import {
  REQUESTS,
  STREAMS,
  subjectOfEvents,
  subjectOfMessage,
  subjectOfRegistryChange,
} from '@dienstweg/schemas/bus/streams.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectTestBus, startNats, type TestNats, until } from '../testing/servers.ts';
import type { Bus } from './connect.ts';
import { followStream } from './follow.ts';
import { publishDurably } from './publish.ts';
import { readLast, readMessage } from './read.ts';
import { request, serveRequests } from './requests.ts';

const author = parseAuthorityId('dvdv:xga:990101000000') as AuthorityId;
const subject = subjectOfMessage(author);
const idsIn = (data: Uint8Array): string => new TextDecoder().decode(data);

describe('the bus', () => {
  let nats: TestNats;
  let bus: Bus;
  beforeAll(async () => {
    nats = await startNats();
    bus = await connectTestBus(nats);
  });
  afterAll(async () => {
    await bus[Symbol.asyncDispose]();
    await nats[Symbol.asyncDispose]();
  });

  test('stores the same message id once and says so', async () => {
    const first = await publishDurably(bus, { subject, data: 'one', messageId: 'same', headers: { Colour: 'grün' } });
    const second = await publishDurably(bus, { subject, data: 'one', messageId: 'same' });
    expect(first).toMatchObject({ ok: true, duplicate: false });
    expect(second).toMatchObject({ ok: true, duplicate: true, sequence: first.ok ? first.sequence : 0 });
    const stored = await readLast(bus, STREAMS.messages, subject);
    expect(stored?.headers.Colour).toBe('grün');
    expect(await readMessage(bus, STREAMS.messages, 4711)).toBeUndefined();
  });

  test('lets only one of two writers advance a subject', async () => {
    const entry = { subject: 'delivery.reader.one', data: '1', expectedLastSubjectSequence: 0 };
    const [first, second] = await Promise.all([publishDurably(bus, entry), publishDurably(bus, entry)]);
    expect([first.ok, second.ok].toSorted()).toEqual([false, true]);
    expect(first.ok ? second : first).toMatchObject({ reason: 'wrong-sequence' });
  });

  test('loses nothing acknowledged and follows on, through kill -9 of the server', async () => {
    const acknowledged = new Set<string>();
    const applied: string[] = [];
    const following = await followStream(bus, { stream: STREAMS.messages, filterSubject: subject }, (message) => {
      applied.push(idsIn(message.data));
    });
    await following.caughtUp;
    let next = 0;
    let running = true;
    const publisher = async (): Promise<void> => {
      while (running) {
        const id = `m${next++}`;
        for (;;) {
          const published = await publishDurably(bus, { subject, data: id, messageId: id });
          if (published.ok) break;
          await until('the bus is back', () => bus.isConnected());
        }
        acknowledged.add(id);
      }
    };
    const publishers = Promise.all(Array.from({ length: 16 }, publisher));
    for (let kill = 0; kill < 3; kill++) {
      const goal = acknowledged.size + 200;
      await until('messages are acknowledged', () => acknowledged.size >= goal);
      await nats.kill9();
      await nats.restart();
    }
    running = false;
    await publishers;
    await until('everything acknowledged was applied', () => acknowledged.size <= applied.length - 1);
    expect(applied.toSorted()).toEqual(['one', ...acknowledged].toSorted());
    expect(following.behind()).toBe(0);
    await following[Symbol.asyncDispose]();
  });

  test('follows from a position, or only the last of each subject', async () => {
    for (const data of ['a', 'b'])
      await publishDurably(bus, { subject: 'registry.change', data, messageId: `registry-${data}` });
    const seen: number[] = [];
    const sizes: number[] = [];
    const options = { stream: STREAMS.registry, fromSequence: 2, headersOnly: true };
    const late = await followStream(bus, options, ({ sequence, size }) => {
      seen.push(sequence);
      sizes.push(size);
    });
    await late.caughtUp;
    expect({ seen, sizes, position: late.position() }).toEqual({ seen: [2], sizes: [1], position: 2 });
    await late[Symbol.asyncDispose]();
    const last: string[] = [];
    const lasts = await followStream(bus, { stream: STREAMS.registry, lastPerSubject: true }, ({ data }) => {
      last.push(idsIn(data));
    });
    await lasts.caughtUp;
    expect(last).toEqual(['b']);
    await lasts[Symbol.asyncDispose]();
  });

  test('passes over what nobody may have written, and goes on behind it', async () => {
    const read: number[] = [];
    const lastSequence = async () => (await bus.jsm.streams.info(STREAMS.registry)).state.last_seq;
    const before = await lastSequence();
    await using following = await followStream(
      bus,
      { stream: STREAMS.registry, fromSequence: before + 1 },
      ({ data, sequence }) => {
        if (idsIn(data) !== 'change') throw new UnreadableEntry('no change');
        read.push(sequence);
      },
    );
    const first = await publishDurably(bus, { subject: subjectOfRegistryChange, data: 'change' });
    // somebody has an answer of the server sent to the subject of the stream
    bus.nc.publish('$JS.API.DIRECT.GET.REGISTRY', `{"seq":${before + 1}}`, { reply: subjectOfRegistryChange });
    await until('the answer stands in the stream', async () => (await lastSequence()) === before + 2);
    await publishDurably(bus, { subject: subjectOfRegistryChange, data: '{}' });
    const last = await publishDurably(bus, { subject: subjectOfRegistryChange, data: 'change' });
    await until('the last change is read', () => following.position() === before + 4);
    expect(read).toEqual([first, last].map((published) => (published.ok ? published.sequence : 0)));
  });

  test('takes a status of the server that somebody had sent into a stream for nothing of ours', async () => {
    const place = subjectOfEvents('forged');
    await using _following = await followStream(bus, { stream: STREAMS.messages }, () => undefined);
    const consumers = await bus.jsm.consumers.list(STREAMS.messages).next();
    const asked = `$JS.API.CONSUMER.MSG.NEXT.${STREAMS.messages}.${consumers[0]?.name}`;
    bus.nc.publish(asked, JSON.stringify({ batch: 1, no_wait: true }), { reply: place });
    await until('the status stands there', async () => (await readLast(bus, STREAMS.events, place)) !== undefined);
    const last = await readLast(bus, STREAMS.events, place);
    expect(last).toMatchObject({ isAnswer: true, subject: place });
    expect(await readMessage(bus, STREAMS.events, last?.sequence ?? 0)).toEqual(last);
    const read: string[] = [];
    await using following = await followStream(bus, { stream: STREAMS.events, filterSubject: place }, ({ subject }) => {
      read.push(subject);
    });
    await following.caughtUp;
    expect(read).toEqual([]);
  });

  test('hears no answer in what the server was made to send', async () => {
    await using asking = await connectTestBus(nats);
    const places: string[] = [];
    const watching = bus.nc.subscribe(REQUESTS.trackingSummary, {
      callback: (_, { reply }) => {
        places.push(reply ?? '');
        // what stands in the stream becomes an answer of the server
        bus.nc.publish(`$JS.API.DIRECT.GET.${STREAMS.events}.${subjectOfEvents('chosen')}`, '', { reply: reply ?? '' });
      },
    });
    const chosen = JSON.stringify({ ok: true, value: { forged: true } });
    await publishDurably(bus, { subject: subjectOfEvents('chosen'), data: chosen });
    await bus.nc.flush();
    for (let n = 0; n < 2; n += 1)
      expect(await request(asking, 'trackingSummary', {}, { timeoutMs: 500 })).toMatchObject({ ok: false });
    watching.unsubscribe();
    expect(new Set(places.map((place) => place.split('.').at(-1)?.length))).toEqual(new Set([36]));
  });

  test('answers requests in the place for answers only, so that none lands in a stream', async () => {
    await using _served = await serveRequests(bus, { trackingSummary: async () => Promise.reject(new Error('asked')) });
    const before = (await bus.jsm.streams.info(STREAMS.events)).state.last_seq;
    bus.nc.publish(REQUESTS.trackingSummary, '{}', { reply: subjectOfEvents('stranger') });
    await request(bus, 'trackingSummary', {});
    expect((await bus.jsm.streams.info(STREAMS.events)).state.last_seq).toBe(before);
  });

  test('answers requests, and says so when nobody does', async () => {
    expect(await request(bus, 'trackingFind', { limit: 1 })).toMatchObject({
      ok: false,
      problem: { code: 'broker-unavailable' },
    });
    // another connection: on one and the same, asking could not overtake serving
    await using asking = await connectTestBus(nats);
    const serving = await serveRequests(bus, { registryExport: async ({ at }) => ({ edition: 7, entries: [at] }) });
    expect(await request(asking, 'registryExport', { at: '2026-11-22' })).toEqual({
      ok: true,
      value: { edition: 7, entries: ['2026-11-22'] },
    });
    await serving[Symbol.asyncDispose]();
  });

  test('puts down what serves requests although the connection ends meanwhile', async () => {
    await using ending = await connectTestBus(nats);
    const serving = await serveRequests(ending, { trackingSummary: async () => Promise.reject(new Error('asked')) });
    await Promise.all([serving[Symbol.asyncDispose](), ending.nc.close()]);
    expect(ending.isConnected()).toBe(false);
  });
});
