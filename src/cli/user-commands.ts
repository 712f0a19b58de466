/** `duologue user …`: what an administrator may do with an account. */
import type { Administration, FactorCounts } from '../compose.ts';
import { readConfig } from '../config.ts';

interface Action {
  meaning: string;
  /** With the name of an account; answers what to say. */
  run(on: Administration, name: string): Promise<string>;
}

const actions: Record<string, Action> = {
  show: {
    meaning: 'when the person was last seen, how often they are signed in, and which second factors they have',
    run: async (on, name) => {
      const { user, liveSessions, factors } = await on.show(name);
      const seen = user.lastSeenAt ? `last seen ${user.lastSeenAt.toISOString()}` : 'not seen yet';
      const about = `${user.username} (${user.displayName}): ${seen}, signed in ${liveSessions === 1 ? 'once' : `${liveSessions} times`}.`;
      return `${about}\nSecond factors: ${factorText(factors)}.`;
    },
  },
  'reset-password': {
    meaning: 'end all sessions and print a password that is taken for 24 hours; second factors stay',
    run: async (on, name) => {
      const password = await on.resetPassword(name);
      return `All sessions have ended. For 24 hours this password is taken, to log in and set another one:\n${password}`;
    },
  },
  'remove-factors': {
    meaning: 'for a lost phone: erase the authenticator app, passkeys and recovery codes, and end all sessions',
    run: async (on, name) => {
      const { removed, endedSessions } = await on.removeFactors(name);
      return `Removed: ${factorText(removed)}. Ended ${count(endedSessions, 'session')}. The password alone now logs in.`;
    },
  },
  'end-sessions': {
    meaning: 'sign the person out everywhere',
    run: async (on, name) => `Ended ${count(await on.endSessions(name), 'session')}.`,
  },
};

export const userActions = Object.fromEntries(Object.entries(actions).map(([name, { meaning }]) => [name, meaning]));

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;

function factorText({ totp, passkeys, recoveryCodes }: FactorCounts): string {
  const there = [
    ...(totp ? ['authenticator app'] : []),
    ...(passkeys > 0 ? [count(passkeys, 'passkey')] : []),
    ...(recoveryCodes > 0 ? [count(recoveryCodes, 'recovery code')] : []),
  ];
  return there.join(', ') || 'none';
}

/** Null when it is not called as it should be. @throws Error when there is nobody of that name, or no database */
export async function runUserAction([action = '', name, ...rest]: readonly string[]): Promise<string | null> {
  const known = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!known || name === undefined || rest.length > 0) return null;
  const config = readConfig();
  const { withAdministration } = await import('../compose.ts');
  return withAdministration(config, (on) => known.run(on, name));
}
