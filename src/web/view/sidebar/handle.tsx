/** The username of a user, unless it equals the display name. */
import type { User } from '../../../protocol/shapes.ts';

export function Handle({ user }: { user: User }) {
  return user.displayName === user.username ? null : <bdi class="username">@{user.username}</bdi>;
}
