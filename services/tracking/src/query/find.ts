/** Finds messages by what is known of them, newest first, in pages; fast however many there are. */
import type { ListedMessage, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Row } from '../store/database.ts';
import { messageState } from '../store/numbers.ts';
import { list, sql } from '../store/sql.ts';
import { limitIn, momentIn } from './asked.ts';
import { conditionsOf, NOTHING, ownOf, type Way } from './conditions.ts';
import { listCursor, parseListCursor } from './cursor.ts';
import { deliveriesOf } from './deliveries-of.ts';
import { between } from './period.ts';
import { asksForRefused, mayMeanRefused, refusedIn } from './refused.ts';
import { maybeMoment, momentOf, toDelivery, toMessage } from './rows.ts';
import { type Walk, type Walked, walkAlong } from './scan.ts';
import { first, type View } from './view.ts';

type Question = RequestContract['trackingFind']['request'];
type Found = RequestContract['trackingFind']['reply'];

/** How long is looked for messages, and how long counted. */
const WITHIN_MS = { find: 110, count: 60 } as const;
const COUNTED = 10_000;

/** As many walks as there are ways in which an authority may see a message; their sequences are put together. */
const walkOwn = async (view: View, walk: Walk, own: readonly Way[] | undefined): Promise<Walked> => {
  if (own === undefined) return walkAlong(view, walk);
  const walks: Walked[] = [];
  for (const way of own)
    walks.push(
      await walkAlong(view, {
        ...walk,
        withinMs: walk.withinMs / own.length,
        conditions: [...walk.conditions, ...way],
      }),
    );
  const down = walk.direction === 'down';
  const order = (a: number, b: number): number => (down ? b - a : a - b);
  // where one of them stopped, the others are not told further either
  const stops = walks.flatMap(({ stoppedAt }) => stoppedAt ?? []).sort(order);
  const [stoppedAt] = stops;
  const sequences = [...new Set(walks.flatMap((one) => one.sequences))]
    .sort(order)
    .filter((sequence) => stoppedAt === undefined || order(sequence, stoppedAt) <= 0)
    .slice(0, walk.wanted);
  return stoppedAt === undefined || sequences.length >= walk.wanted ? { sequences } : { sequences, stoppedAt };
};

const listed = (view: View, row: Row, every: readonly Row[], visibleTo: string | undefined): ListedMessage => {
  const { names } = view;
  const seer = visibleTo === undefined ? undefined : names.known(visibleTo);
  const whole = visibleTo === undefined || seer === Number(row.author) || seer === Number(row.sender);
  const shown = (whole ? every : every.filter(({ reader }) => Number(reader) === seer)).map((each) =>
    toDelivery(names, each),
  );
  const [most] = shown.toSorted((a, b) => (b.attempts ?? 0) - (a.attempts ?? 0));
  const message = toMessage(names, row, shown, whole);
  const next = shown.flatMap(({ nextAttemptAt }) => nextAttemptAt ?? []).sort()[0];
  const code = shown.find((delivery) => delivery.state === message.state)?.code;
  const dead = shown.filter((delivery) => delivery.state === 'dead-letter');
  const isReturned = message.state === 'dead-letter' && dead.every(({ returned }) => returned === true);
  const ended = whole ? maybeMoment(row.ended_at) : (shown.at(-1)?.endedAt ?? null);
  return {
    ...message,
    // a message whose readers are all in clearing has no delivery by which to tell
    state: whole ? messageState(row.state) : message.state,
    attempts: most?.attempts ?? 0,
    ...(most?.plannedAttempts === undefined ? {} : { plannedAttempts: most.plannedAttempts }),
    ...(next === undefined ? {} : { nextAttemptAt: next }),
    ...(code === undefined ? {} : { code }),
    ...(isReturned ? { returned: true } : {}),
    ...(ended === null ? {} : { endedAt: ended, durationMs: Math.max(0, Date.parse(ended) - Number(row.accepted_at)) }),
  };
};

const listOf = async (
  view: View,
  sequences: readonly number[],
  visibleTo?: string,
): Promise<readonly ListedMessage[]> => {
  if (sequences.length === 0) return [];
  const rows = await view.database.query(
    sql`SELECT * FROM messages WHERE sequence IN ${list(sequences)} ORDER BY sequence DESC`,
  );
  const deliveries = await deliveriesOf(view, sequences);
  return rows.map((row) => listed(view, row, deliveries(row.sequence), visibleTo));
};

