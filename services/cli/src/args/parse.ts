/** Arguments against the table of a command. */
import { parseArgs } from 'node:util';
import { nearest } from '@dienstweg/schemas/problems/nearest.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec, Input, OptionSpec } from './command.ts';

/** Options that every command knows. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  json: { text: 'print exactly one JSON document on stdout' },
  help: { text: 'explain this command' },
};

/** The failure of wrong usage: exit code 2. */
export const usageError = (detail: string): ProblemError => new ProblemError(problem('usage-error', { detail }));

const meant = (word: string, candidates: readonly string[]): string => {
  const found = nearest(word, candidates);
  return found === undefined ? '' : ` Did you mean ${found}?`;
};

/** The option somebody probably meant: one that is near, or of which this is one of the words. */
const optionMeant = (word: string, names: readonly string[]): string => {
  const found = nearest(word, names) ?? names.find((name) => name.split('-').includes(word));
  return found === undefined ? '' : ` Did you mean --${found}?`;
};

/** Where nothing is near, all that is known is named, if it is not too much. */
const MOST_NAMED = 24;

/** An unknown word among known ones, as wrong usage. */
export const unknownWord = (what: string, word: string, known: readonly string[]): ProblemError => {
  const all = known.length > MOST_NAMED ? '' : ` There are: ${known.join(', ')}.`;
  return usageError(`There is no ${what} "${word}".${meant(word, known) || all}`);
};

/** Checks arguments. Throws `usage-error`, naming what was probably meant. */
export const parseArguments = (spec: CommandSpec, args: readonly string[]): Input => {
  const options = { ...COMMON_OPTIONS, ...spec.options };
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value }]) => [
        name,
        { type: value === undefined ? 'boolean' : 'string', multiple: true } as const,
      ]),
    ),
  });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  let surplus = surplusOf(spec, tokens);
  let listing: { readonly name: string; readonly option: OptionSpec } | undefined;
  for (const token of tokens) {
    if (token.kind === 'positional' && listing !== undefined && surplus > 0) {
      values.get(listing.name)?.push(checkedValue(listing.name, listing.option, token.value));
      surplus -= 1;
    } else if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined)
      throw usageError(`There is no option ${token.rawName}.${optionMeant(token.name, Object.keys(options))}`);
    values.set(token.name, [...(values.get(token.name) ?? []), checkedValue(token.name, option, token.value)]);
    if (!option.multiple && (values.get(token.name)?.length ?? 0) > 1 && option.value !== undefined)
      throw usageError(`--${token.name} is given more than once.`);
    listing = option.multiple ? { name: token.name, option } : undefined;
  }
  if (!values.has('help')) checkComplete(spec, options, values, positionals);
  return {
    text: (name) => values.get(name)?.[0],
    all: (name) => values.get(name) ?? [],
    flag: (name) => values.has(name),
    argument: (place) => positionals[place],
  };
};

/** How many words are more than a command takes: a shell makes several of `--sample *.xml`, of which the first is the option's. */
const surplusOf = ({ arguments: expected = [] }: CommandSpec, tokens: readonly { readonly kind: string }[]): number =>
  expected.at(-1)?.repeated
    ? 0
    : Math.max(0, tokens.filter(({ kind }) => kind === 'positional').length - expected.length);

const checkedValue = (name: string, option: OptionSpec, value: string | undefined): string => {
  if (option.value === undefined) {
    if (value !== undefined) throw usageError(`--${name} takes no value.`);
    return '';
  }
  if (value === undefined || value === '') throw usageError(`--${name} needs a value: --${name} ${option.value}`);
  if (option.choices !== undefined && !option.choices.includes(value))
    throw usageError(
      `--${name} must be one of ${option.choices.join(', ')}, not "${value}".${meant(value, option.choices)}`,
    );
  return value;
};

const checkComplete = (
  spec: CommandSpec,
  options: Readonly<Record<string, OptionSpec>>,
  values: ReadonlyMap<string, readonly string[]>,
  positionals: readonly string[],
): void => {
  const expected = spec.arguments ?? [];
  const surplus = positionals[expected.length];
  if (surplus !== undefined && expected.at(-1)?.repeated !== true)
    throw usageError(`"${surplus}" is one argument too many.`);
  const missing = expected[positionals.length];
  if (missing !== undefined && missing.optional !== true)
    throw usageError(`${missing.name} is missing: ${missing.text}.`);
  for (const [name, option] of Object.entries(options))
    if (option.required && !values.has(name))
      throw usageError(`--${name} ${option.value ?? ''} is missing: ${option.text}.`);
};
