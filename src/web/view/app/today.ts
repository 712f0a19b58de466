/** Today's date, which changes at midnight while the page is open. */
import { signal } from '@preact/signals';

/** A timer until midnight would be late on a device that slept meanwhile. */
const lookEveryMs = 15_000;

export const today = signal(new Date());

setInterval(() => {
  const now = new Date();
  if (now.toDateString() !== today.peek().toDateString()) today.value = now;
}, lookEveryMs);
