/** The messages of the open conversation: stays at the end, or where the reader has scrolled to. */
import type { Messenger } from '../model/messenger.ts';
import type { Thread } from '../model/thread.ts';
import { hasOlder } from '../model/timeline.ts';
import { DayHeading } from './day-heading.tsx';
import { useLogScroll } from './log-scroll.ts';
import { MessageArticle } from './message-article.tsx';
import { useSeen } from './seen.ts';

export function MessageLog({ messenger, thread }: { messenger: Messenger; thread: Thread }) {
  const rows = messenger.rows.value;
  const timeline = thread.timeline.value;
  const peer = messenger.roster.get(thread.peer).displayName;
  const older = () => messenger.history.older(thread);
  const { log, atEnd, toEnd, onScroll } = useLogScroll(rows, older);
  useSeen(messenger, thread, atEnd);
  return (
    <div class="log-frame">
      <div
        role="log"
        class="log"
        aria-label={`Messages with ${peer}`}
        aria-busy={!timeline.loaded}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        ref={log}
        onScroll={onScroll}
      >
        {hasOlder(timeline) && (
          <button type="button" class="plain older" onClick={older}>
            Load older messages
          </button>
        )}
        {!timeline.loaded && <p class="log-hint">Loading…</p>}
        {timeline.loaded && rows.length === 0 && <p class="log-hint">Nothing said yet. Write the first line.</p>}
        {rows.flatMap((row) => [
          row.startsDay && <DayHeading key={`day/${row.key}`} at={row.at} />,
          row.startsNew && (
            <p key="new" class="news-line">
              New messages
            </p>
          ),
          <MessageArticle key={row.key} row={row} author={row.mine ? 'You' : peer} outbox={messenger.outbox} />,
        ])}
      </div>
      {!atEnd.value && (
        <button type="button" class={thread.unread.value > 0 ? 'to-end news' : 'to-end'} onClick={toEnd}>
          {thread.unread.value > 0 ? 'New messages ↓' : 'Latest ↓'}
        </button>
      )}
    </div>
  );
}
