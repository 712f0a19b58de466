/** The header of a conversation: the Back button, the peer, the presence, and the actions. */
import { ChevronLeft } from 'lucide';
import type { User } from '../../../protocol/shapes.ts';
import { standingStatus } from '../../model/standing-status.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Icon } from '../kit/icon.tsx';
import { leaveView } from '../kit/location.ts';
import { StatusMark } from '../kit/status-mark.tsx';
import { dayAndTime } from '../kit/time-text.ts';
import { RoomLine } from '../rooms/late-rooms.ts';
import type { MessageActions } from './message-actions.ts';
import { PeerTools } from './peer-tools.tsx';

export function PeerHeader({ actions }: { actions: MessageActions }) {
  const { messenger, conversation, isOwn } = actions;
  const user = messenger.users.get(conversation.peer);
  return (
    <header class="peer">
      <button
        type="button"
        class="icon-button back"
        aria-label={texts.conversation.backToConversations()}
        onClick={leaveView}
      >
        <Icon of={ChevronLeft} />
      </button>
      <Avatar user={user} presence={!isOwn} />
      <div class="peer-text">
        <h1 dir="auto">{isOwn ? texts.conversation.notesToSelf() : user.displayName}</h1>
        {actions.isRoom ? <RoomLine actions={actions} /> : <PeerLine actions={actions} user={user} />}
      </div>
      <PeerTools actions={actions} canBlock={!isOwn && !actions.isRoom && !actions.blocked} />
    </header>
  );
}

function PeerLine({ actions: { messenger, isOwn }, user }: { actions: MessageActions; user: User }) {
  return (
    <p>
      {!isOwn && (
        <span class={messenger.alike.value.has(user.username) ? 'peer-handle' : 'peer-handle spare'}>
          <bdi>@{user.username}</bdi> ·{' '}
        </span>
      )}
      {isOwn ? texts.conversation.onlyYouSee() : presenceText(user)}
      <PeerStatus user={user} />
    </p>
  );
}

function PeerStatus({ user }: { user: User }) {
  const status = standingStatus(user);
  if (!status) return null;
  return (
    <bdi title={status.text}>
      {' '}
      <StatusMark user={user} /> {status.text}
    </bdi>
  );
}

function presenceText({ online, lastSeenAt }: User): string {
  if (online) return texts.conversation.online();
  if (lastSeenAt === null) return texts.conversation.offline();
  return texts.conversation.lastSeen({ when: dayAndTime(new Date(lastSeenAt)) });
}
