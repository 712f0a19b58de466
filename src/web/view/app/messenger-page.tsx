/** The signed-in page: the sidebar next to the conversation, or one of them on a narrow screen. */
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { ConversationPane } from '../conversation/conversation-pane.tsx';
import { Announcer } from '../kit/announcer.tsx';
import { later } from '../kit/later.tsx';
import { usePageTitle } from '../kit/page-title.ts';
import { SideBar } from '../sidebar/side-bar.tsx';

const PageShortcuts = later(async () => (await import('../keyboard/page-shortcuts.tsx')).PageShortcuts, {
  unseen: true,
});

function titleOf({ open, users }: Messenger): string {
  const conversation = open.value;
  if (!conversation) return 'Duologue';
  const name = conversation.missing.value ? texts.app.nobodyThere() : users.get(conversation.peer).displayName;
  return `${name} · Duologue`;
}

export function MessengerPage({ messenger }: { messenger: Messenger }) {
  const open = messenger.open.value;
  usePageTitle(titleOf(messenger), messenger.conversations.unread.value);
  const place = open ? 'in-conversation' : 'in-lists';
  return (
    <div class={`messenger ${place} is-${messenger.status.value.kind}`}>
      <SideBar messenger={messenger} />
      <ConversationPane messenger={messenger} />
      <Announcer />
      <PageShortcuts messenger={messenger} />
    </div>
  );
}
