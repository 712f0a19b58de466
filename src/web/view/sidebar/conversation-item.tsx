/** One conversation in the list: the peer, the last message with its time, and the unread count. */
import { BellOff } from 'lucide';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { isMuted } from '../../model/muting.ts';
import { isRoom } from '../../model/room-names.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Icon } from '../kit/icon.tsx';
import { conversationLink } from '../kit/location.ts';
import { StatusMark } from '../kit/status-mark.tsx';
import { briefTime } from '../kit/time-text.ts';
import { unreadText } from '../kit/unread-text.ts';
import { ConversationPreview } from './conversation-preview.tsx';
import { Handle } from './handle.tsx';
import type { TabStop } from './list-keys.ts';

interface Props {
  messenger: Messenger;
  conversation: ConversationState;
  withUsername: boolean;
  tabStop: TabStop;
  onOpen: () => void;
}

export function ConversationItem({ messenger, conversation, withUsername, tabStop, onOpen }: Props) {
  const user = messenger.users.get(conversation.peer);
  const unread = conversation.unread.value;
  const isOwn = conversation.peer === messenger.me;
  const hasHandle = !isRoom(conversation);
  const current = messenger.open.value === conversation;
  return (
    <li>
      <a
        class={unread > 0 ? 'item unread' : 'item'}
        href={conversationLink(conversation.peer)}
        title={hasHandle ? `@${user.username}` : user.displayName}
        aria-current={current ? 'page' : undefined}
        onClick={onOpen}
        {...tabStop}
      >
        <Avatar user={user} presence={!isOwn} lazy />
        <span class="item-text">
          <span class="item-name">
            <bdi>{isOwn ? texts.sidebar.notesToSelf() : user.displayName}</bdi>
            <StatusMark user={user} />
            {isOwn ? (
              <bdi class="username">@{user.username}</bdi>
            ) : (
              hasHandle && <Handle user={user} shown={withUsername} />
            )}
          </span>
          <ConversationPreview messenger={messenger} conversation={conversation} />
        </span>
        <ItemSide conversation={conversation} />
        {!isOwn && hasHandle && (
          <span class="unseen">{user.online ? texts.sidebar.online() : texts.sidebar.offline()}</span>
        )}
      </a>
    </li>
  );
}

function ItemSide({ conversation }: { conversation: ConversationState }) {
  const last = conversation.last.value;
  const unread = conversation.unread.value;
  const muted = isMuted(conversation.mutedUntil.value);
  return (
    <span class="item-side">
      {last && <time dateTime={last.sentAt}>{briefTime(new Date(last.sentAt))}</time>}
      {muted && (
        <span class="muted-mark">
          <Icon of={BellOff} />
          <span class="unseen"> {texts.sidebar.muted()}</span>
        </span>
      )}
      {unread > 0 && (
        <span class={muted ? 'badge is-muted' : 'badge'}>
          {unreadText(unread)}
          <span class="unseen"> {texts.sidebar.unread({ count: unread })}</span>
        </span>
      )}
    </span>
  );
}
