/** From the words of a call to its exit code. */
import { readFileSync } from 'node:fs';
import { type CommonSettings, commonSettings } from '@dienstweg/infra/settings.ts';
import { visibleJson } from '@dienstweg/schemas/plain-text.ts';
import { nearest } from '@dienstweg/schemas/problems/nearest.ts';
import { type Problem, ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import { chooseLanguage, type Language, titleAndRemedy } from '@dienstweg/schemas/problems/texts.ts';
import type { Cli, ListedCommand } from './args/command.ts';
import { helpOf, helpOfAll } from './args/help.ts';
import { parseArguments, unknownWord, usageError } from './args/parse.ts';
import { diskProblem, fileProblem } from './client/file-problem.ts';
import { COMMANDS } from './commands.ts';
import { problemText } from './print/problem.ts';
import { visible } from './print/visible.ts';

/** Exit codes that scripts rely on. */
export type ExitCode = 0 | 1 | 2;

/** What a call touches of its process. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether stdout is a terminal, of whatever kind. */
  readonly isTerminal: boolean;
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
  untilInterrupted(): Promise<void>;
}

const find = (args: readonly string[]): { readonly command: ListedCommand; readonly rest: readonly string[] } => {
  for (const length of [2, 1]) {
    const name = args.slice(0, length).join(' ');
    const command = COMMANDS.find((each) => each.name === name);
    if (command !== undefined) return { command, rest: args.slice(length) };
  }
  const words = args.filter((word) => !word.startsWith('-')).slice(0, 2);
  const names = COMMANDS.map(({ name }) => name);
  const both = words.join(' ');
  // with two words, a command of two is meant rather than a group
  if (words.length === 2 && nearest(both, names) !== undefined) throw unknownWord('command', both, names);
  throw unknownWord('command', words[0] ?? '', [...names, ...names.map((name) => name.split(' ')[0] ?? name)]);
};

/** Which group of commands, or all, help is asked for; `undefined` where a command is called. */
const helpAsked = (args: readonly string[]): string | undefined => {
  const words = args.filter((word) => !word.startsWith('-'));
  if (words.length === 0) return '';
  const [group] = words;
  const isGroup =
    COMMANDS.some(({ name }) => name.startsWith(`${group} `)) && !COMMANDS.some(({ name }) => name === group);
  if (words[0] === 'help') return words.slice(1).join(' ');
  return isGroup && words.length === 1 ? group : undefined;
};

/** The release, as the package at the top says it. */
const releaseOf = (): string => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  return version;
};

const settingsOf = (env: Surroundings['env']): CommonSettings => {
  const settings = commonSettings(env);
  if (!settings.ok) throw usageError(settings.mistakes.join(' '));
  return settings.settings;
};

const homeIn = (env: Surroundings['env']): string => {
  const settings = commonSettings(env);
  return settings.ok ? settings.settings.home.root : 'the home folder';
};

/** The same problem with title and remedy in the user's language, unless they say more than the code does. */
const translated = (stated: Problem, language: Language): Problem => {
  const plain = titleAndRemedy(stated.code, 'en');
  const spoken = titleAndRemedy(stated.code, language);
  return {
    ...stated,
    title: stated.title === plain.title ? spoken.title : stated.title,
    remedy: stated.remedy === plain.remedy ? spoken.remedy : stated.remedy,
  };
};

/** Runs a call; resolves with its exit code when everything is written. Bugs are thrown. */
export const runCli = async (args: readonly string[], around: Surroundings): Promise<ExitCode> => {
  const { env } = around;
  const json = args.includes('--json');
  const language = chooseLanguage(env.LC_ALL || env.LC_MESSAGES || env.LANG);
  try {
    if (args[0] === '--version') {
      const version = releaseOf();
      await around.out(json ? `${JSON.stringify({ version })}\n` : `${version}\n`);
      return 0;
    }
    const group = helpAsked(args);
    if (group !== undefined) {
      // asked for, or the answer to a call that is not whole
      const isAsked = args[0] === 'help' || args.includes('--help');
      await (isAsked ? around.out : around.err)(`${helpOfAll(COMMANDS, group)}\n`);
      return isAsked ? 0 : 2;
    }
    const { command, rest } = find(args);
    const spec = await command.load();
    const isHelp = rest.includes('--help');
    const input = parseArguments(spec, spec.isLater === true ? (isHelp ? ['--help'] : []) : rest);
    if (input.flag('help')) {
      await around.out(`${helpOf(command, spec)}\n`);
      return 0;
    }
    const cli: Cli = {
      env,
      settings: settingsOf(env),
      language,
      json,
      isTerminal: around.isTerminal && env.TERM !== 'dumb' && !json,
      tell: (line) => void around.err(visible(`${line}\n`)),
      show: (text) => void (json ? around.err : around.out)(visible(text)),
      draw: (text) => void (json ? around.err : around.out)(text),
      untilInterrupted: around.untilInterrupted,
    };
    const outcome = await spec.run(input, cli);
    if (json) await around.out(`${visibleJson(JSON.stringify(outcome.value, null, 2))}\n`);
    else if (outcome.text !== '') {
      const isRaw = outcome.isDocument === true && !around.isTerminal;
      await around.out(`${isRaw ? outcome.text : visible(outcome.text)}\n`);
    }
    return outcome.exitCode ?? 0;
  } catch (error) {
    const stated =
      error instanceof ProblemError
        ? error.problem
        : (fileProblem(error) ?? diskProblem(error, `${homeIn(env)}, or the file that was to be written`));
    if (stated === undefined) throw error;
    const spoken = translated(stated, language);
    if (json) await around.out(`${visibleJson(JSON.stringify(spoken, null, 2))}\n`);
    else {
      // of a message handed in the sender may be somebody else; whatever else is typed here is the caller's own
      const isOwn = !(error instanceof ProblemError) || (stated.fault === 'sender' && args[0] !== 'send');
      await around.err(`${visible(problemText(spoken, language, isOwn))}\n`);
    }
    return stated.code === 'usage-error' ? 2 : 1;
  }
};
