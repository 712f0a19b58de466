/** The command `duologue user`: the actions of an administrator on an account. */
import type { Administration, FactorCounts } from '../compose.ts';
import { readConfig } from '../config.ts';
import { type Command, UsageError } from './command.ts';
import { print } from './output.ts';

interface Action {
  summary: string;
  /** Answers the text to print. */
  run(administration: Administration, username: string): Promise<string>;
}

const actions: Record<string, Action> = {
  show: {
    summary: 'show when the user was last seen, their number of sessions and their second factors',
    run: async (administration, username) => {
      const { user, liveSessions, factors } = await administration.show(username);
      const seen = user.lastSeenAt ? `last seen ${user.lastSeenAt.toISOString()}` : 'not seen yet';
      const about = `${user.username} (${user.displayName}): ${seen}, signed in ${liveSessions === 1 ? 'once' : `${liveSessions} times`}.`;
      return `${about}\nSecond factors: ${factorText(factors)}.`;
    },
  },
  'reset-password': {
    summary: 'end all sessions and print a password that is valid for 24 hours; second factors stay',
    run: async (administration, username) => {
      const password = await administration.resetPassword(username);
      return `All sessions have ended. This password is valid for 24 hours, to log in and set another one:\n${password}`;
    },
  },
  'remove-factors': {
    summary: 'for a lost phone: erase the authenticator app, passkeys and recovery codes, and end all sessions',
    run: async (administration, username) => {
      const { removed, endedSessions } = await administration.removeFactors(username);
      return `Removed: ${factorText(removed)}. Ended ${count(endedSessions, 'session')}. The password alone now logs in.`;
    },
  },
  'end-sessions': {
    summary: 'sign the user out on every device',
    run: async (administration, username) => `Ended ${count(await administration.endSessions(username), 'session')}.`,
  },
};

export const userCommand: Command = {
  summary: 'for administrators: an action and a username, as in "duologue user show anna"; each works while nodes run',
  actions: Object.fromEntries(Object.entries(actions).map(([name, { summary }]) => [name, summary])),
  async run({ arguments: [name = '', username, ...rest] }) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action || username === undefined || rest.length > 0) {
      throw new UsageError('duologue user takes an action and a username.');
    }
    const config = readConfig();
    const { withAdministration } = await import('../compose.ts');
    print(await withAdministration(config, (administration) => action.run(administration, username)));
  },
};

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

function factorText({ totp, passkeys, recoveryCodes }: FactorCounts): string {
  const kinds = [
    ...(totp ? ['authenticator app'] : []),
    ...(passkeys > 0 ? [count(passkeys, 'passkey')] : []),
    ...(recoveryCodes > 0 ? [count(recoveryCodes, 'recovery code')] : []),
  ];
  return kinds.join(', ') || 'none';
}
