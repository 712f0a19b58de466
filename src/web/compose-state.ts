/** Shows what is there before the connection: the state that the browser keeps, and the newest messages. */

import type { User } from '../protocol/shapes.ts';
import type { Messenger } from './model/messenger.ts';
import { StateRestorer } from './model/state-restorer.ts';
import type { StateStore } from './model/state-store.ts';
import { keepStateOf as keepStateOfUser, stateDatabase } from './net/state-database.ts';
import { whenAtRest } from './view/kit/rest.ts';

export { fetchEarlyLog } from './net/early-log.ts';
export { lastUser } from './net/state-database.ts';

function forgetUploads(): void {
  try {
    indexedDB.deleteDatabase('duologue-uploads');
  } catch {
    // A browser that forbids the storage has kept nothing.
  }
}

/** Called when the server has told who is signed in. */
export async function keepStateOf(user: User | null): Promise<void> {
  // While a user is signed in, `net/upload-database.ts` removes the uploads of others. Its code is not needed for this.
  if (user === null) forgetUploads();
  await keepStateOfUser(user);
}

/** Shows the kept state, and keeps the present one, until the user leaves. Resolves when the kept one is shown. */
export async function followState(messenger: Messenger, leaves: AbortSignal): Promise<void> {
  const store = stateDatabase(messenger.me);
  messenger.conversations.storedLogs = store.allLogs;
  await messenger.restore(new StateRestorer(messenger, store));
  // Without its code, the next page has only what this one has found.
  keepState(messenger, store, leaves).catch(() => {});
}

async function keepState(messenger: Messenger, store: StateStore, leaves: AbortSignal): Promise<void> {
  await whenAtRest();
  const { StateKeeper } = await import('./model/state-keeper.ts');
  if (leaves.aborted) return;
  const keeper = new StateKeeper(messenger, store);
  // The browser may close a hidden page without a further event.
  document.addEventListener('visibilitychange', () => keeper.saveNow(), { signal: leaves });
  window.addEventListener('pagehide', () => keeper.saveNow(), { signal: leaves });
  leaves.addEventListener('abort', () => keeper.stop());
}
