/** Keeps the name of the signed-in user, and the last view, in `localStorage`: the next visit reads them before its script comes. */
import { withStorage } from './browser-storage.ts';

/** With the name, `document-start.js` reads the kept state in one transaction. */
const nameKey = 'duologue.user';
/** `document-last-view.js` shows it. */
const viewKey = 'duologue.view';

/** In UTF-16 code units. A screen full of messages takes some 20,000. Unsent texts need the same storage more. */
const longestView = 100_000;

/** Called when the server has told who is signed in. The view of another user is removed. */
export function storeName(username: string | null): void {
  withStorage((storage) => {
    if (storage.getItem(nameKey) !== username) storage.removeItem(viewKey);
    if (username === null) storage.removeItem(nameKey);
    else storage.setItem(nameKey, username);
  });
}

/** @param nodes - the last view; null removes the one that is stored. */
export function storeView(username: string, nodes: readonly unknown[] | null): void {
  withStorage((storage) => {
    // Another tab may have logged out.
    if (storage.getItem(nameKey) !== username) return;
    // An older one must not stay where the browser has no room for this one.
    storage.removeItem(viewKey);
    const view = JSON.stringify({ user: username, of: circumstances(), nodes });
    if (nodes && view.length <= longestView) storage.setItem(viewKey, view);
  });
}

/** Under others, the page looks otherwise. `document-last-view.js` compares them. */
const circumstances = () =>
  [location.pathname + location.hash, document.documentElement.lang, innerWidth, document.styleSheets[0]?.href].join();
