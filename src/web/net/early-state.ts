/** Reads the kept state of the page before its own scripts are there: `document-start.js` asks for this file first. */
import type { User } from '../../protocol/shapes.ts';
import { browserDatabase, resultOf } from './browser-database.ts';

/** An account whose state is stored. `leftAt` is the time, in milliseconds since 1970, from which another account was signed in. */
export interface Owner {
  readonly user: User;
  readonly leftAt: number | null;
}

export type StateStores = Record<'owners' | 'lists' | 'logs', IDBObjectStore>;

/** As it was stored, unchecked. */
export interface EarlyState {
  readonly user: User;
  readonly peer: string;
  list?: unknown;
  log?: unknown;
}

export const { run: withStores } = browserDatabase('duologue', ['owners', 'lists', 'logs']);

export const ownersIn = ({ owners }: StateStores): Promise<Owner[]> => resultOf<Owner[]>(owners.getAll());

/** Of the user who was signed in when the page was last open in this browser. A peer with another spelling is read later. */
export const earlyState: Promise<EarlyState | null> = withStores('readonly', async (stores) => {
  const user = (await ownersIn(stores)).find(({ leftAt }) => leftAt === null)?.user;
  if (!user) return null;
  const peer = location.hash.slice('#/'.length);
  const [list, log] = await Promise.all([
    resultOf<unknown>(stores.lists.get(user.username)),
    resultOf<unknown>(stores.logs.get([user.username, peer])),
  ]);
  return { user, peer, list, log };
});
