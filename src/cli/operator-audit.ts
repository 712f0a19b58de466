/** Writes the audit line of a command that changes accounts, invitations or data. */
import { userInfo } from 'node:os';
import type { AuditEvent } from '../policy/audit-events.ts';
import type { Result } from './command.ts';
import { codeOf } from './output.ts';

/** The ids that the work concerns; the work sets them as soon as it knows them. */
export interface Concerned {
  account?: string;
  target?: string;
}

/** The line goes to standard error, because standard output is the result. A failure is a line, too. */
export async function audited(event: AuditEvent, work: (concerned: Concerned) => Promise<Result>): Promise<Result> {
  const concerned: Concerned = {};
  try {
    const result = await work(concerned);
    await write(event, result.failed ? 'failed' : 'ok', concerned);
    return result;
  } catch (error) {
    await write(event, codeOf(error), concerned);
    throw error;
  }
}

const standardError = 2;

async function write(event: AuditEvent, outcome: string, concerned: Concerned): Promise<void> {
  const { createLogger } = await import('../compose-commands.ts');
  const line = { event, outcome, actor: 'operator', osUser: osUser(), ...concerned };
  createLogger('info', standardError).info(line, 'audit');
}

/** A container may run under a user id that has no name. */
function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `${process.getuid?.()}`;
  }
}
