/** Exit codes of the commands and of a node, with the errors that lead to them. */

export const exitCodes = {
  /** The work is done, or the check found nothing wrong. */
  ok: 0,
  /** The check found something wrong, or the work was refused or failed. */
  failed: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** The database or Redis does not answer, or does not let the node in. */
  unreachable: 3,
  /** A newer version of Duologue has changed the tables. */
  newer: 4,
} as const;

export const exitCodeHelp: Record<keyof typeof exitCodes, string> = {
  ok: 'done; a check found nothing wrong',
  failed: 'a check found something wrong, or the work was refused or failed',
  usage: 'wrong command line or configuration',
  unreachable: 'the database or Redis does not answer, or does not let Duologue in',
  newer: 'the database belongs to a newer version of Duologue',
};

export type ExitReason = Exclude<keyof typeof exitCodes, 'ok'>;

/** An error that the administrator can mend: the message says what is wrong and what to do, without a password. */
export class OperatorError extends Error {
  readonly reason: ExitReason;

  constructor(reason: ExitReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
