/** Opens databases of the browser (IndexedDB), and runs transactions in them. A browser may forbid or fail them. */

export interface BrowserDatabase<Name extends string> {
  /**
   * Runs in one transaction, which is stored as a whole or not at all, and waits for the end of one that writes: only then
   * are the bytes on the disk. Null when it failed.
   */
  run<T>(mode: IDBTransactionMode, use: (stores: Record<Name, IDBObjectStore>) => Promise<T>): Promise<T | null>;
}

/** The database is opened with the first transaction. */
export function browserDatabase<Name extends string>(called: string, names: readonly Name[]): BrowserDatabase<Name> {
  let opened: Promise<IDBDatabase> | null = null;
  const forget = () => {
    opened = null;
  };
  return {
    async run(mode, use) {
      try {
        opened ??= open(called, names, forget);
        const transaction = (await opened).transaction(names, mode);
        const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
        const used = use(stores as Record<Name, IDBObjectStore>);
        if (mode === 'readwrite') await Promise.all([used, endOf(transaction)]);
        return await used;
      } catch {
        forget();
        return null;
      }
    },
  };
}

function open(called: string, names: readonly string[], onClosed: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(called, 1);
    opening.onupgradeneeded = () => {
      for (const name of names) opening.result.createObjectStore(name);
    };
    opening.onsuccess = () => {
      resolve(opening.result);
      // Another tab, in which the session has ended, deletes the database.
      opening.result.onversionchange = () => {
        opening.result.close();
        onClosed();
      };
    };
    opening.onerror = () => reject(opening.error);
  });
}

const endOf = (transaction: IDBTransaction) =>
  new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

export const resultOf = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** All keys that are lists and begin with the username. */
export const keysOf = (username: string) => IDBKeyRange.bound([username], [username, []]);
