/** The pane of the open conversation: header, log, status line and composer. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { focusLink } from '../kit/focus.ts';
import { isComposing } from '../kit/input-method.ts';
import { closeConversation, conversationLink } from '../kit/location.ts';
import { BlockedNote } from './blocked-note.tsx';
import { Composer } from './composer.tsx';
import { MessageActions } from './message-actions.ts';
import { MessageLog } from './message-log.tsx';
import { NothingOpen } from './nothing-open.tsx';
import { PeerHeader } from './peer-header.tsx';
import { StatusBar } from './status-bar.tsx';

/** Same width as in `app/layout.css`, where the conversation hides the lists. */
const oneColumn = window.matchMedia('(max-width: 45rem)');

export function ConversationPane({ messenger }: { messenger: Messenger }) {
  const conversation = messenger.open.value;
  const actions = useMemo(() => conversation && new MessageActions(messenger, conversation), [messenger, conversation]);
  useReturnToList(conversation);
  const onKeyDown = (event: KeyboardEvent) => {
    // In a dialog, Escape closes the dialog.
    if (event.key !== 'Escape' || isComposing(event) || (event.target as Element).closest('dialog')) return;
    if (conversation && oneColumn.matches) closeConversation();
  };
  const { peer } = conversation ?? {};
  const shown = conversation?.missing.value ? null : actions;
  return (
    <main class="pane" onKeyDown={onKeyDown}>
      {actions && <PeerHeader key={`header/${peer}`} actions={actions} />}
      {shown && <MessageLog key={`log/${peer}`} actions={shown} />}
      {!shown && <NothingOpen missing={peer} />}
      <StatusBar key="status" messenger={messenger} />
      {shown && !shown.blocked && <Composer key={`composer/${peer}`} actions={shown} />}
      {actions?.blocked && <BlockedNote key={`blocked/${peer}`} messenger={messenger} username={peer ?? ''} />}
    </main>
  );
}

/** A keyboard user returns to the item of the conversation that was open. */
function useReturnToList(conversation: ConversationState | null): void {
  const left = useRef<string | null>(null);
  useEffect(() => {
    if (!conversation && left.current !== null) focusLink(conversationLink(left.current));
    left.current = conversation?.peer ?? null;
  }, [conversation]);
}
