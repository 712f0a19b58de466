/** Describes one command: its help, its options, its arguments and its work. */
import { OperatorError } from '../policy/exit-codes.ts';

export interface Option {
  help: string;
  /** The placeholder of the value, as in `--uses NUMBER`; an option without it takes no value. */
  value?: string;
}

/** The options and arguments after the name of the command. */
export interface CommandInput {
  flags: ReadonlySet<string>;
  values: Readonly<Record<string, string>>;
  arguments: readonly string[];
  /** Whether the result is printed as JSON. */
  json: boolean;
}

/** The result of a command: text for a person, and the same facts for a program. */
export interface Result {
  text: string;
  json: Readonly<Record<string, unknown>>;
  /** A check that found something wrong: exit code 1. */
  failed?: boolean;
}

export interface Command {
  /** One or two words. */
  name: string;
  summary: string;
  /** The placeholder of each argument, as in `NAME`; all are required. */
  arguments?: readonly string[];
  /** The options without the leading dashes; every command also takes `--json` and `--help`. */
  options?: Readonly<Record<string, Option>>;
  /** Answers nothing when the command prints by itself. @throws UsageError when the values do not fit */
  run(input: CommandInput): Promise<Result | undefined>;
}

/** The command line does not fit the command; the message is one sentence for the user. */
export class UsageError extends OperatorError {
  constructor(message: string) {
    super('usage', message);
  }
}

/** `1 session`, `2 sessions`. */
export const counted = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
