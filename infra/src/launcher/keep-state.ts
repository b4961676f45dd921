/** Keeps `run/state.json` at what is; a disk that refuses it is asked again. */
import type { Home } from '../home.ts';
import { type LauncherState, writeState } from './state.ts';

const AGAIN_AFTER_MS = 1_000;

/** Writes down how things stand. */
export interface StateKeeper extends Disposable {
  /** Something has changed. Never throws: what cannot be written is told, and written later. */
  note(): Promise<void>;
  /** The same for what others wait for. @throws what the file system says */
  noteOrThrow(): Promise<void>;
}

/** `tell` hears once that it cannot be written, and once that it can again. */
export const keepState = (home: Home, now: () => LauncherState, tell: (line: string) => void): StateKeeper => {
  // One write at a time; a change during a write is written after it.
  let written = Promise.resolve();
  let due = false;
  let failure: { readonly error: unknown } | undefined;
  let again: NodeJS.Timeout | undefined;
  let over = false;

  const write = async (): Promise<void> => {
    due = false;
    clearTimeout(again);
    try {
      await writeState(home, now());
      if (failure !== undefined) tell('The state of the launcher is written again.');
      failure = undefined;
    } catch (error) {
      if (failure === undefined) tell(`The state of the launcher cannot be written, everything goes on: ${error}`);
      failure = { error };
      if (!over) again = setTimeout(() => void note(), AGAIN_AFTER_MS);
    }
  };
  const note = (): Promise<void> => {
    if (due) return written;
    due = true;
    written = written.then(write);
    return written;
  };
  return {
    note,
    noteOrThrow: async () => {
      await note();
      if (failure !== undefined) throw failure.error;
    },
    [Symbol.dispose]: () => {
      over = true;
      clearTimeout(again);
    },
  };
};
