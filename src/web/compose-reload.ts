/** Keeps across a reload of the tab what only its memory has. */
import { type KeptComposing, keepComposing, restoreComposing } from './model/kept-composing.ts';
import type { Messenger } from './model/messenger.ts';
import { tabStorage } from './net/tab-storage.ts';

/** Returns the function that ends this, and forgets what was kept: the user leaves. */
export function followReloads(messenger: Messenger): () => void {
  const store = tabStorage<KeptComposing>('composing', messenger.me);
  restoreComposing(messenger, store);
  const leaves = new AbortController();
  window.addEventListener('pagehide', () => keepComposing(messenger, store), { signal: leaves.signal });
  return () => {
    leaves.abort();
    store.save({});
  };
}
