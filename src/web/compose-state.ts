/** Connects the messenger to the state that the browser keeps. It is loaded apart: the first visit has nothing to show. */

import type { Messenger } from './model/messenger.ts';
import { StateKeeper } from './model/state-keeper.ts';
import { StateRestorer } from './model/state-restorer.ts';
import { stateDatabase } from './net/state-database.ts';

export { keepStateOf, lastUser } from './net/state-database.ts';

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
