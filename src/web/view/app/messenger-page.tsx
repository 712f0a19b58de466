/** The signed-in page: the sidebar next to the conversation, or one of them on a narrow screen. */
import { useEffect, useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { ConversationPane } from '../conversation/conversation-pane.tsx';
import { usePageTitle } from '../kit/page-title.ts';
import { SideBar } from '../sidebar/side-bar.tsx';

export function MessengerPage({ messenger }: { messenger: Messenger }) {
  const open = messenger.open.value;
  const title = open ? `${messenger.users.get(open.peer).displayName} · Duologue` : 'Duologue';
  usePageTitle(title, messenger.conversations.unread.value);
  const page = useRef<HTMLDivElement>(null);
  // The form of the log-in had the focus and is gone.
  useEffect(() => {
    if (document.activeElement === document.body) page.current?.focus();
  }, []);
  const place = open ? 'in-conversation' : 'in-lists';
  return (
    <div ref={page} tabIndex={-1} class={`messenger ${place} is-${messenger.status.value.kind}`}>
      <SideBar messenger={messenger} />
      <ConversationPane messenger={messenger} />
    </div>
  );
}
