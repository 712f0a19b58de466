/** The pane of the open conversation: header, log, status line and composer. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { isByFinger } from '../kit/by-finger.ts';
import { focusLink } from '../kit/focus.ts';
import { isComposing } from '../kit/input-method.ts';
import { later } from '../kit/later.tsx';
import { conversationLink, leaveView } from '../kit/location.ts';
import { Composer } from './composer.tsx';
import { BlockedNote } from './late-blocked-note.ts';
import { MessageActions } from './message-actions.ts';
import { MessageLog } from './message-log.tsx';
import { NothingOpen } from './nothing-open.tsx';
import { PeerHeader } from './peer-header.tsx';
import { StatusBar } from './status-bar.tsx';

const NobodyThere = later(async () => (await import('./nobody-there.tsx')).NobodyThere, { preload: true });

export function ConversationPane({ messenger }: { messenger: Messenger }) {
  const conversation = messenger.open.value;
  const actions = useMemo(() => conversation && new MessageActions(messenger, conversation), [messenger, conversation]);
  useReturnToList(conversation);
  const pane = useRef<HTMLElement>(null);
  // By finger, the composer does not take the focus, and the list that had it is hidden.
  useEffect(() => {
    if (conversation && isByFinger()) pane.current?.focus({ preventScroll: true });
  }, [conversation]);
  const onKeyDown = (event: KeyboardEvent) => {
    // In a dialog, Escape closes the dialog.
    if (event.key !== 'Escape' || isComposing(event) || (event.target as Element).closest('dialog')) return;
    if (conversation) leaveView();
  };
  const { peer } = conversation ?? {};
  const shown = conversation?.missing.value ? null : actions;
  return (
    <main ref={pane} tabIndex={-1} class="pane" onKeyDown={onKeyDown}>
      {shown && <PeerHeader key={`header/${peer}`} actions={shown} />}
      {shown && <MessageLog key={`log/${peer}`} actions={shown} />}
      {!shown && (peer === undefined ? <NothingOpen /> : <NobodyThere username={peer} />)}
      <StatusBar messenger={messenger} />
      {shown && !shown.blocked && <Composer key={`composer/${peer}`} actions={shown} />}
      {actions?.blocked && <BlockedNote key={`blocked/${peer}`} messenger={messenger} username={peer ?? ''} />}
    </main>
  );
}

/** A keyboard user returns to the item of the conversation that was open, unless it was archived. */
function useReturnToList(conversation: ConversationState | null): void {
  const left = useRef<ConversationState | null>(null);
  useEffect(() => {
    const before = left.current;
    if (!conversation && before && !before.archived.peek()) focusLink(conversationLink(before.peer));
    left.current = conversation;
  }, [conversation]);
}
