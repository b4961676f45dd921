/** Compiles message types before their first message, one at a time, with whatever comes meanwhile in between. */
import type { MessageTypeCatalog, StandingType } from '@dienstweg/schemas/message-types/catalog.ts';

/** Until the first type: a start has more to do than this. */
const FIRST_AFTER_MS = 1_000;
/** Between two types: messages go first. */
const PAUSE_MS = 100;
/** Threads do so one after the other, so that one of them is there for messages. */
const TURN_MS = 1_000;

/** Begins anew when called again: types that are compiled cost nothing. */
export interface CompileAhead {
  (): void;
  /** Compiles no further one. */
  end(): void;
}

/** Whether a first message would notice: a plain schema takes milliseconds, and memory in every thread. */
const takesTime = ({ type: { manifest }, isPublished }: StandingType): boolean =>
  isPublished ||
  (manifest.rules ?? []).length > 0 ||
  (manifest.codeLists ?? []).length > 0 ||
  manifest.parts.some(({ collection, jsonSchema }) => collection !== undefined || jsonSchema !== undefined);

/**
 * Compiles `first` (`code/version`) in their order, then all others that take time, for as long as nothing loses its
 * place by it. What does not compile is left for its first message, which is told so. `turn`: which of the threads it is.
 */
export const aheadOfUse = (types: MessageTypeCatalog, first: readonly string[], turn: number): CompileAhead => {
  let left: readonly StandingType[] = [];
  let next: NodeJS.Timeout | undefined;

  const placeOf = ({ type: { manifest } }: StandingType): number => {
    const place = first.indexOf(`${manifest.code}/${manifest.version}`);
    return place === -1 ? first.length : place;
  };
  const compileOne = (): void => {
    const [standing, ...others] = left;
    left = others;
    next = undefined;
    if (standing === undefined || types.isFull()) return;
    try {
      standing.type.prepare();
    } catch {
      // the gate of the registry lets no such type through; whoever uses it all the same hears why
    }
    next = setTimeout(compileOne, PAUSE_MS);
  };
  let pauseMs = FIRST_AFTER_MS + turn * TURN_MS;
  const begin = (): void => {
    left = types
      .standings()
      .filter((standing) => placeOf(standing) < first.length || takesTime(standing))
      .sort((a, b) => placeOf(a) - placeOf(b));
    next ??= setTimeout(compileOne, pauseMs);
    pauseMs = PAUSE_MS + turn * TURN_MS;
  };
  return Object.assign(begin, {
    end: () => {
      clearTimeout(next);
      left = [];
    },
  });
};
