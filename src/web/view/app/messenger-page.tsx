/** The signed-in page: the lists on one side, the conversation on the other; on a narrow screen one at a time. */
import type { Messenger } from '../../model/messenger.ts';
import { ConversationPane } from '../conversation/conversation-pane.tsx';
import { SideBar } from '../sidebar/side-bar.tsx';
import { usePageTitle } from './page-title.ts';

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
