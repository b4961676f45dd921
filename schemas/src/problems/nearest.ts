/** The word somebody probably meant. */

/** Number of single changes (insert, remove, replace) between two words. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, character] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (b[j - 1] === character ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** The candidate nearest to a word; `undefined` where none is near enough to be meant. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  const near = candidates
    .map((candidate) => ({
      candidate,
      away: candidate.startsWith(word) && word.length > 1 ? 1 : distance(word, candidate),
    }))
    .filter(({ candidate, away }) => away <= Math.max(1, Math.round(candidate.length * 0.4)));
  return near.sort((a, b) => a.away - b.away)[0]?.candidate;
};
