/** One conversation in the list: the peer, the last message with its time, and the unread count. */

import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { Avatar } from '../kit/avatar.tsx';
import { conversationLink } from '../kit/location.ts';
import { briefTime } from '../kit/time-text.ts';
import { Handle } from './handle.tsx';
import type { TabStop } from './list-keys.ts';

interface Props {
  messenger: Messenger;
  conversation: ConversationState;
  tabStop: TabStop;
}

export function ConversationItem({ messenger, conversation, tabStop }: Props) {
  const user = messenger.users.get(conversation.peer);
  const last = conversation.last.value;
  const unread = conversation.unread.value;
  const current = messenger.open.value === conversation;
  return (
    <li>
      <a
        class={unread > 0 ? 'item unread' : 'item'}
        href={conversationLink(conversation.peer)}
        aria-current={current ? 'page' : undefined}
        {...tabStop}
      >
        <Avatar user={user} presence />
        <span class="item-text">
          <span class="item-name">
            <bdi>{user.displayName}</bdi> <Handle user={user} />
          </span>
          <span class="preview" dir="auto">
            <Preview messenger={messenger} conversation={conversation} />
          </span>
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
        <span class="unseen">{user.online ? 'online' : 'offline'}</span>
      </a>
    </li>
  );
}

function Preview({ messenger, conversation }: { messenger: Messenger; conversation: ConversationState }) {
  const last = conversation.last.value;
  const unsent = messenger.outbox.unsent.value.findLast(({ to }) => to === conversation.peer);
  const draft = messenger.open.value === conversation ? '' : conversation.draft.value.trim();
  if (messenger.typing.in(conversation.id.value).length > 0) return <em>typing…</em>;
  if (unsent?.refused) return <em class="wrong">Not sent: {unsent.body}</em>;
  if (draft) return <em>Draft: {draft}</em>;
  return (
    <>
      {last?.from === messenger.me && <span class="preview-own">You: </span>}
      {last?.body}
    </>
  );
}
