/** One conversation in the list: the peer, the last message, when it was, and how many are unread. */
import type { Messenger } from '../../model/messenger.ts';
import type { Thread } from '../../model/thread.ts';
import { conversationLink } from '../app/location.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Handle } from '../kit/handle.tsx';
import { briefTime } from '../kit/time-text.ts';
import type { TabStop } from './list-keys.ts';

interface Props {
  messenger: Messenger;
  thread: Thread;
  tabStop: TabStop;
}

export function ConversationItem({ messenger, thread, tabStop }: Props) {
  const user = messenger.roster.get(thread.peer);
  const last = thread.last.value;
  const unread = thread.unread.value;
  const current = messenger.open.value === thread;
  return (
    <li>
      <a
        class={unread > 0 ? 'item unread' : 'item'}
        href={conversationLink(thread.peer)}
        aria-current={current ? 'page' : undefined}
        {...tabStop}
      >
        <Avatar user={user} presence />
        <span class="item-text">
          <span class="item-name">
            <bdi>{user.displayName}</bdi> <Handle user={user} />
          </span>
          <span class="preview" dir="auto">
            <Preview messenger={messenger} thread={thread} />
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

function Preview({ messenger, thread }: { messenger: Messenger; thread: Thread }) {
  const last = thread.last.value;
  const unsent = messenger.outbox.unsent.value.findLast(({ to }) => to === thread.peer);
  const draft = messenger.open.value === thread ? '' : thread.draft.value.trim();
  if (messenger.typists.names.value.includes(thread.peer)) return <em>typing…</em>;
  if (unsent?.refused) return <em class="wrong">Not sent: {unsent.body}</em>;
  if (draft) return <em>Draft: {draft}</em>;
  return (
    <>
      {last?.from === messenger.me && <span class="preview-own">You: </span>}
      {last?.body}
    </>
  );
}
