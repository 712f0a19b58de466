/** A person's username, where the name they chose to show does not say it already. */
import type { User } from '../../../protocol/shapes.ts';

export function Handle({ user }: { user: User }) {
  return user.displayName === user.username ? null : <bdi class="username">@{user.username}</bdi>;
}
