/** Describes one command: its help, its options, its arguments and its work. */

/** The flags and arguments after the name of the command. */
export interface CommandInput {
  flags: ReadonlySet<string>;
  arguments: readonly string[];
}

export interface Command {
  summary: string;
  /** The flags, without the leading dashes, and their help. */
  flags?: Record<string, string>;
  /** The named actions and their help; a command with actions takes an action and a username. */
  actions?: Record<string, string>;
  /** @throws UsageError when the arguments do not fit */
  run(input: CommandInput): Promise<void>;
}

/** The command line does not fit the command; the message is one sentence for the user. */
export class UsageError extends Error {}
