/** What a command is: its words, its options, and what it does. Help and parsing are made from this table alone. */
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

/** An option. Without `value` it is a flag. */
export interface OptionSpec {
  /** Placeholder of its value in help, e.g. `FILE`. */
  readonly value?: string;
  readonly text: string;
  readonly multiple?: true;
  readonly required?: true;
  readonly choices?: readonly string[];
}

/** A positional argument. */
export interface ArgumentSpec {
  readonly name: string;
  readonly text: string;
  readonly optional?: true;
  /** The last one may: any number of them. */
  readonly repeated?: true;
}

/** The arguments of a call, checked against the table. */
export interface Input {
  /** Value of an option, or nothing. */
  text(name: string): string | undefined;
  /** Values of an option that may be given several times. */
  all(name: string): readonly string[];
  flag(name: string): boolean;
  /** A positional argument by its place; nothing where an optional one is absent. */
  argument(place: number): string | undefined;
}

/** What surrounds a call. */
export interface Cli {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: CommonSettings;
  readonly language: Language;
  /** `--json` was given: one document on stdout, everything else on stderr. */
  readonly json: boolean;
  /** Whether stdout is a terminal that lines can be rewritten on. */
  readonly isTerminal: boolean;
  /** Progress, one line, on stderr. */
  tell(line: string): void;
  /** Text on stdout at once; only for commands that show something while they run, and never with `json`. */
  show(text: string): void;
  /** The same without making control characters visible: for what rewrites lines of a terminal. */
  draw(text: string): void;
  /** Resolves when the process is asked to stop (Ctrl-C, SIGTERM, its terminal closed). From then on the signal no longer ends it by itself. */
  untilInterrupted(): Promise<void>;
}

/** What a command came to. Refusals and failures are thrown as `ProblemError`. */
export interface Outcome {
  /** The document of `--json`. */
  readonly value: unknown;
  /** The same for people; without end of line. Characters that would steer a terminal are shown as `\\u{…}`. */
  readonly text: string;
  /** `text` is a document of its own, such as a message: unless it goes to a terminal, it is printed as it is. */
  readonly isDocument?: true;
  /** 1 where the answer is "no" without being a problem, e.g. an invalid message. */
  readonly exitCode?: 1;
}

/** A command. */
export interface CommandSpec {
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: Readonly<Record<string, OptionSpec>>;
  readonly examples?: readonly string[];
  /** Its name is settled, its work comes with a later release: said before any option is looked at. */
  readonly isLater?: true;
  run(input: Input, cli: Cli): Promise<Outcome>;
}

/** A command in the list of all: loaded when it is called. */
export interface ListedCommand {
  /** Its words, e.g. `message create`. */
  readonly name: string;
  readonly summary: string;
  load(): Promise<CommandSpec>;
}
