/** One conversation in the list: the peer, the last message with its time, and the unread count. */

import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { Avatar } from '../kit/avatar.tsx';
import { conversationLink } from '../kit/location.ts';
import { briefTime } from '../kit/time-text.ts';
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
  const last = conversation.last.value;
  const unread = conversation.unread.value;
  const isOwn = conversation.peer === messenger.me;
  const current = messenger.open.value === conversation;
  return (
    <li>
      <a
        class={unread > 0 ? 'item unread' : 'item'}
        href={conversationLink(conversation.peer)}
        title={`@${user.username}`}
        aria-current={current ? 'page' : undefined}
        onClick={onOpen}
        {...tabStop}
      >
        <Avatar user={user} presence={!isOwn} />
        <span class="item-text">
          <span class="item-name">
            <bdi>{isOwn ? 'Notes to self' : user.displayName}</bdi>
            {isOwn ? <bdi class="username">@{user.username}</bdi> : <Handle user={user} shown={withUsername} />}
          </span>
          <ConversationPreview messenger={messenger} conversation={conversation} />
        </span>
        <span class="item-side">
          {last && <time dateTime={last.sentAt}>{briefTime(new Date(last.sentAt))}</time>}
          {unread > 0 && (
            <span class="badge">
              {unread}
              <span class="unseen"> unread</span>
            </span>
          )}
        </span>
        {!isOwn && <span class="unseen">{user.online ? 'online' : 'offline'}</span>}
      </a>
    </li>
  );
}
