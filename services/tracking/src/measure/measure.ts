/** Fills a view through the projection that runs in earnest, then asks it what pages ask. */
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { projectInto } from '../project/project.ts';
import { failureMembersIn, failuresIn } from '../query/failures.ts';
import { findIn } from '../query/find.ts';
import { overviewOf } from '../query/overview.ts';
import { flowsIn, typesIn } from '../query/statistics.ts';
import { messageOf } from '../query/trace.ts';
import type { View } from '../query/view.ts';
import type { Database, Store } from '../store/database.ts';
import { namesIn } from '../store/names.ts';
import { type Material, materialNo, messageNo } from './material.ts';
import { questionsFor } from './questions.ts';

/** What is measured. */
export interface MeasureWork {
  readonly messages: number;
  readonly now: number;
  /** How often each question is asked. */
  readonly times: number;
  readonly tell: (line: string) => void;
}

/** How long a question takes, milliseconds. */
export interface Asked {
  readonly name: string;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Answers that stopped short for lack of time, and said so; of filters only. */
  readonly stopped: number;
}

/** The figures. */
export interface Measured {
  readonly database: Database['kind'];
  readonly messages: number;
  readonly events: number;
  /** Acceptances and events: in the order in which a view is made anew, and as they come. */
  readonly rebuildEventsPerSecond: number;
  readonly liveEventsPerSecond: number;
  /** Of this process, of a message with all its events, as they come. */
  readonly cpuMsPerMessage: number;
  readonly bytesPerMessage: number;
  readonly questions: readonly Asked[];
}

const ROWS = 1_000;
/** Of all messages, the last share is taken in as they come; the others first messages, then events. */
const LIVE_SHARE = 0.1;
/** As many as come in a tenth of a second at 1,500 a second. */
const LIVE_BATCH = 150;

const percentile = (sorted: readonly number[], share: number): number =>
  Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2));

const timed = async (name: string, times: number, ask: (time: number) => Promise<unknown>): Promise<Asked> => {
  const took: number[] = [];
  let stopped = 0;
  for (let time = 0; time < times; time += 1) {
    const began = performance.now();
    const answer = await ask(time);
    took.push(performance.now() - began);
    if (typeof answer === 'object' && answer !== null && 'searchedBackTo' in answer) stopped += 1;
  }
  took.sort((a, b) => a - b);
  return { name, p50: percentile(took, 0.5), p99: percentile(took, 0.99), max: percentile(took, 1), stopped };
};

/** What taking in has cost so far. */
interface Spent {
  events: number;
  ms: number;
  cpuMs: number;
}

/** Takes batches in, and notes what it costs. */
const taker = async (view: View, { messages, now }: MeasureWork, spent: Spent) => {
  const projection = await projectInto(view.database, view.names);
  return {
    material: (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, place) => materialNo(from + place, messages, now)),
    apply: async (some: readonly Material[], of: 'messages' | 'events' | 'both'): Promise<void> => {
      const told = some.flatMap((one) => one.events);
      if (of !== 'messages') spent.events += told.length;
      const batch = {
        messages: of === 'events' ? [] : some.map(({ message }) => message),
        events: of === 'messages' ? [] : [{ sequence: some[0]?.message.sequence ?? 0, events: told }],
        positions: { [STREAMS.messages]: some.at(-1)?.message.sequence ?? 0 },
      };
      const [began, cpu] = [performance.now(), process.cpuUsage()];
      await projection.apply(batch);
      spent.ms += performance.now() - began;
      const { user, system } = process.cpuUsage(cpu);
      spent.cpuMs += (user + system) / 1_000;
    },
  };
};

/** As a view is made anew: first the messages, then what happened to them. */
const rebuild = async (view: View, work: MeasureWork, messages: number): Promise<Spent> => {
  const spent: Spent = { events: 0, ms: 0, cpuMs: 0 };
  const { material, apply } = await taker(view, work, spent);
  for (let from = 1; from <= messages; from += ROWS)
    await apply(material(from, Math.min(messages, from + ROWS - 1)), 'messages');
  work.tell(`${messages} messages without what happened to them`);
  for (let from = 1; from <= messages; from += ROWS / 2)
    await apply(material(from, Math.min(messages, from + ROWS / 2 - 1)), 'events');
  return spent;
};

