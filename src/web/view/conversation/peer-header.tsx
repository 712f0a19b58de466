/** The header of a conversation: the peer, the presence, the pinned messages, and the Back and Block buttons. */
import type { User } from '../../../protocol/shapes.ts';
import { Avatar } from '../kit/avatar.tsx';
import { closeConversation } from '../kit/location.ts';
import { dayAndTime } from '../kit/time-text.ts';
import { BlockButton } from './block-button.tsx';
import type { MessageActions } from './message-actions.ts';
import { PinnedButton } from './pinned-button.tsx';

export function PeerHeader({ actions }: { actions: MessageActions }) {
  const { messenger, conversation, isOwn } = actions;
  const user = messenger.users.get(conversation.peer);
  const isThere = !conversation.missing.value;
  return (
    <header class="peer">
      <button type="button" class="back" aria-label="Back to conversations" onClick={closeConversation}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M15 5l-7 7 7 7" />
        </svg>
      </button>
      <Avatar user={user} presence={!isOwn && isThere} />
      <div class="peer-text">
        <h1>{isOwn ? 'Notes to self' : <bdi>{user.displayName}</bdi>}</h1>
        <p>
          @{user.username} · {!isThere ? 'no such user' : isOwn ? 'only you see this' : presenceText(user)}
        </p>
      </div>
      {isThere && (
        <div class="peer-tools">
          <PinnedButton actions={actions} />
          {!isOwn && !actions.blocked && <BlockButton messenger={messenger} username={conversation.peer} />}
        </div>
      )}
    </header>
  );
}

function presenceText({ online, lastSeenAt }: User): string {
  if (online) return 'online';
  return lastSeenAt === null ? 'offline' : `last seen ${dayAndTime(new Date(lastSeenAt))}`;
}
