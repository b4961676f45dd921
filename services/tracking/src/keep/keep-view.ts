/**
 * Keeps the view: opens it, has the streams followed into it, notices when it is gone or damaged, and makes it anew
 * beside the former one, which answers meanwhile. Nothing is lost with it: the streams are the truth.
 */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import type { ViewStanding } from '@dienstweg/schemas/bus/requests.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { readPositions } from '../follow/positions.ts';
import type { View } from '../query/view.ts';
import { type Database, DatabaseUnavailable, type Store, ViewLost } from '../store/database.ts';
import { viewFindings } from './findings.ts';
import { type Because, Making } from './make-anew.ts';
import { closeView, type OpenedView, openView } from './opened-view.ts';

/** What keeping needs. */
export interface KeepNeeds {
  readonly bus: Bus;
  readonly store: Store;
  readonly log: Log;
  readonly now: () => Date;
  /** How often is looked whether the view is still there. */
  readonly lookEveryMs: number;
}

/** The view, kept. */
export interface KeptView extends AsyncDisposable {
  /** Resolves when everything that stood in the streams at the start is in the view. */
  readonly caughtUp: Promise<void>;
  /** Answers from the view. @throws `broker-unavailable` while there is none to answer from. */
  use<T>(work: (view: View) => Promise<T>): Promise<T>;
  /** Stored messages still to be taken in. */
  behind(): number;
  isUpToDate(): boolean;
  standing(): Promise<ViewStanding>;
  /** Begins to make it anew; resolves when that has begun. @throws `request-invalid` where it is under way. */
  rebuild(because: Because): Promise<void>;
  findings(): readonly Finding[];
}

const unavailable = (detail: string): ProblemError => new ProblemError(problem('broker-unavailable', { detail }));

/** What is unknown to a view that is not complete may well be in the streams. */
const UNKNOWN: readonly string[] = ['message-unknown', 'conversation-unknown'];

/** Opens the view and keeps it. @throws where the database cannot be opened at all. */
export const keepView = async ({ bus, store, log, now, lookEveryMs }: KeepNeeds): Promise<KeptView> => {
  let current: OpenedView | undefined;
  let making: { readonly step: Making; readonly startedAt: Date; readonly because: Because } | undefined;
  let rebuilt: ViewStanding['rebuilt'];
  let promoting: Promise<void> | undefined;
  let users = 0;
  let putAway: Promise<void> = Promise.resolve();
  let closed = false;

  const open = (database: Database): Promise<OpenedView> => openView(bus, database, lose);

  /** The view cannot answer any more: it is made anew at once. */
  const lose = (database: Database, loss: ViewLost): void => {
    if (closed || current?.database !== database) return;
    const lost = current;
    current = undefined;
    log.error({ err: loss }, `the view is ${loss.because}: it is made anew from the streams, nothing is lost`);
    // closed before another takes its place: SQLite removes files by their names when it closes
    putAway = closeView(lost);
    if (making === undefined) begin(loss.because);
  };

  const promote = async (made: OpenedView): Promise<void> => {
    const settled = Promise.withResolvers<void>();
    promoting = settled.promise;
    try {
      await putAway;
      while (users > 0) await new Promise((resolve) => setImmediate(resolve));
      await made.following[Symbol.asyncDispose]();
      const former = current;
      await former?.following[Symbol.asyncDispose]();
      current = undefined;
      current = await open(await store.promote(former?.database, made.database));
    } finally {
      promoting = undefined;
      settled.resolve();
    }
  };

  const begin = (because: Because): void => {
    const step = new Making({ store, open, promote, isClosed: () => closed, log, againAfterMs: lookEveryMs });
    making = { step, startedAt: now(), because };
    void step.done.then((isMade) => {
      making = undefined;
      if (!isMade) return;
      rebuilt = { at: now().toISOString(), because };
      log.info({ because, stored: step.taken() }, 'the view was made anew');
    });
  };

  const first = await store.open();
  current = await open(first.database);
  if (first.made !== undefined) {
    rebuilt = { at: now().toISOString(), because: first.made };
    log.info({ because: first.made }, 'the view is made from the streams');
  }
  const begunWith = current;

  const look = setInterval(() => {
    const looked = current?.database;
    looked?.lost().then(
      (loss) => {
        if (loss !== undefined) lose(looked, loss);
      },
      () => undefined,
    );
  }, lookEveryMs);

  const underWay = (): string =>
    making === undefined
      ? 'Ask again shortly.'
      : `It is being made anew from the streams: ${making.step.taken()} stored messages taken in, ${making.step.behind() ?? 0} to go. Nothing is lost.`;

  const use = async <T>(work: (view: View) => Promise<T>): Promise<T> => {
    await promoting;
    const view = current;
    if (view === undefined) throw unavailable(`The view of messages cannot answer. ${underWay()}`);
    users += 1;
    try {
      return await work(view);
    } catch (error) {
      if (error instanceof ViewLost) {
        lose(view.database, error);
        throw unavailable(`The view of messages is ${error.because}. ${underWay()}`);
      }
      if (error instanceof DatabaseUnavailable) throw unavailable(error.message);
      // at the first start, or after the database was deleted, not everything is in it yet
      if (
        error instanceof ProblemError &&
        UNKNOWN.includes(error.problem.code) &&
        rebuilt !== undefined &&
        !view.caughtUp
      )
        throw unavailable(`The view of messages is not complete yet: ${view.following.behind()} to go.`);
      throw error;
    } finally {
      users -= 1;
    }
  };
  const behind = (): number => current?.following.behind() ?? making?.step.behind() ?? 0;

  return {
    caughtUp: begunWith.following.caughtUp,
    use,
    behind,
    isUpToDate: () => current?.caughtUp === true && current.following.behind() === 0,
    standing: () =>
      use(async ({ database }) => ({
        database: database.kind,
        positions: await readPositions(database),
        behind: behind(),
        caughtUp: current?.caughtUp === true,
        ...(making === undefined
          ? {}
          : {
              rebuilding: {
                startedAt: making.startedAt.toISOString(),
                taken: making.step.taken(),
                behind: making.step.behind() ?? 0,
              },
            }),
        ...(rebuilt === undefined ? {} : { rebuilt }),
        sizeBytes: await database.sizeBytes(),
      })),
    rebuild: async (because) => {
      if (making !== undefined)
        throw new ProblemError(
          problem('request-invalid', { detail: `The view is being made anew already. ${underWay()}` }),
        );
      begin(because);
    },
    findings: () =>
      viewFindings({
        answers: current !== undefined || promoting !== undefined,
        behind: behind(),
        rebuilding: making === undefined ? undefined : { because: making.because, behind: making.step.behind() ?? 0 },
        trouble: current?.following.trouble() ?? making?.step.trouble(),
      }),
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearInterval(look);
      await making?.step.close();
      await promoting;
      if (current !== undefined) await closeView(current);
    },
  };
};
