/** Compiles message types before their first message, one at a time, with whatever comes meanwhile in between. */
import type { MessageTypeCatalog } from '@dienstweg/schemas/message-types/catalog.ts';

/** Between two types: a start has more to do than this, and messages go first. */
const PAUSE_MS = 100;

/** Begins anew when called again: types that are compiled cost nothing. */
export interface CompileAhead {
  (): void;
  /** Compiles no further one. */
  end(): void;
}

/**
 * Compiles `first` (`code/version`) in their order, then all others, for as long as nothing loses its place by it. What
 * does not compile is left for its first message, which is told so.
 */
export const aheadOfUse = (types: MessageTypeCatalog, first: readonly string[]): CompileAhead => {
  let left: ReturnType<MessageTypeCatalog['list']> = [];
  let next: NodeJS.Timeout | undefined;

  const compileOne = (): void => {
    const [type, ...others] = left;
    left = others;
    next = undefined;
    if (type === undefined || types.isFull()) return;
    try {
      type.prepare();
    } catch {
      // the gate of the registry lets no such type through; whoever uses it all the same hears why
    }
    next = setTimeout(compileOne, PAUSE_MS);
  };
  const placeOf = (key: string): number => {
    const place = first.indexOf(key);
    return place === -1 ? first.length : place;
  };
  const begin = (): void => {
    left = [...types.list()].sort(
      (a, b) =>
        placeOf(`${a.manifest.code}/${a.manifest.version}`) - placeOf(`${b.manifest.code}/${b.manifest.version}`),
    );
    next ??= setTimeout(compileOne, PAUSE_MS);
  };
  return Object.assign(begin, {
    end: () => {
      clearTimeout(next);
      left = [];
    },
  });
};
