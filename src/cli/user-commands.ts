/** The commands `duologue user …`: the actions of an administrator on an account. */
import type { Administration, FactorCounts } from '../compose-commands.ts';
import type { AuditEvent } from '../policy/audit-events.ts';
import { type Command, counted, type Result } from './command.ts';
import { administer } from './database-work.ts';
import { audited, type Concerned } from './operator-audit.ts';
import { userCreateCommand } from './user-create-command.ts';
import { userListCommand } from './user-list-command.ts';

/** @param event - the audit event of an action that changes something. */
const onUser = (
  action: string,
  summary: string,
  event: AuditEvent | null,
  work: (administration: Administration, user: string) => Promise<Result>,
): Command => ({
  name: `user ${action}`,
  summary,
  arguments: ['USER'],
  run({ arguments: [user = ''] }) {
    const act = (concerned: Concerned) =>
      administer(async (administration) => {
        concerned.account = await administration.idOf(user);
        return work(administration, user);
      });
    return event ? audited(event, act) : act({});
  },
});

export const userCommands: readonly Command[] = [
  userListCommand,
  userCreateCommand,
  onUser(
    'disable',
    'refuse logins and end all sessions; the account keeps its data and its conversations',
    'user_disable',
    async (administration, given) => {
      const endedSessions = await administration.disable(given);
      return { text: `The account is disabled. Ended ${counted(endedSessions, 'session')}.`, json: { endedSessions } };
    },
  ),
  onUser('enable', 'undo "user disable"', 'user_enable', async (administration, given) => {
    const wasDisabled = await administration.enable(given);
    return { text: wasDisabled ? 'The account is enabled.' : 'The account was not disabled.', json: { wasDisabled } };
  }),
  onUser(
    'delete',
    'delete the account for good; its username stays taken',
    'user_delete',
    async (administration, given) => {
      const endedSessions = await administration.remove(given);
      return { text: `The account is deleted. Ended ${counted(endedSessions, 'session')}.`, json: { endedSessions } };
    },
  ),
  onUser(
    'show',
    'show when the user was last seen, their number of sessions and their second factors',
    null,
    async (administration, given) => {
      const { user, isDisabled, liveSessions, factors } = await administration.show(given);
      const disabled = isDisabled ? 'disabled, ' : '';
      const seen = user.lastSeenAt ? `last seen ${user.lastSeenAt.toISOString()}` : 'not seen yet';
      return {
        text: `${user.username} (${user.displayName}): ${disabled}${seen}, ${counted(liveSessions, 'live session')}.\nSecond factors: ${factorText(factors)}.`,
        json: { user, isDisabled, liveSessions, factors },
      };
    },
  ),
  onUser(
    'reset-password',
    'end all sessions and print a password that is valid for 24 hours; second factors stay',
    'user_password_reset',
    async (administration, given) => {
      const password = await administration.resetPassword(given);
      const about = 'All sessions have ended. This password is valid for 24 hours, to log in and set another one:';
      return { text: `${about}\n${password}`, json: { temporaryPassword: password } };
    },
  ),
  onUser(
    'remove-factors',
    'for a lost phone: erase the authenticator app, passkeys and recovery codes, and end all sessions',
    'user_factors_removal',
    async (administration, given) => {
      const { removed, endedSessions } = await administration.removeFactors(given);
      const ended = `Ended ${counted(endedSessions, 'session')}.`;
      return {
        text: `Removed: ${factorText(removed)}. ${ended} The password alone now logs in.`,
        json: { removed, endedSessions },
      };
    },
  ),
  onUser('end-sessions', 'sign the user out on every device', 'user_sessions_end', async (administration, given) => {
    const endedSessions = await administration.endSessions(given);
    return { text: `Ended ${counted(endedSessions, 'session')}.`, json: { endedSessions } };
  }),
];

function factorText({ totp, passkeys, recoveryCodes }: FactorCounts): string {
  const kinds = [
    ...(totp ? ['authenticator app'] : []),
    ...(passkeys > 0 ? [counted(passkeys, 'passkey')] : []),
    ...(recoveryCodes > 0 ? [counted(recoveryCodes, 'recovery code')] : []),
  ];
  return kinds.join(', ') || 'none';
}
