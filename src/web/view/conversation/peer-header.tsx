/** Whom one is talking to, and the way back to the lists. */
import type { User } from '../../../protocol/shapes.ts';
import type { Messenger } from '../../model/messenger.ts';
import type { Thread } from '../../model/thread.ts';
import { closeConversation } from '../app/location.ts';
import { Avatar } from '../kit/avatar.tsx';
import { dayAndTime } from '../kit/time-text.ts';
import { BlockButton } from './block-button.tsx';

export function PeerHeader({ messenger, thread }: { messenger: Messenger; thread: Thread }) {
  const user = messenger.roster.get(thread.peer);
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
      {!thread.missing.value && !messenger.blocks.has(thread.peer) && (
        <BlockButton messenger={messenger} username={thread.peer} />
      )}
    </header>
  );
}

function presenceText({ online, lastSeenAt }: User): string {
  if (online) return 'online';
  return lastSeenAt === null ? 'offline' : `last seen ${dayAndTime(new Date(lastSeenAt))}`;
}
