import type { Language } from './texts.ts';

/** One text in every language users are spoken to in. */
export type Said = Readonly<Record<Language, string>>;

/** Cuts a quoted value or list to a length people can still read. */
export const shorten = (text: string, length = 80): string =>
  text.length <= length ? text : `${text.slice(0, length)}…`;
