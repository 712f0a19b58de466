/** Whether somebody is looking at this page. */
import { signal } from '@preact/signals';

const isLookedAt = () => document.visibilityState === 'visible' && document.hasFocus();

export const lookedAt = signal(isLookedAt());

const look = () => {
  lookedAt.value = isLookedAt();
};
window.addEventListener('focus', look);
window.addEventListener('blur', look);
document.addEventListener('visibilitychange', look);
