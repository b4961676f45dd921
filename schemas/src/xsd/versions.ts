/** Conditional inclusion: what a schema marks as meant for processors of another version of XSD than 1.0. Pure. */
import { type Token, tokensOf } from './tokens.ts';

/** The namespace of `vc:minVersion` and its like. */
export const VERSIONING = 'http://www.w3.org/2007/XMLSchema-versioning';

/** An element that is not for XSD 1.0, with the attribute that says so. */
export interface LeftOutElement {
  readonly line: number;
  readonly text: string;
}

const UNDERSTOOD = 1.0;
const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;

/**
 * Whether an attribute of {@link VERSIONING} takes its element from a processor of XSD 1.0; `undefined` where that
 * cannot be told, as of attributes that ask for types and facets.
 */
export const isForOthers = (local: string, value: string): boolean | undefined => {
  const version = value.trim();
  if (!DECIMAL.test(version)) return undefined;
  if (local === 'minVersion') return Number(version) > UNDERSTOOD;
  return local === 'maxVersion' ? Number(version) <= UNDERSTOOD : undefined;
};

type StartTag = Extract<Token, { kind: 'start' }>;

/** The attribute that takes an element away, as it is written. */
const takenBy = ({ attributes }: StartTag, prefixes: ReadonlySet<string>): string | undefined => {
  for (const { name, value } of attributes) {
    const colon = name.indexOf(':');
    if (colon > 0 && prefixes.has(name.slice(0, colon)) && isForOthers(name.slice(colon + 1), value) === true)
      return `${name}="${value}"`;
  }
  return undefined;
};

/** Prefixes that stand for {@link VERSIONING} within an element. */
const prefixesIn = ({ attributes }: StartTag, outer: ReadonlySet<string>): ReadonlySet<string> => {
  const declared = attributes.filter(({ name }) => name.startsWith('xmlns:'));
  if (declared.length === 0) return outer;
  const inner = new Set(outer);
  for (const { name, value } of declared)
    if (value === VERSIONING) inner.add(name.slice(6));
    else inner.delete(name.slice(6));
  return inner;
};

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/**
 * A schema as a processor of XSD 1.0 has to take it: elements that are for others are blanks, all lines as before. The
 * root stays, whatever it says: a schema that is not for 1.0 at all is to be refused, not taken as empty.
 */
export const forVersion10 = (text: string): { readonly text: string; readonly leftOut: readonly LeftOutElement[] } => {
  if (!text.includes(VERSIONING)) return { text, leftOut: [] };
  const leftOut: LeftOutElement[] = [];
  const open: ReadonlySet<string>[] = [];
  /** The outermost element that is taken away, and how many are open about it. */
  let taken: { readonly start: number; readonly depth: number } | undefined;
  let kept = '';
  let at = 0;
  const close = (end: number): void => {
    if (taken === undefined || open.length > taken.depth) return;
    kept += text.slice(at, taken.start) + blank(text.slice(taken.start, end));
    at = end;
    taken = undefined;
  };
  for (const token of tokensOf(text)) {
    if (token.kind === 'end') open.pop();
    if (token.kind === 'start') {
      const prefixes = prefixesIn(token, open.at(-1) ?? new Set());
      const why = open.length === 0 || taken !== undefined ? undefined : takenBy(token, prefixes);
      if (why !== undefined) {
        taken = { start: token.start, depth: open.length };
        leftOut.push({ line: token.line, text: `${token.name} is left out: with ${why} it is not for XSD 1.0` });
      }
      if (!token.empty) open.push(prefixes);
    }
    if (token.kind !== 'text') close(token.end);
  }
  return { text: kept + text.slice(at), leftOut };
};
