/** The author of several messages of a room, above the first of them and beside it. The text of the message names them, too. */

import type { MessageActions } from '../conversation/message-actions.ts';
import { Avatar, hueOf } from '../kit/avatar.tsx';
import './rooms.css';

export function RoomAuthor({ from, actions }: { from: string; actions: MessageActions }) {
  const user = actions.messenger.users.get(from);
  return (
    <div class={`room-author of-${hueOf(from)}`} aria-hidden="true">
      <Avatar user={user} lazy />
      <bdi>{user.displayName}</bdi>
    </div>
  );
}
