/** `duologue user …`: what an administrator may do with an account. */
import { withAdministration } from './compose.ts';
import { readConfig } from './config.ts';

/** What each does, with the name of an account; answers what to say. */
const actions: Record<string, (name: string) => Promise<string>> = {
  show: (name) =>
    withAdministration(readConfig(), async ({ show }) => {
      const { person, liveSessions } = await show(name);
      const seen = person.lastSeenAt ? `last seen ${person.lastSeenAt.toISOString()}` : 'not seen yet';
      return `${person.username} (${person.displayName}): ${seen}, signed in ${liveSessions} times.`;
    }),
  'reset-password': (name) =>
    withAdministration(readConfig(), async ({ resetPassword }) => {
      const password = await resetPassword(name);
      return `All sessions have ended. For 24 hours this password is taken, to log in and set another one:\n${password}`;
    }),
  'end-sessions': (name) =>
    withAdministration(readConfig(), async ({ endSessions }) => `Ended ${await endSessions(name)} sessions.`),
};

export const userActions = Object.keys(actions);

/** Null when it is not called as it should be. @throws Error when there is nobody of that name, or no database */
export async function runUserAction([action = '', name, ...rest]: readonly string[]): Promise<string | null> {
  const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
  return run && name !== undefined && rest.length === 0 ? run(name) : null;
}
