/** Keeps the tab stop of the log on the screen: the focus would scroll the log to a message out of sight. */
import { articleOf } from './log-focus.ts';
import { newestOnScreen } from './log-geometry.ts';
import type { MessageActions } from './message-actions.ts';

/** From the last scrolling on, in milliseconds. */
const settledMs = 100;

/** @param signal - ends it. */
export function followStop(box: HTMLElement, actions: MessageActions, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = () => {
    const key = actions.stop.peek();
    const article = key === undefined ? null : articleOf(key);
    if (box.contains(document.activeElement) || (article && isOnScreen(box, article))) return;
    const seq = newestOnScreen(box);
    const row = actions.rows.drawn.peek().find((drawn) => drawn.seq === seq);
    // At the end, the stop goes on to each new message.
    actions.focused.value = row && row !== actions.rows.drawn.peek().at(-1) ? row.key : null;
  };
  const settleSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(settle, settledMs);
  };
  box.addEventListener('scroll', settleSoon, { signal, passive: true });
  signal.addEventListener('abort', () => clearTimeout(timer));
  settleSoon();
}

/** Whether all of the article is on the screen. Offsets are rounded, and so is the scroll position. */
function isOnScreen({ scrollTop, clientHeight }: HTMLElement, { offsetTop, offsetHeight }: HTMLElement): boolean {
  return offsetTop + 2 >= scrollTop && offsetTop + offsetHeight <= scrollTop + clientHeight + 2;
}
