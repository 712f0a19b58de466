/** The scrolling log of the open conversation. */
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { hasOlder } from '../../model/timeline.ts';
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { Avatar } from '../kit/avatar.tsx';
import { later } from '../kit/later.tsx';
import { whenAtRest } from '../kit/rest.ts';
import { SkeletonBubbles } from '../kit/skeleton.tsx';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import { RoomEvents } from '../rooms/late-rooms.ts';
import { DayHeading } from './day-heading.tsx';
import { keyOf } from './log-focus.ts';
import { type LogScroll, useLogScroll } from './log-scroll.ts';
import type { MessageActions } from './message-actions.ts';
import { MessageArticle } from './message-article.tsx';
import { useSeen } from './seen.ts';
import { useLogTools } from './use-log-tools.ts';

const LatestButton = later(async () => (await import('./latest-button.tsx')).LatestButton, { preload: true });
const LogNotices = later(async () => (await import('./log-notices.tsx')).LogNotices, { unseen: true });
const MessagePopovers = later(async () => (await import('./message-popovers.tsx')).MessagePopovers);

export function MessageLog({ actions }: { actions: MessageActions }) {
  const { messenger, conversation } = actions;
  const user = messenger.users.get(conversation.peer);
  const scroll = useLogScroll(actions);
  useSeen(actions, scroll);
  useLogTools(scroll.box, actions, scroll.toEnd);
  // Soon after the messages, so that the menu opens at once and without the network.
  useEffect(() => {
    void whenAtRest()
      .then(MessagePopovers.load)
      .catch(() => {});
  }, []);
  return (
    <div class="log-frame">
      <div
        role="log"
        class={actions.isRoom ? 'log in-room' : 'log'}
        aria-label={texts.conversation.messagesWith({ name: user.displayName })}
        aria-busy={!conversation.timeline.value.loaded}
        // The announcer tells of new messages; here, screen readers would read whole pages and every receipt.
        aria-live="off"
        ref={scroll.box}
        onScroll={scroll.onScroll}
        onFocusIn={({ target }) => onFocus(target, actions)}
      >
        <Start actions={actions} scroll={scroll} />
        <Rows actions={actions} />
      </div>
      {!scroll.atEnd.value && <LatestButton unread={conversation.unread.value} toEnd={scroll.toEnd} />}
      <LogNotices actions={actions} />
      {actions.hasPopover.value && <MessagePopovers actions={actions} />}
    </div>
  );
}

/** The tab stop of the log follows the focus. */
function onFocus(target: EventTarget | null, actions: MessageActions): void {
  const key = keyOf(target);
  if (key !== undefined) actions.focused.value = key;
}

/** Stands above the first row. */
function Start({ actions, scroll }: { actions: MessageActions; scroll: LogScroll }) {
  const atStart = scroll.atStart.value;
  const timeline = actions.conversation.timeline.value;
  if (!timeline.loaded) return <SkeletonBubbles />;
  if (actions.rows.drawn.value.length === 0) {
    return (
      <div class="log-hint">
        <Avatar user={actions.messenger.users.get(actions.conversation.peer)} />
        <p>{actions.isOwn ? texts.conversation.noNotesYet() : texts.conversation.noMessagesYet()}</p>
      </div>
    );
  }
  if (!actions.rows.hidesOlder.value && !hasOlder(timeline)) return null;
  const load = () => {
    // When the button goes, the tab stop of the log inherits the focus.
    actions.focused.value = actions.rows.drawn.peek()[0]?.key ?? null;
    void scroll.older();
  };
  return (
    // It is no tab stop while it is out of sight: the focus would scroll the log to its start.
    <button type="button" class="plain older" tabIndex={atStart ? 0 : -1} onClick={load}>
      {texts.conversation.loadOlder()}
    </button>
  );
}

function Rows({ actions }: { actions: MessageActions }) {
  const { rows } = actions;
  const articleOf = useArticles(actions);
  return (
    <>
      {rows.drawn.value.flatMap((row) => [
        row.startsDay && <DayHeading key={`day/${row.key}`} at={row.at} />,
        row.startsNew && <NewsLine key="new" />,
        articleOf(row),
        actions.isRoom && <RoomEvents key={`after/${row.key}`} after={row.key} actions={actions} />,
      ])}
    </>
  );
}

/** Renders each row once until it changes: Preact skips an element that it has been given before. */
function useArticles(actions: MessageActions): (row: Row) => VNode {
  const articles = useMemo(() => new WeakMap<Row, { author: string; article: VNode }>(), [actions]);
  return (row) => {
    const known = articles.get(row);
    const author = row.mine ? ownName() : spokenName(actions.messenger.users.get(row.from));
    if (known?.author === author) return known.article;
    const article = <MessageArticle key={row.key} row={row} author={author} actions={actions} />;
    articles.set(row, { author, article });
    return article;
  };
}

/** Stands above the first message that was unread when the user came. */
function NewsLine() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr holds no text.
    <div class="news-line" role="separator" aria-label={texts.conversation.newMessages()}>
      {texts.conversation.newMessages()}
    </div>
  );
}
