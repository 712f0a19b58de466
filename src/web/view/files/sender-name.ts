/** Names the sender of a file of a conversation. */
import type { SharedFile } from '../../model/file-list.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { ownName, spokenName } from '../kit/spoken-name.ts';

export function senderName({ from }: Pick<SharedFile, 'from'>, { messenger }: MessageActions): string {
  return from === messenger.me ? ownName() : spokenName(messenger.users.get(from));
}
