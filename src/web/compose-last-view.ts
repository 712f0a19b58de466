/** Keeps the last view when the user leaves the page. */
import type { Messenger } from './model/messenger.ts';
import { storeView } from './net/signed-in-storage.ts';
import { lastView } from './view/app/last-view.ts';

/** Returns the function that ends this: the user leaves. */
export function followLastView({ me }: Messenger): () => void {
  const leaves = new AbortController();
  const store = () => storeView(me, lastView());
  // The browser may close a hidden page without a further event.
  document.addEventListener('visibilitychange', () => document.hidden && store(), { signal: leaves.signal });
  window.addEventListener('pagehide', store, { signal: leaves.signal });
  return () => leaves.abort();
}
