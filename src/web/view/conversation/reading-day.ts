/** Tells the day of the message at which the user reads. */
import { today } from '../kit/today.ts';
import { articleOf } from './log-focus.ts';
import type { MessageActions } from './message-actions.ts';

/** Today in an empty conversation. */
export function readingDay(actions: MessageActions): Date {
  const { rows, conversation, stop } = actions;
  const { place } = conversation;
  const focused = actions.row(stop.peek());
  // A jump puts its message in the middle of the screen, below messages of other days.
  const row =
    focused && isOnScreen(articleOf(focused.key))
      ? focused
      : place
        ? rows.find(({ seq }) => seq === place.seq)
        : rows.newest;
  // The clock of the server may be ahead of the one of the device.
  return row && row.at < today.peek() ? row.at : today.peek();
}

/** Whether all of a message is in the visible part of the log. Sizes are rounded. */
function isOnScreen(article: HTMLElement | null): boolean {
  const box = article?.closest('.log')?.getBoundingClientRect();
  const { top = 0, bottom = 0 } = article?.getBoundingClientRect() ?? {};
  return box !== undefined && top + 2 >= box.top && bottom <= box.bottom + 2;
}
