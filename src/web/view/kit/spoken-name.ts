/** Names the author of a message for screen readers: no name of a peer reads like the user's own. */
import type { User } from '../../../protocol/shapes.ts';
import { texts } from '../../texts/texts.ts';

export const ownName = () => texts.kit.you();

const fold = (name: string) => name.normalize('NFKC').toLowerCase();

export function spokenName({ displayName, username }: User): string {
  return fold(displayName) === fold(ownName()) ? `@${username}` : displayName;
}
