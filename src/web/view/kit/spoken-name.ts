/** Names the author of a message for screen readers: no name of a peer reads like the user's own. */
import type { User } from '../../../protocol/shapes.ts';

export const ownName = 'You';

export function spokenName({ displayName, username }: User): string {
  return displayName.normalize('NFKC').toLowerCase() === ownName.toLowerCase() ? `@${username}` : displayName;
}
