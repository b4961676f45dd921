/** Fills a view through the projection that runs in earnest, then asks it what pages ask. */
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
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
  /** Messages and events: as a view is made anew, with its indexes, and as they come. */
  readonly rebuildEventsPerSecond: number;
  readonly liveEventsPerSecond: number;
  /** Of this process, of a message with all its events, as they come. */
  readonly cpuMsPerMessage: number;
  readonly bytesPerMessage: number;
  readonly questions: readonly Asked[];
}

const ROWS = 1_000;
/** Of all messages, the last share is taken in as they come; the others as a view is made anew. */
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
  /** Messages and events. */
  entries: number;
  ms: number;
  cpuMs: number;
}

/** What happened up to a moment, in the order in which it did; what happened later waits for another. */
const happenedIn = () => {
  let later: readonly DienstwegEvent[] = [];
  return (some: readonly Material[], until: number): readonly DienstwegEvent[] => {
    const all = [...later, ...some.flatMap((one) => one.events)];
    const isLater = (event: DienstwegEvent): boolean => Date.parse(event.at) > until;
    later = all.filter(isLater);
    return all.filter((event) => !isLater(event)).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  };
};

/** Messages of these numbers and what happened to them, in the order of time; returns what taking them in has cost. */
const takeIn = async (
  view: View,
  { messages, now }: MeasureWork,
  { from, to, rows }: { readonly from: number; readonly to: number; readonly rows: number },
): Promise<Spent> => {
  const projection = await projectInto(view.database, view.names);
  const happened = happenedIn();
  const spent: Spent = { entries: 0, ms: 0, cpuMs: 0 };
  for (let first = from; first <= to; first += rows) {
    const last = Math.min(to, first + rows - 1);
    const some = Array.from({ length: last - first + 1 }, (_, place) => materialNo(first + place, messages, now));
    const acceptedAt = Date.parse(some.at(-1)?.message.accepted.acceptedAt ?? '');
    const events = happened(some, last === to ? Number.POSITIVE_INFINITY : acceptedAt);
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    await projection.apply({
      messages: some.map(({ message }) => message),
      events: [{ sequence: first, events }],
      positions: { [STREAMS.messages]: last },
    });
    spent.ms += performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    spent.cpuMs += (user + system) / 1_000;
    spent.entries += some.length + events.length;
  }
  return spent;
};

const perSecond = ({ entries, ms }: Spent): number => Math.round(entries / (ms / 1_000));

const fill = async (store: Store, work: MeasureWork) => {
  const bulk = Math.floor(work.messages * (1 - LIVE_SHARE));
  const next = await store.openNext();
  const made = await takeIn({ database: next, names: await namesIn(next) }, work, { from: 1, to: bulk, rows: ROWS });
  work.tell(`${bulk} messages and what happened to them: ${perSecond(made)}/s`);
  const began = performance.now();
  const complete = await store.complete(next);
  made.ms += performance.now() - began;
  work.tell(`with the indexes: ${perSecond(made)}/s`);
  const database = await store.promote(undefined, complete);
  const view: View = { database, names: await namesIn(database) };
  const came = await takeIn(view, work, { from: bulk + 1, to: work.messages, rows: LIVE_BATCH });
  return {
    view,
    figures: {
      events: made.entries + came.entries - work.messages,
      rebuildEventsPerSecond: perSecond(made),
      liveEventsPerSecond: perSecond(came),
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