/** As they come. */
const live = async (view: View, work: MeasureWork, first: number): Promise<Spent> => {
  const spent: Spent = { events: 0, ms: 0, cpuMs: 0 };
  const { material, apply } = await taker(view, work, spent);
  for (let from = first; from <= work.messages; from += LIVE_BATCH)
    await apply(material(from, Math.min(work.messages, from + LIVE_BATCH - 1)), 'both');
  return spent;
};

const fill = async (store: Store, work: MeasureWork) => {
  const bulk = Math.floor(work.messages * (1 - LIVE_SHARE));
  const next = await store.openNext();
  const rebuilt = await rebuild({ database: next, names: await namesIn(next) }, work, bulk);
  const rate = (bulk + rebuilt.events) / (rebuilt.ms / 1_000);
  const cpu = (rebuilt.cpuMs * 1_000) / (bulk + rebuilt.events);
  work.tell(`${bulk} messages and ${rebuilt.events} events: ${rate.toFixed(0)}/s, ${cpu.toFixed(1)} µs CPU each`);
  const database = await store.promote(undefined, next);
  const view: View = { database, names: await namesIn(database) };
  const came = await live(view, work, bulk + 1);
  return {
    view,
    figures: {
      events: rebuilt.events + came.events,
      rebuildEventsPerSecond: Math.round(rate),
      liveEventsPerSecond: Math.round((work.messages - bulk + came.events) / (came.ms / 1_000)),
      cpuMsPerMessage: Number((came.cpuMs / (work.messages - bulk)).toFixed(4)),
    },
  };
};

/** Measures in an empty view of the store. */
export const measureIn = async (store: Store, work: MeasureWork): Promise<Measured> => {
  const { view, figures } = await fill(store, work);
  const { database } = view;
  await using _closing = database;
  const bytesPerMessage = Math.round((await database.sizeBytes()) / work.messages);
  const now = new Date(work.now);
  const standing: RequestContract['trackingView']['reply'] = {
    database: database.kind,
    positions: { messages: 0, events: 0 },
    behind: 0,
    caughtUp: true,
    sizeBytes: 0,
  };
  const questions: Asked[] = [];
  const ask = async (name: string, question: (time: number) => Promise<unknown>): Promise<void> => {
    const asked = await timed(name, work.times, question);
    questions.push(asked);
    work.tell(`${name}: p50 ${asked.p50} ms, p99 ${asked.p99} ms`);
  };
  for (const [name, question] of Object.entries(questionsFor(work.messages, work.now)))
    await ask(name, (time) => findIn(view, { ...question(time), limit: 50 }));
  await ask('overview', () => overviewOf(view, {}, now, standing));
  await ask('overview, without test messages', () => overviewOf(view, { testMessage: false }, now, standing));
  const { groups } = await failuresIn(view, { limit: 50 }, now);
  await ask('groups of failures', () =>
    failuresIn(view, { limit: 50, newSince: new Date(work.now - 3_600_000).toISOString() }, now),
  );
  const [largest] = groups;
  if (largest !== undefined)
    await ask('members of the largest group', () =>
      failureMembersIn(view, {
        step: largest.step,
        reader: largest.reader,
        ...(largest.code === undefined ? {} : { code: largest.code }),
        limit: 50,
      }),
    );
  await ask('one message', (time) =>
    messageOf(view, { messageId: messageNo(1 + ((time * 7_919_317) % work.messages)) }),
  );
  await ask('map of flows', () => flowsIn(view, { limit: 200 }, now));
  await ask('use of message types', () => typesIn(view, {}, now));
  return { database: database.kind, messages: work.messages, ...figures, bytesPerMessage, questions };
};
