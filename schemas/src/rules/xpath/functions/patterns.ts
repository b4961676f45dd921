/** `matches`, `replace`, `tokenize`. Patterns that are stated as literals are checked and compiled once. */
import type { Expression } from '../ast.ts';
import { XPathDynamicError, XPathStaticError } from '../errors.ts';
import { type Context, type Evaluate, spend } from '../evaluate.ts';
import type { Compile } from '../path.ts';
import { PatternError } from '../regex/characters.ts';
import { compilePattern, type Program } from '../regex/program.ts';
import { type Found, findPattern } from '../regex/run.ts';
import { atMostOne, atomize, type Sequence, textOfAtom, truth } from '../values.ts';

type Call = Extract<Expression, { is: 'call' }>;

export const PATTERN_FUNCTIONS: ReadonlySet<string> = new Set(['matches', 'replace', 'tokenize']);

/** Instructions looked at for one step of the budget. */
const PER_STEP = 8;

const textOf = (items: Sequence): string => {
  const value = atMostOne(atomize(items), 'a parameter');
  if (value === undefined) return '';
  if (typeof value === 'string' || (typeof value === 'object' && value.kind === 'untyped')) return textOfAtom(value);
  throw new XPathDynamicError('XPTY0004', 'xs:string was expected');
};

const literalOf = (expression: Expression | undefined): string | undefined =>
  expression?.is === 'literal' && typeof expression.value === 'string' ? expression.value : undefined;

const programOf = (call: Call, flagsAt: number, compile: Compile): ((context: Context) => Program) => {
  const [, pattern, ...rest] = call.args;
  const flags = flagsAt === 2 ? rest[0] : rest[1];
  const literal = literalOf(pattern);
  const literalFlags = flags === undefined ? '' : literalOf(flags);
  if (pattern !== undefined && literal !== undefined && literalFlags !== undefined)
    try {
      const program = compilePattern(literal, literalFlags);
      return () => program;
    } catch (error) {
      if (error instanceof PatternError)
        throw new XPathStaticError('FORX0002', `in the pattern ${literal}: ${error.message}`, pattern.at);
      throw error;
    }
  const patternText = pattern === undefined ? () => [] : compile.evaluate(pattern);
  const flagsText = flags === undefined ? () => [] : compile.evaluate(flags);
  return (context) => {
    try {
      const text = textOf(patternText(context));
      spend(context, text.length);
      const program = compilePattern(text, textOf(flagsText(context)));
      spend(context, program.instructions.length);
      return program;
    } catch (error) {
      if (error instanceof PatternError) throw new XPathDynamicError('FORX0002', error.message);
      throw error;
    }
  };
};

const pointsOf = (text: string): readonly number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);
const slice = (points: readonly number[], from: number, to: number): string => {
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCodePoint(points[at] ?? 0);
  return text;
};

/** Every place where the pattern is found. One that finds nothing at all (FORX0003) cannot divide a text. */
const everywhere = (program: Program, points: readonly number[], context: Context): readonly Found[] => {
  const pay = (cost: number): void => spend(context, Math.ceil(cost / PER_STEP));
  if (findPattern(program, [], 0, pay) !== undefined)
    throw new XPathDynamicError('FORX0003', 'the pattern is found in nothing');
  const all: Found[] = [];
  for (let from = 0; from <= points.length; ) {
    const found = findPattern(program, points, from, pay);
    if (found === undefined) break;
    all.push(found);
    from = Math.max(found[1] ?? 0, from + 1);
  }
  return all;
};

const replacementOf = (text: string): ((found: Found, points: readonly number[], groups: number) => string) => {
  if (/(?:^|[^\\])(?:\\\\)*\\(?![\\$])/.test(text) || /(?:^|[^\\])(?:\\\\)*\$(?!\d)/.test(text))
    throw new XPathDynamicError('FORX0004', 'the replacement is wrong');
  return (found, points, groups) =>
    text.replace(/\\([\\$])|\$(\d+)/g, (_, escaped: string | undefined, digits: string | undefined) => {
      if (escaped !== undefined) return escaped;
      // as many digits as there are groups for; the others are text
      let length = digits?.length ?? 0;
      while (length > 1 && Number(digits?.slice(0, length)) > groups) length--;
      const group = Number(digits?.slice(0, length));
      const [from, to] = [found[group * 2], found[group * 2 + 1]];
      return (from === undefined || to === undefined ? '' : slice(points, from, to)) + (digits?.slice(length) ?? '');
    });
};

/** Compiles a call of one of the three. Throws XPathStaticError for a pattern that is not supported. */
export const compilePatternCall = (call: Call, compile: Compile): Evaluate => {
  const [input] = call.args.map(compile.evaluate);
  const program = programOf(call, call.name === 'replace' ? 3 : 2, compile);
  const pointsIn = (context: Context): readonly number[] => {
    const points = pointsOf(textOf(input?.(context) ?? []));
    spend(context, 1 + Math.ceil(points.length / PER_STEP));
    return points;
  };
  if (call.name === 'matches')
    return (context) =>
      truth(
        findPattern(program(context), pointsIn(context), 0, (cost) => spend(context, Math.ceil(cost / PER_STEP))) !==
          undefined,
      );
  if (call.name === 'tokenize')
    return (context) => {
      const points = pointsIn(context);
      if (points.length === 0) return [];
      const tokens: string[] = [];
      let from = 0;
      for (const [start = 0, end = 0] of everywhere(program(context), points, context)) {
        tokens.push(slice(points, from, start));
        from = end;
      }
      return [...tokens, slice(points, from, points.length)];
    };
  const replacement = call.args[2] === undefined ? () => [] : compile.evaluate(call.args[2]);
  return (context) => {
    const points = pointsIn(context);
    const compiled = program(context);
    const fill = replacementOf(textOf(replacement(context)));
    let text = '';
    let from = 0;
    for (const found of everywhere(compiled, points, context)) {
      const [start = 0, end = 0] = found;
      const filled = fill(found, points, compiled.groups);
      spend(context, 1 + (filled.length >> 6));
      text += slice(points, from, start) + filled;
      from = end;
    }
    return [text + slice(points, from, points.length)];
  };
};
