/** Keeps the last state of each account in the browser's IndexedDB. A browser that forbids or fails it keeps nothing. */
import type { Feature } from '../../protocol/events.ts';
import type { User } from '../../protocol/shapes.ts';
import type { StateStore, StoredList, StoredLog } from '../model/state-store.ts';
import { browserDatabase, keysOf, resultOf } from './browser-database.ts';
import { isFlag, isNumber, isText, listOf, objectOf, optional, type Shape } from './shape.ts';
import { storeName } from './signed-in-storage.ts';
import { isConversation, isMessage, isUser } from './wire-shapes.ts';

/** An account whose state is stored. `leftAt` is the time, in milliseconds since 1970, from which another account was signed in. */
interface Owner {
  readonly user: User;
  readonly leftAt: number | null;
}

type StateStores = Record<'owners' | 'lists' | 'logs', IDBObjectStore>;

/** As it was stored, unchecked. */
interface EarlyState {
  readonly user: User;
  readonly peer: string;
  list?: unknown;
  log?: unknown;
}

declare global {
  interface Window {
    /**
     * What `document-start.js` reads before the scripts of the page are there: the state of the user who was signed in when
     * the page was last open in this browser. A peer with another spelling is read later.
     */
    keptState?: Promise<EarlyState | null>;
  }
}

/** The state of an account that another log-in has replaced stays this long, like its unsent texts. */
const keptMs = 7 * 24 * 3_600_000;

const isList = objectOf<StoredList>({
  conversations: listOf(isConversation),
  hasMore: isFlag,
  features: optional(listOf(isText)) as Shape<readonly Feature[]>,
});
const isReadState = objectOf({ ownReadSeq: isNumber, peerReadSeq: isNumber, peerDeliveredSeq: isNumber });
const isLog = objectOf<StoredLog>({
  peer: isText,
  channelId: isText,
  messages: listOf(isMessage),
  rev: isNumber,
  readState: isReadState,
});

/** `document-start.js` knows these names, too. */
const { run: withStores } = browserDatabase('duologue', ['owners', 'lists', 'logs']);

const ownersIn = ({ owners }: StateStores): Promise<Owner[]> => resultOf<Owner[]>(owners.getAll());

/** Null once nobody is signed in: what was read before may be gone. */
let early: Promise<EarlyState | null> | null = window.keptState ?? null;

/** Takes a part of what was read early; only once, since another tab changes what is stored. */
async function takeEarly(part: 'list' | 'log', username: string, peer?: string): Promise<unknown> {
  const state = await early;
  if (state?.user?.username !== username || (part === 'log' && state.peer !== peer)) return undefined;
  const { [part]: taken } = state;
  delete state[part];
  return taken;
}

/** The user who was signed in when the page was last open in this browser. */
export async function lastUser(): Promise<User | null> {
  // Without the name of the user, the document has read nothing.
  const user = early ? (await early)?.user : await storedUser();
  return isUser(user) ? user : null;
}

const storedUser = async () =>
  (await withStores('readonly', ownersIn))?.find(({ leftAt }) => leftAt === null)?.user ?? null;

/** Called when the server has told who is signed in: the states of others wait for them, or are removed. */
export async function keepStateOf(user: User | null): Promise<void> {
  if (user === null) early = null;
  storeName(user?.username ?? null);
  await withStores('readwrite', async (stores) => {
    for (const { user: owner, leftAt } of await ownersIn(stores)) {
      if (owner.username === user?.username) continue;
      // A session that has ended was not replaced by another log-in.
      const hasEnded = user === null && leftAt === null;
      if (hasEnded || Date.now() - (leftAt ?? Date.now()) > keptMs) remove(stores, owner.username);
      else if (leftAt === null) stores.owners.put({ user: owner, leftAt: Date.now() } satisfies Owner, owner.username);
    }
    if (user) stores.owners.put({ user, leftAt: null } satisfies Owner, user.username);
  });
}

function remove({ owners, lists, logs }: StateStores, username: string): void {
  owners.delete(username);
  lists.delete(username);
  logs.delete(keysOf(username));
}

export function stateDatabase(username: string): StateStore {
  return {
    async list() {
      const read = () => withStores('readonly', ({ lists }) => resultOf<unknown>(lists.get(username)));
      const list = (await takeEarly('list', username)) ?? (await read());
      return isList(list) ? list : null;
    },
    async log(peer) {
      const read = () => withStores('readonly', ({ logs }) => resultOf<unknown>(logs.get([username, peer])));
      const log = (await takeEarly('log', username, peer)) ?? (await read());
      return isLog(log) && log.messages.length > 0 ? log : null;
    },
    async allLogs() {
      const stored = await withStores('readonly', ({ logs }) => resultOf<unknown[]>(logs.getAll(keysOf(username))));
      return (stored ?? []).filter(isLog);
    },
    async save(list, changed, kept) {
      await withStores('readwrite', async ({ owners, lists, logs }) => {
        // Another tab may have logged out meanwhile: then nothing of the account is stored again.
        const owner = await resultOf<Owner | undefined>(owners.get(username));
        if (owner?.leftAt !== null) return;
        lists.put(list, username);
        for (const log of changed) logs.put(log, [username, log.peer]);
        const stored = await resultOf(logs.getAllKeys(keysOf(username)));
        for (const key of stored) if (!kept.includes((key as string[])[1] ?? '')) logs.delete(key);
      });
    },
  };
}
