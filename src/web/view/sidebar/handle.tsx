/** The username of a user, unless it equals the display name; for screen readers only unless it is `shown`. */
import type { User } from '../../../protocol/shapes.ts';

export function Handle({ user, shown = true }: { user: User; shown?: boolean }) {
  if (user.displayName === user.username) return null;
  return <bdi class={shown ? 'username' : 'unseen'}>@{user.username}</bdi>;
}
