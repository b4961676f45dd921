/** Text as people and programs read it, told apart from what steers terminals, ends lines or turns the direction of text. */

/** Controls, formats, separators of lines, halves of characters, and what is no character for anybody else. */
const UNSEEN = String.raw`\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}`;
const HAS_UNSEEN = new RegExp(`[${UNSEEN}]`, 'u');
const EVERY_UNSEEN = new RegExp(`[${UNSEEN}]`, 'gu');

/** Whether a text is one line in which everything can be seen. */
export const isPlainLine = (text: string): boolean => !HAS_UNSEEN.test(text);

/** The same of several lines, with tabs. */
export const isPlainText = (text: string): boolean => isPlainLine(text.replace(/[\t\n\r]/g, ' '));

/** Text with each character that cannot be seen replaced. */
export const replaceUnseen = (text: string, by: (character: string) => string): string =>
  text.replace(EVERY_UNSEEN, by);

/** Text of several lines in which what cannot be seen is shown as U+FFFD. */
export const asPlainText = (text: string): string =>
  replaceUnseen(text, (character) => (/[\t\n\r]/.test(character) ? character : '\uFFFD'));

const unitsOf = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** JSON with whatever of its texts cannot be seen escaped, the same document for every reader of JSON. */
export const visibleJson = (json: string): string =>
  replaceUnseen(json, (character) => (character === '\n' ? character : unitsOf(character)));
