/** Reads what the page has kept in the browser's IndexedDB. */
import type { Visitor } from './visitor.ts';

type Entry = [key: IDBValidKey, value: { messages?: { body: string }[]; leftAt?: number | null }];

async function entriesOf(visitor: Visitor, store: 'owners' | 'lists' | 'logs'): Promise<Entry[]> {
  return visitor.page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('duologue');
      // The page has not made it yet.
      opening.onupgradeneeded = () => opening.transaction?.abort();
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const kept = database.transaction(name).objectStore(name);
    const read = [kept.getAllKeys(), kept.getAll()].map(
      (request) =>
        new Promise<unknown[]>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        }),
    );
    const [keys = [], values = []] = await Promise.all(read);
    database.close();
    return keys.map((key, index) => [key, values[index]] as Entry);
  }, store);
}

/** The texts by `owner/peer`. */
export async function keptLogs(visitor: Visitor): Promise<Record<string, string[]>> {
  const logs = await entriesOf(visitor, 'logs');
  return Object.fromEntries(
    logs.map(([key, { messages = [] }]) => [(key as string[]).join('/'), messages.map(({ body }) => body)]),
  );
}

export async function keptOwners(visitor: Visitor): Promise<Record<string, 'signed in' | 'waits'>> {
  const owners = await entriesOf(visitor, 'owners');
  return Object.fromEntries(owners.map(([key, { leftAt }]) => [String(key), leftAt === null ? 'signed in' : 'waits']));
}

/** The kept list of conversations, as text. */
export const keptList = async (visitor: Visitor) => JSON.stringify(await entriesOf(visitor, 'lists'));
