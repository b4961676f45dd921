/**
 * The directory in the memory of a process, kept behind the stream `REGISTRY`: begun where its fold was laid aside last,
 * else with the first record. A change of a million entries is taken in step by step, between which the process goes on
 * answering by the edition before; with the last step all of it is known at once.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { UnreadableEntry } from '@dienstweg/schemas/bus/stored.ts';
import { REGISTRY_CHANGES, REGISTRY_SNAPSHOT } from '@dienstweg/schemas/bus/streams.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { type StoredChange, takeStoredInSteps } from '@dienstweg/schemas/directory/fold/decode.ts';
import { type Effect, RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import { foldTakenUp } from '@dienstweg/schemas/directory/fold/laid-aside.ts';
import type { Bus } from './connect.ts';
import { type FollowedMessage, followStream } from './follow.ts';
import { takeUp } from './laid-aside.ts';

/** A record that was taken in. */
export interface TakenRecord {
  /** What took effect with it. */
  readonly effect?: Effect;
  readonly edition: number;
  readonly octets: number;
}

/** How the directory is followed, and what is told meanwhile. */
export interface DirectoryListener {
  /** From the first record, although something was laid aside. */
  readonly fromFirst?: boolean;
  /** What was laid aside, before anything that came later. */
  readonly onTakenUp?: (fold: RegistryFold) => void;
  readonly onTaken?: (taken: TakenRecord, fold: RegistryFold) => void;
}

/** What is taken in step by step. */
type Steps = Pick<Iterator<void, void>, 'next'>;

/** A directory that follows the stream; it goes on answering from its last edition while the bus is away. */
export interface FollowedDirectory extends AsyncDisposable {
  readonly directory: Directory;
  /** The same directory with what has not taken effect. */
  readonly fold: RegistryFold;
  /** Whether the directory was laid aside, and so not read from the first record. */
  readonly isTakenUp: boolean;
  /** Resolves when every change that stood in the stream at the start is known. */
  readonly caughtUp: Promise<void>;
  /** Resolves with true once the edition is known, with false when it is not after `timeoutMs`. */
  knows(edition: number, timeoutMs: number): Promise<boolean>;
  /** Records in the stream that are not known yet. */
  behind(): number;
}

/**
 * Follows the directory. What cannot be read is passed over and logged; any other failure ends the process, since a
 * directory with a hole must not live on. @throws where the stream cannot be reached at the start.
 */
export const followDirectory = async (
  bus: Bus,
  { fromFirst = false, onTakenUp, onTaken }: DirectoryListener = {},
): Promise<FollowedDirectory> => {
  const takenUp = fromFirst ? undefined : await takeUp(bus, REGISTRY_SNAPSHOT, foldTakenUp);
  const fold = takenUp ?? new RegistryFold();
  const { directory } = fold;
  onTakenUp?.(fold);
  const waiting = new Set<() => void>();
  const queue: Steps[] = [];
  let running: Promise<void> | undefined;
  let isClosed = false;

  function* taking(stored: StoredChange): Generator<void, void> {
    const told = { edition: stored.sequence, octets: stored.data.length };
    try {
      const effect = yield* takeStoredInSteps(fold, stored);
      onTaken?.(effect === undefined ? told : { ...told, effect }, fold);
    } catch (error) {
      if (!(error instanceof UnreadableEntry)) throw error;
      bus.log.error({ edition: stored.sequence, why: error.message }, 'record passed over');
      onTaken?.(told, fold);
    }
    for (const look of [...waiting]) look();
  }
  const passing = (edition: number, recordedAt: Date): Steps => ({
    next: () => {
      fold.skip(edition, recordedAt);
      onTaken?.({ edition, octets: 0 }, fold);
      for (const look of [...waiting]) look();
      return { done: true, value: undefined };
    },
  });
  const workOff = async (): Promise<void> => {
    for (let steps = queue[0]; steps !== undefined && !isClosed; steps = queue[0]) {
      if (steps.next().done === true) queue.shift();
      else await nextTurn();
    }
    running = undefined;
  };

  const go = (steps: Steps): void => {
    // what is small is known before anything else happens
    if (running === undefined && steps.next().done === true) return;
    queue.push(steps);
    running ??= workOff();
  };
  const tail = {
    ...REGISTRY_CHANGES,
    fromSequence: directory.edition + 1,
    // nothing, yet an edition: the next change is recorded behind it
    onPassedOver: ({ sequence, recordedAt }: FollowedMessage) => go(passing(sequence, recordedAt)),
  };
  const following = await followStream(bus, tail, (stored) => go(taking(stored)));
  const caughtUp = following.caughtUp.then(async () => await running);
  caughtUp.catch(() => undefined);
  return {
    directory,
    fold,
    isTakenUp: takenUp !== undefined,
    caughtUp,
    behind: () => following.behind() + queue.length,
    knows: (edition, timeoutMs) =>
      new Promise((settle) => {
        if (directory.edition >= edition) return settle(true);
        const end = (known: boolean): void => {
          clearTimeout(timer);
          waiting.delete(look);
          settle(known);
        };
        const look = (): void => {
          if (directory.edition >= edition) end(true);
        };
        const timer = setTimeout(() => end(false), timeoutMs);
        waiting.add(look);
      }),
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await following[Symbol.asyncDispose]();
      await running;
    },
  };
};
