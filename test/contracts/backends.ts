/** The backends every store's suite runs against: SQLite in a temporary folder, and a database of its own on MariaDB. */
import { openStores, type StorageOptions, type Stores } from '../../src/storage/stores.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';

export interface StoreBackend {
  name: string;
  /** An empty place for rows: each call makes another one. */
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

/** Runs the suite once for each backend, with a maker of empty places. */
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

/** Runs the suite once for each backend, on stores of its own; it may also reach the rows behind their back. */
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
