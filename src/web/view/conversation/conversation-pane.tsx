/** The side of the page with the open conversation, and the line that says how things stand. */
import { useEffect, useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { closeConversation } from '../app/location.ts';
import { NothingOpen } from '../app/nothing-open.tsx';
import { StatusBar } from '../app/status-bar.tsx';
import { focusLinkTo } from '../sidebar/list-keys.ts';
import { BlockedNote } from './blocked-note.tsx';
import { Composer } from './composer.tsx';
import { MessageLog } from './message-log.tsx';
import { PeerHeader } from './peer-header.tsx';

/** As in `layout.css`: the conversation hides the lists. */
const oneColumn = window.matchMedia('(max-width: 45rem)');

export function ConversationPane({ messenger }: { messenger: Messenger }) {
  const conversation = messenger.open.value;
  const blocked = conversation !== null && messenger.blocks.has(conversation.peer);
  const left = useRef<string | null>(null);
  useEffect(() => {
    // Whoever comes back to the lists by keyboard goes on where they were.
    if (!conversation && left.current !== null) focusLinkTo(left.current);
    left.current = conversation?.peer ?? null;
  }, [conversation]);
  const onKeyDown = (event: KeyboardEvent) => {
    // In a dialog the key closes that.
    if (event.key !== 'Escape' || event.isComposing || (event.target as Element).closest('dialog')) return;
    if (conversation && oneColumn.matches) closeConversation();
  };
  return (
    <main class="pane" onKeyDown={onKeyDown}>
      {conversation && <PeerHeader key={`header/${conversation.peer}`} messenger={messenger} conversation={conversation} />}
      {conversation && !conversation.missing.value && (
        <MessageLog key={`log/${conversation.peer}`} messenger={messenger} conversation={conversation} />
      )}
      {(!conversation || conversation.missing.value) && <NothingOpen missing={conversation?.peer} />}
      <StatusBar key="status" messenger={messenger} />
      {conversation && !conversation.missing.value && !blocked && (
        <Composer key={`composer/${conversation.peer}`} messenger={messenger} conversation={conversation} />
      )}
      {conversation && blocked && <BlockedNote key={`blocked/${conversation.peer}`} messenger={messenger} username={conversation.peer} />}
    </main>
  );
}
