/** Reads all messages that the browser keeps of an account, for a search without a connection. */
import type { StoredLog } from '../model/state-store.ts';
import { keysOf, resultOf } from './browser-database.ts';
import { withStores } from './early-state.ts';
import { isLog } from './state-database.ts';

/** At most as many logs as `stateLimits` says. None when the browser fails. */
export async function storedLogs(username: string): Promise<readonly StoredLog[]> {
  const stored = await withStores('readonly', ({ logs }) => resultOf<unknown[]>(logs.getAll(keysOf(username))));
  return (stored ?? []).filter(isLog);
}
