/**
 * Where elements begin, by their path. libxml2 says the line alone, none beyond 65,534, and the last one of a start tag
 * that goes over several.
 */
import { walkMarkup } from './markup.ts';
import { type Place, placesInOrder } from './place.ts';

/** Where an element begins, and whether other elements stand in it, or behind it in its parent. */
export interface ElementPlace extends Place {
  readonly goesOn: boolean;
}

/** What is looked for below an element: by local name and position among those that share it. */
interface Wanted {
  readonly below: Map<string, Wanted>;
  path?: string;
}

/** An element that is open and on the way to something wanted. */
interface Open {
  readonly wanted: Wanted;
  readonly count: Map<string, number>;
  /** Paths that end in it, or in a child that came already. */
  readonly seen: string[];
}

const wantedOf = (paths: Iterable<string>): Wanted => {
  const root: Wanted = { below: new Map() };
  for (const path of paths) {
    let at = root;
    for (const step of path.split('/').slice(1)) {
      const key = step.endsWith(']') ? step : `${step}[1]`;
      const next: Wanted = at.below.get(key) ?? { below: new Map() };
      at.below.set(key, next);
      at = next;
    }
    at.path = path;
  }
  return root;
};

/**
 * Finds elements of a well-formed document in UTF-8 by paths as `readablePath` writes them: local names, with a position
 * where siblings share one. What is not there is not in the answer.
 */
export const elementPlaces = (octets: Uint8Array, paths: Iterable<string>): ReadonlyMap<string, ElementPlace> => {
  const found = new Map<string, ElementPlace>();
  const placeAt = placesInOrder(octets);
  const view = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  const nameAt = (from: number, to: number): string => {
    const name = view.toString('utf8', from, to);
    return name.slice(name.indexOf(':') + 1);
  };
  // undefined: an element in which nothing is looked for
  const open: (Open | undefined)[] = [{ wanted: wantedOf(paths), count: new Map(), seen: [] }];
  walkMarkup(octets, {
    startTag: ({ start, nameEnd, empty }) => {
      const parent = open.at(-1);
      // told once: what comes after it changes nothing any more
      for (const path of parent?.seen.splice(0) ?? []) {
        const place = found.get(path);
        if (place !== undefined) found.set(path, { ...place, goesOn: true });
      }
      let inside: Open | undefined;
      if (parent !== undefined) {
        const name = nameAt(start + 1, nameEnd);
        const position = (parent.count.get(name) ?? 0) + 1;
        parent.count.set(name, position);
        const wanted = parent.wanted.below.get(`${name}[${position}]`);
        if (wanted !== undefined) inside = { wanted, count: new Map(), seen: [] };
        if (wanted?.path !== undefined) {
          found.set(wanted.path, { ...placeAt(start), goesOn: false });
          inside?.seen.push(wanted.path);
          parent.seen.push(wanted.path);
        }
      }
      if (!empty) open.push(inside);
    },
    endTag: () => {
      open.pop();
    },
    aside: () => undefined,
    doctype: () => undefined,
  });
  return found;
};
