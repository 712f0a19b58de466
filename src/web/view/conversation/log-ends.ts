/** Leads the focus to the first message of the conversation and to its newest one, also when the log has not drawn or loaded them. */
import { articleOf } from './log-focus.ts';
import type { MessageActions } from './message-actions.ts';

export async function focusFirst(log: Element, actions: MessageActions): Promise<void> {
  const { rows, messenger, target } = actions;
  const first = rows.find(() => true);
  if (!first) return;
  // `seq` counts from 1, and a message without one has just been written.
  const isStart = (first.seq ?? 1) === 1;
  if (isStart && rows.drawn.peek()[0] === first) {
    log.scrollTo({ top: 0 });
    articleOf(first.key)?.focus({ preventScroll: true });
    return;
  }
  const start = isStart ? first.key : await messenger.jumpTo(1).catch(() => null);
  // Without a connection, the first loaded message is the furthest place.
  const key = start ?? first.key;
  rows.reveal(key);
  target.value = key;
}

/** @param toEnd - shows the newest message; resolves when it is loaded. */
export async function focusNewest(log: Element, actions: MessageActions, toEnd: () => Promise<void>): Promise<void> {
  const { rows, conversation } = actions;
  const isDrawn = !rows.hidesNewer.peek() && !conversation.hasNewer.peek();
  const shown = toEnd();
  if (!isDrawn) {
    await shown;
    // The rows are drawn by then.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    // The focused message may be gone. A user who has left the log meanwhile stays where that user is.
    if (document.activeElement !== document.body && !log.contains(document.activeElement)) return;
  }
  const { newest } = rows;
  if (newest) articleOf(newest.key)?.focus({ preventScroll: !isDrawn });
}
