/** What concerns the same delivery, one after the other; what concerns different ones, side by side. */

/** Runs an act when everything begun before under its key has ended, however it ended. */
export type InTurn<K> = <T>(key: K, act: () => Promise<T>) => Promise<T>;

/** Keeps the turns; a key whose acts have all ended is forgotten. */
export const keepTurns = <K>(): InTurn<K> => {
  const last = new Map<K, Promise<unknown>>();
  return async (key, act) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(act);
    const settled = mine.catch(() => undefined);
    last.set(key, settled);
    try {
      return await mine;
    } finally {
      if (last.get(key) === settled) last.delete(key);
    }
  };
};
