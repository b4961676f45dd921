/** What a new version of a message type changes for those who use the old one. */

/**
 * `breaks-old-writers`: what they write may be refused by the new version. `breaks-old-readers`: what is written by the
 * new version may be refused, or missed, by those who read by the old one.
 */
export type Direction = 'breaks-old-writers' | 'breaks-old-readers' | 'compatible';

/** One change. */
export interface Change {
  readonly direction: Direction;
  /** Part and path of elements, e.g. `core: /kern/betrieb/@id`, or a member of the manifest. */
  readonly path: string;
  /** One sentence. */
  readonly text: string;
}

/** Collects changes, each once. */
export interface Changes {
  readonly found: readonly Change[];
  writers(path: string, text: string): void;
  readers(path: string, text: string): void;
  both(path: string, text: string): void;
  compatible(path: string, text: string): void;
}

/** An empty collection. */
export const changes = (): Changes => {
  const found = new Map<string, Change>();
  const add = (direction: Direction) => (path: string, text: string) => {
    found.set(`${direction}\n${path}\n${text}`, { direction, path, text });
  };
  const writers = add('breaks-old-writers');
  const readers = add('breaks-old-readers');
  return {
    get found() {
      return [...found.values()];
    },
    writers,
    readers,
    both: (path, text) => {
      writers(path, text);
      readers(path, text);
    },
    compatible: add('compatible'),
  };
};
