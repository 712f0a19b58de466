/** The pane of the open conversation: header, log, status line and composer. */
import { useEffect, useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { focusLink } from '../kit/focus.ts';
import { closeConversation, conversationLink } from '../kit/location.ts';
import { BlockedNote } from './blocked-note.tsx';
import { Composer } from './composer.tsx';
import { MessageLog } from './message-log.tsx';
import { NothingOpen } from './nothing-open.tsx';
import { PeerHeader } from './peer-header.tsx';
import { StatusBar } from './status-bar.tsx';

/** Same width as in `app/layout.css`, where the conversation hides the lists. */
const oneColumn = window.matchMedia('(max-width: 45rem)');

export function ConversationPane({ messenger }: { messenger: Messenger }) {
  const conversation = messenger.open.value;
  const blocked = conversation !== null && messenger.blocks.has(conversation.peer);
  const left = useRef<string | null>(null);
  useEffect(() => {
    // A keyboard user returns to the item of the conversation that was open.
    if (!conversation && left.current !== null) focusLink(conversationLink(left.current));
    left.current = conversation?.peer ?? null;
  }, [conversation]);
  const onKeyDown = (event: KeyboardEvent) => {
    // In a dialog, Escape closes the dialog.
    if (event.key !== 'Escape' || event.isComposing || (event.target as Element).closest('dialog')) return;
    if (conversation && oneColumn.matches) closeConversation();
  };
  return (
    <main class="pane" onKeyDown={onKeyDown}>
      {conversation && (
        <PeerHeader key={`header/${conversation.peer}`} messenger={messenger} conversation={conversation} />
      )}
      {conversation && !conversation.missing.value && (
        <MessageLog key={`log/${conversation.peer}`} messenger={messenger} conversation={conversation} />
      )}
      {(!conversation || conversation.missing.value) && <NothingOpen missing={conversation?.peer} />}
      <StatusBar key="status" messenger={messenger} />
      {conversation && !conversation.missing.value && !blocked && (
        <Composer key={`composer/${conversation.peer}`} messenger={messenger} conversation={conversation} />
      )}
      {conversation && blocked && (
        <BlockedNote key={`blocked/${conversation.peer}`} messenger={messenger} username={conversation.peer} />
      )}
    </main>
  );
}
