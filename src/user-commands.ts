/** `duologue user …`: what an administrator may do with an account. */
import { type Administration, type FactorCounts, withAdministration } from './compose.ts';
import { readConfig } from './config.ts';

interface Action {
  meaning: string;
  /** With the name of an account; answers what to say. */
  run(on: Administration, name: string): Promise<string>;
}

const actions: Record<string, Action> = {
  show: {
    meaning: 'when the person was last seen, how often they are signed in, and which second factors they have',
    run: async (on, name) => {
      const { person, liveSessions, factors } = await on.show(name);
      const seen = person.lastSeenAt ? `last seen ${person.lastSeenAt.toISOString()}` : 'not seen yet';
      const about = `${person.username} (${person.displayName}): ${seen}, signed in ${liveSessions} times.`;
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
      return `Removed: ${factorText(removed)}. Ended ${endedSessions} sessions. The password alone now logs in.`;
    },
  },
  'end-sessions': {
    meaning: 'sign the person out everywhere',
    run: async (on, name) => `Ended ${await on.endSessions(name)} sessions.`,
  },
};

export const userActions = Object.fromEntries(Object.entries(actions).map(([name, { meaning }]) => [name, meaning]));

function factorText({ totp, passkeys, recoveryCodes }: FactorCounts): string {
  const counted = (count: number, what: string) => (count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`]);
  const there = [
    ...(totp ? ['authenticator app'] : []),
    ...counted(passkeys, 'passkey'),
    ...counted(recoveryCodes, 'recovery code'),
  ];
  return there.join(', ') || 'none';
}

/** Null when it is not called as it should be. @throws Error when there is nobody of that name, or no database */
export async function runUserAction([action = '', name, ...rest]: readonly string[]): Promise<string | null> {
  const known = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!known || name === undefined || rest.length > 0) return null;
  return withAdministration(readConfig(), (on) => known.run(on, name));
}