const countOf = async (view: View, walk: Walk, own: readonly Way[] | undefined): Promise<Found['count']> => {
  const [only, ...more] = walk.conditions;
  if (own === undefined && only === undefined && walk.lowest === 0 && walk.highest === Number.MAX_SAFE_INTEGER) {
    const row = await first(view, sql`SELECT coalesce(sum(n), 0) AS n FROM counters WHERE kind = 7 AND bucket = 0`);
    return { n: Number(row?.n ?? 0) };
  }
  // of readers and codes deliveries are counted, of which a message may have several
  if (own === undefined && only?.along?.of === 'messages' && more.length === 0) return { n: only.fits ?? 0 };
  const { sequences, stoppedAt } = await walkOwn(
    view,
    { ...walk, direction: 'down', wanted: COUNTED + 1, withinMs: WITHIN_MS.count },
    own,
  );
  return stoppedAt !== undefined || sequences.length > COUNTED
    ? { n: Math.min(sequences.length, COUNTED), atLeast: true }
    : { n: sequences.length };
};

const refuse = (detail: string): never => {
  throw new ProblemError(problem('request-invalid', { detail }));
};

const acceptedIn = async (view: View, question: Question, now: Date): Promise<Found> => {
  const limit = limitIn(question.limit);
  const { after, before, visibleTo } = question;
  if (after !== undefined && before !== undefined) return refuse('either "after" or "before"');
  const [older, newer] = [
    after === undefined ? undefined : parseListCursor(after),
    before === undefined ? undefined : parseListCursor(before),
  ];
  const none: Found = { messages: [], ...(question.count === true ? { count: { n: 0 } } : {}) };
  const conditions = await conditionsOf(view, question);
  const period = await between(view, momentIn('since', question.since), momentIn('until', question.until));
  if (conditions === NOTHING || period === undefined) return none;
  const own = visibleTo === undefined ? undefined : await ownOf(view, visibleTo, now);
  if (own?.length === 0) return none;

  const whole: Walk = { ...period, conditions, direction: 'down', wanted: limit + 1, withinMs: WITHIN_MS.find };
  const walk: Walk =
    newer === undefined
      ? { ...whole, highest: Math.min(whole.highest, (older ?? Number.MAX_SAFE_INTEGER) - 1) }
      : { ...whole, lowest: Math.max(whole.lowest, newer + 1), direction: 'up' };
  const walked = await walkOwn(view, walk, own);
  const more = walked.sequences.length > limit;
  const shown = walked.sequences.slice(0, limit);
  const messages = await listOf(view, shown, visibleTo);
  const [newest, oldest] = walk.direction === 'down' ? [shown[0], shown.at(-1)] : [shown.at(-1), shown[0]];
  const further = more ? shown.at(-1) : walked.stoppedAt;
  const [next, previous] =
    walk.direction === 'down' ? [further, older === undefined ? undefined : newest] : [oldest, further];
  const searchedBackTo =
    walked.stoppedAt === undefined
      ? undefined
      : (await first(view, sql`SELECT accepted_at FROM messages WHERE sequence = ${walked.stoppedAt}`))?.accepted_at;
  return {
    messages,
    ...(next === undefined ? {} : { next: listCursor(next) }),
    ...(previous === undefined ? {} : { previous: listCursor(previous) }),
    ...(question.count === true ? { count: (await countOf(view, whole, own)) ?? { n: 0 } } : {}),
    ...(searchedBackTo === undefined ? {} : { searchedBackTo: momentOf(searchedBackTo) }),
  };
};

/**
 * Answers a question; where no accepted message fits that was asked for by id, search or problem, refused submissions are
 * looked through. @throws `request-invalid` for a cursor that is none, and for nonsense in the filter.
 */
export const findIn = async (view: View, question: Question, now = new Date()): Promise<Found> => {
  if (asksForRefused(question)) return refusedIn(view, question);
  const found = await acceptedIn(view, question, now);
  // where there was no time to look at all of them, one may fit yet
  const none = found.messages.length === 0 && found.searchedBackTo === undefined;
  return none && mayMeanRefused(question) ? refusedIn(view, question) : found;
};
