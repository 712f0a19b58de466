/** A host that vanishes without a word in the middle of a transaction: its conversation is soon open to other nodes again. */
import { expect } from 'chai';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { openStores, type StorageOptions, type Stores } from '../../src/storage/stores.ts';
import { type FaultProxy, startFaultProxy } from '../faults/fault-proxy.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { until } from '../support/waiting.ts';
import { codeOf, makePair, newMessageOf } from './fixtures.ts';

/** The server needs 5 s to notice; its default would be eight hours. */
const patienceMs = 15_000;

describe('a host that vanishes in the middle of a transaction on MariaDB', function () {
  this.timeout(60_000);
  let place: StorageOptions;
  let stores: Stores;
  let proxy: FaultProxy;

  before(async () => {
    place = { databaseUrl: await (await sharedMariadb()).createDatabase(), dataDir: '' };
    stores = await openStores(place);
    const { port } = new URL(place.databaseUrl ?? '');
    proxy = await startFaultProxy('vanishing host', () => Number(port));
  });
  after(async () => {
    await stores?.close();
    await proxy?.close();
  });

  for (const [when, lost] of [
    ['with all its connections', { kind: 'blackhole' }],
    ['while the server can still reach it', { kind: 'oneWay', lost: 'up' }],
  ] as const) {
    it(`gives its conversation back when it vanishes ${when}`, async () => {
      const { conversation, one } = await makePair(stores);
      const url = Object.assign(new URL(place.databaseUrl ?? ''), { port: `${proxy.port}` }).href;
      const database = await openDatabase(url, '');
      const writer = database.openWriter();
      const lock = { sql: 'SELECT `id` FROM `Channel` WHERE `id` = ? FOR UPDATE', values: [conversation.id] };
      const raise = { sql: 'UPDATE `Channel` SET `lastSeq` = 99 WHERE `id` = ?', values: [conversation.id] };
      const vanished = writer.commit([lock], () => {
        void proxy.set(lost);
        return { writes: [raise], result: null };
      });
      expect(await vanished.catch((error: Error) => error)).to.be.instanceOf(Error);
      const message = await newMessageOf(stores, conversation.id, one.id);
      const isStored = async () => (await codeOf(stores.messages.append(message))) === 'accepted';
      await until('the conversation is open again', isStored, { ms: patienceMs });
      expect(await stores.conversations.head(conversation.id)).to.have.property('lastSeq', 1);
      await proxy.set({ kind: 'pass' });
      await Promise.all([writer.close(), database.client.$disconnect()].map((end) => end.catch(() => {})));
    });
  }
});
