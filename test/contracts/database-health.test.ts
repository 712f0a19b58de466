/** The health of the database: a database that reads but does not store is reported, once, and so is its return. */
import { DatabaseSync } from '@photostructure/sqlite';
import { expect } from 'chai';
import { reasonOf } from '../../src/storage/database/database-health.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { sqliteFile } from '../../src/storage/database/sqlite-files.ts';
import { openStores, type StorageOptions, type Stores } from '../../src/storage/stores.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { until } from '../support/waiting.ts';
import { type StoreBackend, storeBackends } from './backends.ts';
import { codeOf, makePair, newMessageOf } from './fixtures.ts';

interface Refusing {
  how: string;
  /** Matches the reported reason. */
  says: RegExp;
  /** The kind of the errors that are counted. */
  kind: string;
  /** Makes the database refuse writes; answers how to end this. */
  begin(place: StorageOptions): Promise<() => Promise<void>>;
}

const readOnlyServer: Refusing = {
  how: 'the server is read-only',
  says: /--read-only/,
  kind: 'read_only',
  async begin() {
    const server = await sharedMariadb();
    await server.query('SET GLOBAL read_only = 1');
    return async () => void (await server.query('SET GLOBAL read_only = 0'));
  },
};

const heldFile: Refusing = {
  how: 'another process holds the file',
  says: /locked|busy|holds/,
  kind: 'locked',
  async begin({ dataDir }) {
    const other = new DatabaseSync(sqliteFile(dataDir));
    other.exec('BEGIN IMMEDIATE');
    return async () => {
      other.exec('ROLLBACK');
      other.close();
    };
  },
};

const refusing: Record<string, Refusing> = { SQLite: heldFile, MariaDB: readOnlyServer };

for (const backend of storeBackends) describeHealth(backend, refusing[backend.name]!);

function describeHealth(backend: StoreBackend, { how, says, kind, begin }: Refusing): void {
  describe(`health of ${backend.name}, when ${how}`, function () {
    this.timeout(60_000);
    let place: StorageOptions;
    let stores: Stores;
    let states: (string | null)[];
    let errors: string[];

    before(async () => {
      place = await backend.makePlace();
    });
    beforeEach(async () => {
      states = [];
      errors = [];
      stores = await openStores(place, {
        onState: (fault) => states.push(fault),
        onError: (kind) => errors.push(kind),
      });
    });
    afterEach(() => stores.close());

    const stops = () =>
      stores.checkDatabase().then(
        () => false,
        () => true,
      );
    const storesAgain = () => stops().then((stopped) => !stopped);

    it('is bad as long as nothing is stored, and each change is reported once', async () => {
      await stores.checkDatabase();
      const end = await begin(place);
      try {
        await until('the check fails', stops);
        await until('the check fails still', stops);
        expect(states).to.have.length(1);
        expect(states[0])
          .to.match(says)
          .and.not.match(/\n|invocation/);
      } finally {
        await end();
      }
      await until('the check succeeds', storesAgain);
      await until('the return is reported', () => states.length === 2);
      expect(states[1]).to.equal(null);
      expect(new Set(errors), 'the kinds of the errors').to.deep.equal(new Set([kind]));
    });

    it('is found bad by a message that is refused, and good again without being asked', async () => {
      const { conversation, one } = await makePair(stores);
      const message = await newMessageOf(stores, conversation.id, one.id);
      const end = await begin(place);
      try {
        expect(await codeOf(stores.messages.append(message))).to.equal('unavailable');
        await until('the fault is reported', () => states.length === 1);
      } finally {
        await end();
      }
      await until('the return is reported', () => states.at(-1) === null);
      expect(await codeOf(stores.messages.append(message))).to.equal('accepted');
    });

    it('leaves no row behind that the purge does not remove', async () => {
      await stores.checkDatabase();
      await new Promise((resolve) => setTimeout(resolve, 5)); // A later millisecond.
      await stores.challenges.purge();
      const { client } = await openDatabase(place.databaseUrl, place.dataDir);
      expect(await client.challenge.count()).to.equal(0);
      await client.$disconnect();
    });
  });
}

describe('the reason why a database does not store', () => {
  it('is the whole last paragraph of the error, in one line', () => {
    const error = new Error(`
Invalid \`prisma.$executeRawUnsafe()\` invocation:


Raw query failed. Code: \`45028\`. Message: \`pool timeout: failed to retrieve a connection from pool after 2003ms
    (pool connections: active=0 idle=0 limit=10)\``);
    expect(reasonOf(error)).to.match(/^Raw query failed.*pool timeout: .* after 2003ms \(pool connections: .*\)`$/);
  });
});
