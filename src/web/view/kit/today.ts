/** Keeps the calendar up to date, and gives today's date as a signal. */
import { computed } from '@preact/signals';
import { calendar, checkCalendar } from '../../model/calendar.ts';

/** Polls, because a timer until midnight fires late on a device that has slept. */
const checkEveryMs = 15_000;

export const today = computed(() => calendar.value.today);

setInterval(checkCalendar, checkEveryMs);
window.addEventListener('focus', checkCalendar);
document.addEventListener('visibilitychange', checkCalendar);
