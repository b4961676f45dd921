/** Words as people type them, made comparable: case, accents, umlauts and their transcriptions do not count. */

const MARKS = /\p{M}+/gu;
const NO_WORD = /[^\p{L}\p{N}]+/u;

/** A text as it is compared: `Süderlüh`, `SUEDERLUEH` and `suderluh` are one. For comparing only, never shown. */
export const foldText = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'a')
    .replaceAll('ij', 'y')
    .replace(/(?<=[aou])e/g, '');

/** The folded words of a text, in order. */
export const wordsOf = (text: string): readonly string[] =>
  foldText(text)
    .split(NO_WORD)
    .filter((word) => word !== '');

/** Words that say nothing about what is looked for, in the three languages. */
const LITTLE_WORDS: ReadonlySet<string> = new Set(
  'der die das den dem des ein eine einen einer im in am an auf bei beim fur zu zum zur von vom und the a an of for to at on and de het een te voor van bij en naar'
    .split(' ')
    .map(foldText),
);

/** Nobody looks for more, and each is held against every word of the directory. */
const MOST_WORDS = 12;

/** What of a question is looked for, the first words of it; little words count only where there is nothing else. */
export const wordsLookedFor = (text: string): readonly string[] => {
  const words = wordsOf(text);
  const weighty = words.filter((word) => !LITTLE_WORDS.has(word));
  return (weighty.length > 0 ? weighty : words).slice(0, MOST_WORDS);
};

/** How well a word answers a word looked for: 1 the same, 0 not at all. */
export const likeness = (word: string, wanted: string): number => {
  if (word === wanted) return 1;
  if (word.startsWith(wanted)) return 0.9;
  if (wanted.length >= 4 && word.includes(wanted)) return 0.75;
  if (word.length >= 4 && wanted.startsWith(word)) return 0.7;
  return wanted.length >= 5 && isOneSlipApart(word, wanted) ? 0.6 : 0;
};

/** One letter too many, too few, another one, or two exchanged. */
export const isOneSlipApart = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1) return false;
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
  const [restA, restB] = [a.slice(same), b.slice(same)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
};
