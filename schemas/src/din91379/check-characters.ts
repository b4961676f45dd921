/** Texts against the data types of DIN 91379. Nothing is ever normalised: signed text stays as it is. Pure. */
import { DIN91379_TYPES, type Din91379Type } from '../message-types/manifest.ts';
import { prefixPattern } from './patterns.ts';

/** A character, with the marks on it, that is not of the type. */
export interface CharacterFault {
  readonly text: string;
  /** `U+0041 U+0308`. */
  readonly codePoints: string;
  /** 1-based place in the text, counted in code points. */
  readonly position: number;
  /** Its normal form C, where that would be of the type. */
  readonly nfc?: string;
  /** Types it would be of. */
  readonly fits: readonly Din91379Type[];
}

/** Checks texts against the types; patterns are compiled once each. */
export interface CharacterCheck {
  /** What is not of the type, in order, at most `most` (20). The empty text is of every type, as in the standard. */
  faults(text: string, type: Din91379Type, most?: number): readonly CharacterFault[];
}

const CLUSTER = /[\s\S]\p{M}*/uy;

const clusterAt = (text: string, at: number): string => {
  CLUSTER.lastIndex = at;
  return CLUSTER.exec(text)?.[0] ?? text.slice(at, at + 1);
};

const codePointsOf = (text: string): string =>
  [...text]
    .map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ');

/** A check with its patterns. */
export const characterCheck = (): CharacterCheck => {
  const patterns = new Map<Din91379Type, RegExp>();
  const reach = (text: string, type: Din91379Type, from: number): number => {
    const known = patterns.get(type);
    const pattern = known ?? prefixPattern(type);
    if (known === undefined) patterns.set(type, pattern);
    pattern.lastIndex = from;
    return from + (pattern.exec(text)?.[0].length ?? 0);
  };
  const isOf = (text: string, type: Din91379Type): boolean => reach(text, type, 0) === text.length;
  return {
    faults: (text, type, most = 20) => {
      const found: CharacterFault[] = [];
      let at = 0;
      let position = 1;
      while (found.length < most) {
        const end = reach(text, type, at);
        if (end === text.length) break;
        // a letter the type has, with a mark it does not have there: the letter belongs to the fault
        const isMarked = end > at && /^\p{M}/u.test(text.slice(end));
        const start = isMarked ? end - ([...text.slice(at, end)].at(-1)?.length ?? 1) : end;
        position += [...text.slice(at, start)].length;
        const cluster = clusterAt(text, start);
        const nfc = cluster.normalize('NFC');
        found.push({
          text: cluster,
          codePoints: codePointsOf(cluster),
          position,
          ...(nfc !== cluster && isOf(nfc, type) ? { nfc } : {}),
          fits: DIN91379_TYPES.filter((other) => isOf(cluster, other)),
        });
        at = start + cluster.length;
        position += [...cluster].length;
      }
      return found;
    },
  };
};
