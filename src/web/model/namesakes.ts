/** Finds the users whose names look alike, so that the page shows their usernames too. */
import { foldForSearch } from '../../protocol/name-words.ts';
import type { User } from '../../protocol/shapes.ts';

/** The usernames of those who share a display name, or whose display name is the username of another one. */
export function namesakes(users: readonly User[]): ReadonlySet<string> {
  const bearers = new Map<string, Set<string>>();
  for (const { username, displayName } of users) {
    for (const name of [foldForSearch(displayName), foldForSearch(username)]) {
      bearers.set(name, (bearers.get(name) ?? new Set()).add(username));
    }
  }
  return new Set([...bearers.values()].filter(({ size }) => size > 1).flatMap((names) => [...names]));
}
