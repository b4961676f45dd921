/** Help texts, made from the tables. */
import type { CommandSpec, ListedCommand } from './command.ts';
import { COMMON_OPTIONS } from './parse.ts';

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
};

/** The list of all commands whose words begin with `prefix`. */
export const helpOfAll = (commands: readonly ListedCommand[], prefix = ''): string =>
  [
    `Usage: dienstweg ${prefix === '' ? 'COMMAND' : `${prefix} …`}`,
    '',
    columns(
      commands.filter(({ name }) => name.startsWith(prefix)).map(({ name, summary }) => [name, summary] as const),
    ),
    '',
    'Every command has --help and --json; --version tells the release. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.',
    'Settings: DIENSTWEG_HOME (default .dienstweg), DIENSTWEG_PORT_BASE (default 4700), DIENSTWEG_NATS_URL,',
    'DIENSTWEG_REDIS_URL. Texts of problems follow LANG (de, en, nl).',
  ].join('\n');

/** The help of one command. */
export const helpOf = ({ name, summary }: ListedCommand, spec: CommandSpec): string => {
  const options = Object.entries({ ...spec.options, ...COMMON_OPTIONS });
  const words = (spec.arguments ?? []).map(
    (argument) => `${argument.optional ? `[${argument.name}]` : argument.name}${argument.repeated ? '…' : ''}`,
  );
  return [
    `Usage: dienstweg ${[name, ...words].join(' ')} [options]`,
    '',
    summary,
    '',
    ...((spec.arguments ?? []).length === 0
      ? []
      : ['Arguments:', columns((spec.arguments ?? []).map((each) => [each.name, each.text] as const)), '']),
    'Options:',
    columns(
      options.map(
        ([option, { value, text, multiple, required, choices }]) =>
          [
            `--${option}${value === undefined ? '' : ` ${value}`}${multiple ? ' …' : ''}`,
            `${text}${required ? ' (required)' : ''}${choices === undefined ? '' : `: ${choices.join(', ')}`}`,
          ] as const,
      ),
    ),
    ...(spec.examples === undefined ? [] : ['', 'Examples:', ...spec.examples.map((line) => `  ${line}`)]),
  ].join('\n');
};
