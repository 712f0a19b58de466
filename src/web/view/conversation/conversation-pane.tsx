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
  const thread = messenger.open.value;
  const blocked = thread !== null && messenger.blocks.has(thread.peer);
  const left = useRef<string | null>(null);
  useEffect(() => {
    // Whoever comes back to the lists by keyboard goes on where they were.
    if (!thread && left.current !== null) focusLinkTo(left.current);
    left.current = thread?.peer ?? null;
  }, [thread]);
  const onKeyDown = (event: KeyboardEvent) => {
    // In a dialog the key closes that.
    if (event.key !== 'Escape' || event.isComposing || (event.target as Element).closest('dialog')) return;
    if (thread && oneColumn.matches) closeConversation();
  };
  return (
    <main class="pane" onKeyDown={onKeyDown}>
      {thread && <PeerHeader key={`header/${thread.peer}`} messenger={messenger} thread={thread} />}
      {thread && !thread.missing.value && (
        <MessageLog key={`log/${thread.peer}`} messenger={messenger} thread={thread} />
      )}
      {(!thread || thread.missing.value) && <NothingOpen missing={thread?.peer} />}
      <StatusBar key="status" messenger={messenger} />
      {thread && !thread.missing.value && !blocked && (
        <Composer key={`composer/${thread.peer}`} messenger={messenger} thread={thread} />
      )}
      {thread && blocked && <BlockedNote key={`blocked/${thread.peer}`} messenger={messenger} username={thread.peer} />}
    </main>
  );
}
