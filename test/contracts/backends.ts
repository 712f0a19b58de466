/** The backends of every store's suite: SQLite in a temporary folder, and a new database on MariaDB. */
import { openStores, type StorageOptions, type Stores } from '../../src/storage/stores.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';

export interface StoreBackend {
  name: string;
  /** An empty database, a new one with each call. */
  makePlace(): Promise<StorageOptions>;
}

const sqlite: StoreBackend = {
  name: 'SQLite',
  makePlace: async () => ({ databaseUrl: null, dataDir: makeFolder('stores') }),
};

const mariadb: StoreBackend = {
  name: 'MariaDB',
  makePlace: async () => ({ databaseUrl: await (await sharedMariadb()).createDatabase(), dataDir: '' }),
};

export const storeBackends = [sqlite, mariadb];

/** Runs the suite once for each backend; the suite creates its databases itself. */
export function describeBackends(title: string, suite: (backend: StoreBackend) => void): void {
  for (const backend of storeBackends) {
    describe(`${title} on ${backend.name}`, () => {
      before(async () => {
        if (backend === mariadb) await sharedMariadb();
      });
      suite(backend);
    });
  }
}

/** Runs the suite once for each backend, with new stores and the place of their rows. */
export function describeStores(
  title: string,
  suite: (stores: () => Stores, place: () => StorageOptions) => void,
): void {
  describeBackends(title, (backend) => {
    let place: StorageOptions;
    let stores: Stores;
    before(async () => {
      place = await backend.makePlace();
      stores = await openStores(place);
    });
    after(async () => {
      await stores?.close();
      if (place?.dataDir) removeFolder(place.dataDir);
    });
    suite(
      () => stores,
      () => place,
    );
  });
}
