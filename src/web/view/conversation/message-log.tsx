/** The scrolling log of the open conversation. */
import { useMemo } from 'preact/hooks';
import type { ConversationState } from '../../model/conversation-state.ts';
import { LogWindow } from '../../model/log-window.ts';
import type { MessageChanges } from '../../model/message-changes.ts';
import type { Messenger } from '../../model/messenger.ts';
import { hasOlder } from '../../model/timeline.ts';
import type { Row } from '../../model/transcript.ts';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import { DayHeading } from './day-heading.tsx';
import { useLogScroll } from './log-scroll.ts';
import { MessageArticle } from './message-article.tsx';
import { useSeen } from './seen.ts';

export function MessageLog({ messenger, conversation }: { messenger: Messenger; conversation: ConversationState }) {
  const rows = useMemo(() => new LogWindow(messenger.rows), [messenger]);
  const drawn = rows.drawn.value;
  const timeline = conversation.timeline.value;
  const user = messenger.users.get(conversation.peer);
  const { log, atEnd, toEnd, older, onScroll } = useLogScroll(rows, () => messenger.history.older(conversation));
  useSeen(messenger, conversation, atEnd);
  return (
    <div class="log-frame">
      <div
        role="log"
        class="log"
        aria-label={`Messages with ${user.displayName}`}
        aria-busy={!timeline.loaded}
        // Screen readers must not announce rows that are rendered again while scrolling down.
        aria-live={rows.hidesNewer.value ? 'off' : 'polite'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard.
        tabIndex={0}
        ref={log}
        onScroll={onScroll}
      >
        {(rows.hidesOlder.value || hasOlder(timeline)) && (
          <button type="button" class="plain older" onClick={older}>
            Load older messages
          </button>
        )}
        {!timeline.loaded && <p class="log-hint">Loading…</p>}
        {timeline.loaded && drawn.length === 0 && <p class="log-hint">No messages yet. Write the first one.</p>}
        <Rows rows={drawn} peer={spokenName(user)} change={messenger.change} />
      </div>
      {!atEnd.value && (
        <button type="button" class={conversation.unread.value > 0 ? 'to-end news' : 'to-end'} onClick={toEnd}>
          {conversation.unread.value > 0 ? 'New messages ↓' : 'Latest ↓'}
        </button>
      )}
    </div>
  );
}

function Rows({ rows, peer, change }: { rows: readonly Row[]; peer: string; change: MessageChanges }) {
  return (
    <>
      {rows.flatMap((row) => [
        row.startsDay && <DayHeading key={`day/${row.key}`} at={row.at} />,
        row.startsNew && (
          <p key="new" class="news-line">
            New messages
          </p>
        ),
        <MessageArticle key={row.key} row={row} author={row.mine ? ownName : peer} change={change} />,
      ])}
    </>
  );
}
