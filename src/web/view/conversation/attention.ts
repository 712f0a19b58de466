/** Whether the user looks at the page: the tab is visible and its window has the focus. */
import { signal } from '@preact/signals';

const isWatched = () => document.visibilityState === 'visible' && document.hasFocus();

export const pageIsWatched = signal(isWatched());

const update = () => {
  pageIsWatched.value = isWatched();
};
window.addEventListener('focus', update);
window.addEventListener('blur', update);
document.addEventListener('visibilitychange', update);
