/** The menu of a conversation in the lists: by the right button of the mouse, the key for menus, or a long press. */
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import type { Commanded } from '../conversation/commanded.ts';
import { conversationCommands } from '../conversation/conversation-commands.ts';
import type { Anchor } from '../kit/anchored.ts';
import { BriefNotice } from '../kit/brief-notice.ts';
import { conversationLink } from '../kit/location.ts';
import { Menu } from '../kit/menu.tsx';
import { followPresses } from '../kit/presses.ts';
import { Toast } from '../kit/toast.tsx';
import './conversation-menu.css';

interface OpenMenu {
  readonly link: HTMLElement;
  readonly conversation: ConversationState;
  readonly anchor: Anchor;
}

export function ConversationMenu({ messenger }: { messenger: Messenger }) {
  const open = useSignal<OpenMenu | null>(null);
  const failure = useMemo(() => new BriefNotice(), []);
  const commandsOf = (conversation: ConversationState) =>
    conversationCommands(commanded(messenger, conversation, failure.tell));
  useEffect(() => {
    const lists = document.getElementById('lists');
    const listeners = new AbortController();
    const show = (target: EventTarget | null, anchor: Anchor) => {
      const found = conversationAt(messenger, target);
      if (!found || commandsOf(found.conversation).length === 0) return false;
      if (open.peek()?.link !== found.link) open.value = { ...found, anchor };
      return true;
    };
    if (lists) followPresses(lists, show, listeners.signal);
    return () => listeners.abort();
  }, [messenger]);
  const shown = open.value;
  const close = (returnFocus: boolean) => {
    open.value = null;
    if (returnFocus) shown?.link.focus({ preventScroll: true });
  };
  return (
    <>
      {shown && (
        <Menu
          key={shown.conversation.peer}
          label={texts.conversation.conversationActions()}
          entries={commandsOf(shown.conversation)}
          anchor={shown.anchor}
          onClose={close}
        />
      )}
      {failure.text.value !== '' && <Toast text={failure.text.value} />}
    </>
  );
}

/** Null for what is no conversation, such as a person or a found message. */
function conversationAt({ conversations }: Messenger, target: EventTarget | null) {
  const link = (target as Element).closest<HTMLElement>('#conversations a, #archived a');
  const { active, drafted, archived } = conversations;
  const conversation = [active, drafted, archived]
    .flatMap((list) => list.peek())
    .find(({ peer }) => conversationLink(peer) === link?.getAttribute('href'));
  return link && conversation ? { link, conversation } : null;
}

function commanded(messenger: Messenger, conversation: ConversationState, tell: Commanded['tell']): Commanded {
  const { peer } = conversation;
  return { messenger, conversation, isOwn: peer === messenger.me, blocked: messenger.blocks.has(peer), tell };
}
