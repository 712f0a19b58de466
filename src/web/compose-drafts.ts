/** Connects the drafts to the server, until the user leaves. */
import type { Messenger } from './model/messenger.ts';
import { followDraftedRooms } from './model/rooms/drafted-rooms.ts';
import { SyncedDrafts } from './model/synced-drafts.ts';

/** Returns the function that ends this. */
export function followDrafts(messenger: Messenger): () => void {
  const synced = new SyncedDrafts(messenger);
  const stopRooms = followDraftedRooms(messenger, (name) => synced.forget(name));
  const leaves = new AbortController();
  const flush = () => synced.flush();
  // The next click may log out.
  document.addEventListener('focusout', flush, { signal: leaves.signal });
  // The browser may close a hidden page without a further event.
  document.addEventListener('visibilitychange', flush, { signal: leaves.signal });
  window.addEventListener('pagehide', flush, { signal: leaves.signal });
  return () => {
    leaves.abort();
    stopRooms();
    synced.stop();
  };
}
