/**
 * Text from elsewhere made harmless for terminals: a signed header may hold control sequences that rewrite the screen,
 * and marks that turn the direction of what follows.
 */

/** Control and format characters, separators of lines, halves of characters, and what no standard gives a meaning. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;

const shown = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Every such character as `\u{…}`, except end of line and tab. */
export const visible = (text: string): string =>
  text.replace(HIDDEN, (character) => (character === '\n' || character === '\t' ? character : shown(character)));

/** The same for a value within a line: end of line and tab too. */
export const visibleInLine = (text: string): string => text.replace(HIDDEN, shown);
