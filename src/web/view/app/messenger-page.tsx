/** The signed-in page: the sidebar next to the conversation, or one of them on a narrow screen. */
import type { Messenger } from '../../model/messenger.ts';
import { ConversationPane } from '../conversation/conversation-pane.tsx';
import { usePageTitle } from '../kit/page-title.ts';
import { SideBar } from '../sidebar/side-bar.tsx';

export function MessengerPage({ messenger }: { messenger: Messenger }) {
  usePageTitle('Duologue', messenger.conversations.unread.value);
  const place = messenger.open.value ? 'in-conversation' : 'in-lists';
  return (
    <div class={`messenger ${place} is-${messenger.status.value.kind}`}>
      <SideBar messenger={messenger} />
      <ConversationPane messenger={messenger} />
    </div>
  );
}
