/** The backends every store's suite runs against: SQLite in a temporary folder, and a database of its own on MariaDB. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStores, type Stores } from '../../src/storage/stores.ts';
import { sharedMariadb } from '../support/mariadb.ts';

export interface StoreBackend {
  name: string;
  open(): Promise<Stores>;
  remove(): Promise<void>;
}

function sqlite(): StoreBackend {
  const dataDir = mkdtempSync(join(tmpdir(), 'duologue-'));
  return {
    name: 'SQLite',
    open: () => openStores({ databaseUrl: null, dataDir }),
    remove: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

function mariadb(): StoreBackend {
  let url: Promise<string> | undefined;
  return {
    name: 'MariaDB',
    open: async () => {
      url ??= sharedMariadb().then((server) => server.createDatabase());
      return openStores({ databaseUrl: await url, dataDir: '' });
    },
    remove: async () => {},
  };
}

export const storeBackends = [sqlite, mariadb];

/** Runs the suite once for each backend, on stores of its own. */
export function describeStores(title: string, suite: (stores: () => Stores) => void): void {
  for (const make of storeBackends) {
    const backend = make();
    describe(`${title} on ${backend.name}`, () => {
      let stores: Stores;
      before(async function () {
        this.timeout(60_000);
        stores = await backend.open();
      });
      after(async () => {
        await stores?.close();
        await backend.remove();
      });
      suite(() => stores);
    });
  }
}
