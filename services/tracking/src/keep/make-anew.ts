/**
 * Makes the view anew beside the former one: filled from the streams without the indexes that only questions need, then
 * completed, then given what came meanwhile. What fails begins again; nothing is lost with it.
 */
import type { Log } from '@dienstweg/infra/log.ts';
import type { ViewStanding } from '@dienstweg/schemas/bus/requests.ts';
import type { Database, Store } from '../store/database.ts';
import { closeView, type OpenedView } from './opened-view.ts';

/** Why a view was made anew. */
export type Because = NonNullable<ViewStanding['rebuilt']>['because'];

/** What making anew needs. */
export interface MakeAnewNeeds {
  readonly store: Store;
  readonly open: (database: Database) => Promise<OpenedView>;
  /** Puts the complete view in the place of the former one. */
  readonly promote: (made: OpenedView) => Promise<void>;
  readonly isClosed: () => boolean;
  readonly log: Log;
  /** What failed is tried again after so long. */
  readonly againAfterMs: number;
}

/** A view being made. */
export class Making {
  /** Whether it was made and put in its place; `false` where everything ended meanwhile. */
  readonly done: Promise<boolean>;
  readonly #needs: MakeAnewNeeds;
  #opened: OpenedView | undefined;
  /** Stored messages taken in before the indexes were made. */
  #takenBefore = 0;

  /** Begins. */
  constructor(needs: MakeAnewNeeds) {
    this.#needs = needs;
    this.done = this.#make();
  }

  /** Stored messages taken in so far. */
  taken(): number {
    return this.#takenBefore + (this.#opened?.following.taken() ?? 0);
  }

  /** Stored messages still to be taken in; `undefined` before that is known. */
  behind(): number | undefined {
    return this.#opened?.following.behind();
  }

  trouble(): ReturnType<OpenedView['following']['trouble']> | undefined {
    return this.#opened?.following.trouble();
  }

  /** Closes what is open; for when everything ends. */
  async close(): Promise<void> {
    if (this.#opened !== undefined) await closeView(this.#opened);
  }

  async #make(): Promise<boolean> {
    const { isClosed, log, promote, againAfterMs } = this.#needs;
    for (;;) {
      try {
        const made = await this.#fill();
        if (made === undefined || isClosed()) {
          await this.close();
          return false;
        }
        await promote(made);
        return true;
      } catch (error) {
        if (isClosed()) return false;
        log.error({ err: error }, 'the view could not be made anew; it is tried again');
        await this.close();
        this.#opened = undefined;
        this.#takenBefore = 0;
        await new Promise((resolve) => setTimeout(resolve, againAfterMs));
      }
    }
  }

  /** An empty view with all that stands in the streams. Nothing where everything ends meanwhile. */
  async #fill(): Promise<OpenedView | undefined> {
    const { store, open, isClosed } = this.#needs;
    const begun = await open(await store.openNext());
    this.#opened = begun;
    await begun.following.caughtUp;
    await begun.following[Symbol.asyncDispose]();
    if (isClosed()) return undefined;
    const complete = await store.complete(begun.database);
    this.#opened = { ...begun, database: complete };
    if (isClosed()) return undefined;
    this.#takenBefore = this.taken();
    // what came meanwhile
    const made = await open(complete);
    this.#opened = made;
    await made.following.caughtUp;
    return made;
  }
}
