/** Keeps files and the messages that wait for them in the browser's IndexedDB. A browser that forbids or fails it keeps nothing. */
import {
  filesOf,
  fittingPart,
  type KeptBytes,
  type KeptTray,
  type KeptUpload,
  type TakenTray,
  type UploadStore,
} from '../model/uploads/kept-uploads.ts';
import { browserDatabase, keysOf, resultOf } from './browser-database.ts';
import { tabLock } from './tab-lock.ts';

/** The key of a tray is [user, tab, peer]; that of the bytes [user, key of the upload]. */
type Stores = Record<'trays' | 'bytes', IDBObjectStore>;

type TrayKey = [user: string, tab: string, peer: string];

/** `compose-state.ts` knows the name, too. */
const database = browserDatabase('duologue-uploads', ['trays', 'bytes']);

const withStores = <T>(use: (stores: Stores) => Promise<T>) => database.run('readwrite', use);

/**
 * Removes what the browser keeps for all other users.
 * @returns the tabs whose trays are left.
 */
async function keepUploadsOf(username: string): Promise<string[]> {
  const tabs = await withStores(async ({ trays, bytes }) => {
    const keys = (await resultOf(trays.getAllKeys())) as TrayKey[];
    for (const [store, all] of [[trays, keys] as const, [bytes, await resultOf(bytes.getAllKeys())] as const]) {
      for (const key of all) if ((key as string[])[0] !== username) store.delete(key);
    }
    return keys.filter(([owner]) => owner === username).map(([, tab]) => tab);
  });
  return tabs ?? [];
}

export function uploadDatabase(username: string): UploadStore {
  const tab = tabLock(`duologue.uploads/${username}/`);
  return {
    async take() {
      const tabs = await keepUploadsOf(username);
      // A tab holds its lock before it keeps anything. So one that has kept something and holds none was closed.
      const live = await tab.liveTabs();
      const closed = new Set(live && tabs.filter((other) => other !== tab.id && !live.has(other)));
      if (closed.size === 0 || !(await tab.hold())) return [];
      return (await withStores((stores) => takeOver(stores, [username, tab.id], closed))) ?? [];
    },
    async save(tray, bytes) {
      const isEmpty = tray.uploads.length + tray.held.length === 0;
      if (!isEmpty && !(await tab.hold())) return new Set();
      const key: TrayKey = [username, tab.id, tray.peer];
      const kept = await withStores((stores) => put(stores, key, tray, bytes));
      // The disk may be full: what was kept before, and the texts, take no further room.
      return kept ?? (await withStores((stores) => put(stores, key, tray, new Map()))) ?? new Set();
    },
  };
}

/** Makes the trays of closed tabs those of this tab. The bytes stay. */
async function takeOver(
  { trays, bytes }: Stores,
  [username, tab]: [string, string],
  closed: ReadonlySet<string>,
): Promise<TakenTray[]> {
  const taken: TakenTray[] = [];
  for (const key of (await resultOf(trays.getAllKeys(keysOf(username)))) as TrayKey[]) {
    if (!closed.has(key[1])) continue;
    const tray = await resultOf<KeptTray>(trays.get(key));
    const ownKey = [username, tab, tray.peer];
    const own = await resultOf<KeptTray | undefined>(trays.get(ownKey));
    const [held, uploads] = [
      [...tray.held, ...(own?.held ?? [])],
      [...tray.uploads, ...(own?.uploads ?? [])],
    ];
    trays.put({ ...tray, held, uploads } satisfies KeptTray, ownKey);
    trays.delete(key);
    const found = new Map<string, Blob>();
    for (const upload of filesOf(tray)) {
      const blob = await resultOf<unknown>(bytes.get([username, upload.key]));
      if (blob instanceof Blob) found.set(upload.key, blob);
    }
    taken.push({ ...tray, bytes: found });
  }
  return taken;
}

async function put({ trays, bytes }: Stores, key: TrayKey, tray: KeptTray, given: KeptBytes): Promise<Set<string>> {
  const [username] = key;
  const before = new Map<string, KeptUpload>();
  const others: KeptUpload[] = [];
  for (const other of (await resultOf(trays.getAllKeys(keysOf(username)))) as TrayKey[]) {
    const files = filesOf(await resultOf<KeptTray>(trays.get(other)));
    if (String(other) !== String(key)) others.push(...files);
    else for (const upload of files) before.set(upload.key, upload);
  }
  const canKeep = (upload: KeptUpload) => before.has(upload.key) || given.has(upload.key);
  const fitting = fittingPart(tray, others, canKeep);
  const kept = filesOf(fitting);
  for (const upload of kept) {
    if (!before.delete(upload.key)) bytes.put(given.get(upload.key), [username, upload.key]);
  }
  for (const gone of before.keys()) bytes.delete([username, gone]);
  if (fitting.uploads.length + fitting.held.length === 0) trays.delete(key);
  else trays.put(fitting, key);
  return new Set(kept.map((upload) => upload.key));
}
