/** A walk over the words of an expression, and the names in it made whole. */
import { XPathStaticError } from './errors.ts';
import { type Word, wordsOf } from './lexer.ts';

/** What names mean where an expression stands. */
export interface Naming {
  /** Namespace of a prefix; `undefined` where it is not declared. */
  readonly namespaceOf: (prefix: string) => string | undefined;
}

export const FUNCTIONS_NAMESPACE = 'http://www.w3.org/2005/xpath-functions';
export const TYPES_NAMESPACE = 'http://www.w3.org/2001/XMLSchema';

/** The words of one expression, read from left to right. */
export const walkWords = (text: string, naming: Naming) => {
  const words = wordsOf(text);
  const last = words.at(-1) ?? { word: 'end', at: 0, end: 0 };
  let position = 0;

  const peek = (ahead = 0): Word => words[position + ahead] ?? last;
  const take = (): Word => {
    const word = peek();
    position++;
    return word;
  };
  const isSymbol = (symbol: string, ahead = 0): boolean => {
    const word = peek(ahead);
    return word.word === 'symbol' && word.text === symbol;
  };
  /** A name without prefix, such as the operators that are words. */
  const isKeyword = (keyword: string, ahead = 0): boolean => {
    const word = peek(ahead);
    return word.word === 'name' && word.prefix === undefined && word.local === keyword;
  };
  const said = (word: Word): string => (word.word === 'end' ? 'the end' : `"${text.slice(word.at, word.end)}"`);
  const fail = (message: string, at = peek().at, code = 'XPST0003'): never => {
    throw new XPathStaticError(code, message, at);
  };
  const accept = (symbol: string): boolean => {
    if (!isSymbol(symbol)) return false;
    position++;
    return true;
  };
  const acceptKeyword = (keyword: string): boolean => {
    if (!isKeyword(keyword)) return false;
    position++;
    return true;
  };
  const expect = (symbol: string): void => {
    if (!accept(symbol)) fail(`${symbol} was expected, here is ${said(peek())}`);
  };
  const expectKeyword = (keyword: string): void => {
    if (!acceptKeyword(keyword)) fail(`${keyword} was expected, here is ${said(peek())}`);
  };
  const namespaceOf = (prefix: string, at: number): string =>
    naming.namespaceOf(prefix) ?? fail(`the prefix ${prefix} is not declared`, at, 'XPST0081');
  /** A name that is no wildcard. */
  const takeName = (): { readonly prefix: string | undefined; readonly local: string; readonly at: number } => {
    const word = take();
    if (word.word !== 'name' || word.local === '*' || word.prefix === '*')
      return fail(`a name was expected, here is ${said(word)}`, word.at);
    return word;
  };
  /** Name of a variable in one text, `{namespace}local` where it has a namespace. */
  const takeVariable = (): string => {
    const { prefix, local, at } = takeName();
    return prefix === undefined ? local : `{${namespaceOf(prefix, at)}}${local}`;
  };

  return {
    peek,
    take,
    isSymbol,
    isKeyword,
    said,
    fail,
    accept,
    acceptKeyword,
    expect,
    expectKeyword,
    namespaceOf,
    takeName,
    takeVariable,
  };
};

export type Words = ReturnType<typeof walkWords>;
