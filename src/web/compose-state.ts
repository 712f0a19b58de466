/** Shows what is there before the connection: the state that the browser keeps, and the newest messages. The document asks for it beside the script of the page. */

import type { User } from '../protocol/shapes.ts';
import type { Messenger } from './model/messenger.ts';
import { StateKeeper } from './model/state-keeper.ts';
import { StateRestorer } from './model/state-restorer.ts';
import { keepStateOf as keepStateOfUser, stateDatabase } from './net/state-database.ts';

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

/** Shows the kept state, and keeps the present one, until the user leaves. */
export async function followState(messenger: Messenger, leaves: AbortSignal): Promise<void> {
  const store = stateDatabase(messenger.me);
  await messenger.restore(new StateRestorer(messenger, store));
  if (leaves.aborted) return;
  const keeper = new StateKeeper(messenger, store);
  // The browser may close a hidden page without a further event.
  document.addEventListener('visibilitychange', () => keeper.saveNow(), { signal: leaves });
  window.addEventListener('pagehide', () => keeper.saveNow(), { signal: leaves });
  leaves.addEventListener('abort', () => keeper.stop());
}
