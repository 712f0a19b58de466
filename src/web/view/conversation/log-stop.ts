/** Keeps the tab stop of the log on the screen: the focus would scroll the log to a message out of sight. */
import { articleOf } from './log-focus.ts';
import { newestOnScreen } from './log-geometry.ts';
import type { MessageActions } from './message-actions.ts';

/** From the last scrolling on, in milliseconds. */
const settledMs = 100;

/** @param signal - ends it. */
export function followStop(box: HTMLElement, actions: MessageActions, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onScreen = () => {
    const seq = newestOnScreen(box);
    return actions.rows.drawn.peek().find((drawn) => drawn.seq === seq);
  };
  const settle = () => {
    const key = actions.stop.peek();
    const article = key === undefined ? null : articleOf(key);
    if (box.contains(document.activeElement) || (article && isOnScreen(box, article))) return;
    const row = onScreen();
    // At the end, the stop goes on to each new message.
    actions.focused.value = row && row !== actions.rows.drawn.peek().at(-1) ? row.key : null;
  };
  const settleSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(settle, settledMs);
  };
  const takeFocusAlong = () => {
    const article = document.activeElement?.closest<HTMLElement>('.log article');
    const row = article && isFarFrom(box, article) && onScreen();
    if (row) articleOf(row.key)?.focus({ preventScroll: true });
  };
  box.addEventListener('scroll', settleSoon, { signal, passive: true });
  // Before the log draws other rows: where it removes the focused one, the browser scrolls.
  box.addEventListener('scroll', takeFocusAlong, { signal, passive: true, capture: true });
  signal.addEventListener('abort', () => clearTimeout(timer));
  settleSoon();
}

/** Whether all of the article is on the screen. Offsets are rounded, and so is the scroll position. */
function isOnScreen({ scrollTop, clientHeight }: HTMLElement, { offsetTop, offsetHeight }: HTMLElement): boolean {
  return offsetTop + 2 >= scrollTop && offsetTop + offsetHeight <= scrollTop + clientHeight + 2;
}

/** Whether it is more than a screen away. */
function isFarFrom({ scrollTop, clientHeight }: HTMLElement, { offsetTop, offsetHeight }: HTMLElement): boolean {
  return offsetTop + offsetHeight < scrollTop - clientHeight || offsetTop > scrollTop + 2 * clientHeight;
}
