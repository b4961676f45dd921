/**
 * Text from elsewhere made harmless for terminals: a signed header may hold control sequences that rewrite the screen,
 * and marks that turn the direction of what follows.
 */
import { replaceUnseen } from '@dienstweg/schemas/plain-text.ts';

const shown = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Every such character as `\u{…}`, except end of line and tab. */
export const visible = (text: string): string =>
  replaceUnseen(text, (character) => (character === '\n' || character === '\t' ? character : shown(character)));

/** The same for a value within a line: end of line and tab too. */
export const visibleInLine = (text: string): string => replaceUnseen(text, shown);
