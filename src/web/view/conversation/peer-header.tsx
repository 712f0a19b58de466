/** The header of a conversation: the peer, the presence, and the Back and Block buttons. */
import type { User } from '../../../protocol/shapes.ts';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { Avatar } from '../kit/avatar.tsx';
import { closeConversation } from '../kit/location.ts';
import { dayAndTime } from '../kit/time-text.ts';
import { BlockButton } from './block-button.tsx';

export function PeerHeader({ messenger, conversation }: { messenger: Messenger; conversation: ConversationState }) {
  const user = messenger.users.get(conversation.peer);
  return (
    <header class="peer">
      <button type="button" class="back" aria-label="Back to conversations" onClick={closeConversation}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M15 5l-7 7 7 7" />
        </svg>
      </button>
      <Avatar user={user} presence />
      <div class="peer-text">
        <h1>
          <bdi>{user.displayName}</bdi>
        </h1>
        <p>
          @{user.username} · {presenceText(user)}
        </p>
      </div>
      {!conversation.missing.value && !messenger.blocks.has(conversation.peer) && (
        <BlockButton messenger={messenger} username={conversation.peer} />
      )}
    </header>
  );
}

function presenceText({ online, lastSeenAt }: User): string {
  if (online) return 'online';
  return lastSeenAt === null ? 'offline' : `last seen ${dayAndTime(new Date(lastSeenAt))}`;
}
