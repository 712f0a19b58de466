/** Today's date as a signal that changes at midnight. */
import { signal } from '@preact/signals';

/** Polls, because a timer until midnight fires late on a device that has slept. */
const checkEveryMs = 15_000;

export const today = signal(new Date());

setInterval(() => {
  const now = new Date();
  if (now.toDateString() !== today.peek().toDateString()) today.value = now;
}, checkEveryMs);
