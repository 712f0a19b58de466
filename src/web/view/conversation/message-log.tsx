/** The scrolling log of the open conversation. */
import { useEffect } from 'preact/hooks';
import { hasOlder } from '../../model/timeline.ts';
import { later } from '../kit/later.tsx';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import { ConversationToast } from './conversation-toast.tsx';
import { DayHeading } from './day-heading.tsx';
import { keyOf } from './log-focus.ts';
import { onLogKey } from './log-keys.ts';
import { useLogPointer } from './log-pointer.ts';
import { useLogScroll } from './log-scroll.ts';
import type { MessageActions } from './message-actions.ts';
import { MessageArticle } from './message-article.tsx';
import { useSeen } from './seen.ts';

const MessagePopovers = later(async () => (await import('./message-popovers.tsx')).MessagePopovers);

export function MessageLog({ actions }: { actions: MessageActions }) {
  const { messenger, conversation, rows } = actions;
  const user = messenger.users.get(conversation.peer);
  const { log, atEnd, toEnd, older, onScroll } = useLogScroll(actions);
  useSeen(messenger, conversation, atEnd);
  const pointer = useLogPointer(actions);
  // Soon after the messages, so that the menu opens at once and without the network.
  useEffect(() => void MessagePopovers.load().catch(() => {}), []);
  const misses = rows.hidesNewer.value || conversation.hasNewer.value;
  return (
    <div class="log-frame">
      <div
        role="log"
        class="log"
        aria-label={`Messages with ${user.displayName}`}
        aria-busy={!conversation.timeline.value.loaded}
        // Screen readers must not announce rows that are rendered again while scrolling down.
        aria-live={misses ? 'off' : 'polite'}
        ref={log}
        onScroll={onScroll}
        onKeyDown={(event) => onLogKey(event, actions, toEnd)}
        onFocusIn={({ target }) => onFocus(target, actions)}
        onFocusOut={() => (actions.barOn.value = null)}
        {...pointer}
      >
        <Start actions={actions} older={older} />
        <Rows actions={actions} />
      </div>
      {!atEnd.value && (
        <button type="button" class={conversation.unread.value > 0 ? 'to-end news' : 'to-end'} onClick={toEnd}>
          {conversation.unread.value > 0 ? 'New messages ↓' : 'Latest ↓'}
        </button>
      )}
      <ConversationToast actions={actions} />
      {actions.hasPopover.value && <MessagePopovers actions={actions} />}
    </div>
  );
}

/** The tab stop of the log follows the focus; the bar does when the focus came by keyboard. */
function onFocus(target: EventTarget | null, actions: MessageActions): void {
  const key = keyOf(target);
  if (key === undefined) return;
  actions.focused.value = key;
  if ((target as Element).matches(':focus-visible')) actions.barOn.value = key;
}

/** Stands above the first row. */
function Start({ actions, older }: { actions: MessageActions; older: () => void }) {
  const timeline = actions.conversation.timeline.value;
  if (!timeline.loaded) return <p class="log-hint">Loading…</p>;
  if (actions.rows.drawn.value.length === 0) {
    return <p class="log-hint">{actions.isOwn ? 'No notes yet.' : 'No messages yet. Write the first one.'}</p>;
  }
  if (!actions.rows.hidesOlder.value && !hasOlder(timeline)) return null;
  return (
    <button type="button" class="plain older" onClick={older}>
      Load older messages
    </button>
  );
}

function Rows({ actions }: { actions: MessageActions }) {
  const { messenger, conversation, rows } = actions;
  const drawn = rows.drawn.value;
  const peer = spokenName(messenger.users.get(conversation.peer));
  return (
    <>
      {drawn.flatMap((row) => [
        row.startsDay && <DayHeading key={`day/${row.key}`} at={row.at} />,
        row.startsNew && (
          <p key="new" class="news-line">
            New messages
          </p>
        ),
        <MessageArticle key={row.key} row={row} author={row.mine ? ownName : peer} actions={actions} />,
      ])}
    </>
  );
}
