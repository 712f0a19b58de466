/** The menu of a conversation in the lists: by the right button of the mouse, the key for menus, or a long press. */
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import type { Commanded } from '../conversation/commanded.ts';
import { conversationCommands } from '../conversation/conversation-commands.ts';
import type { Anchor } from '../kit/anchored.ts';
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

const failureMs = 4_000;

export function ConversationMenu({ messenger }: { messenger: Messenger }) {
  const open = useSignal<OpenMenu | null>(null);
  const failure = useFailure();
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
      {failure.text !== '' && <Toast text={failure.text} />}
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

/** The reason why the last command failed, for a short time. */
function useFailure() {
  const text = useSignal('');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const tell = useMemo(
    () => (reason: string) => {
      clearTimeout(timer.current);
      text.value = reason;
      timer.current = setTimeout(() => (text.value = ''), failureMs);
    },
    [],
  );
  return { text: text.value, tell };
}
