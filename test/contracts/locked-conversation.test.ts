/** A locked conversation on MariaDB delays no other one, however few rows the database scans. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { openStores, type StorageOptions, type Stores } from '../../src/storage/stores.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { lastSeqOf, makePair } from './fixtures.ts';

describe('a locked conversation on MariaDB', () => {
  let place: StorageOptions;
  let stores: Stores;

  before(async () => {
    place = { databaseUrl: await (await sharedMariadb()).createDatabase(), dataDir: '' };
    stores = await openStores(place);
  });
  after(() => stores.close());

  it('delays only its own messages, and stores them in order once it is free', async () => {
    const pairs = await Promise.all(Array.from({ length: 40 }, () => makePair(stores)));
    const [held, ...others] = pairs;
    const append = ({ conversation, one, sessionId }: (typeof pairs)[number], body: string) =>
      stores.messages.append({ channelId: conversation.id, senderId: one.id, sessionId, clientId: randomUUID(), body });
    const { client } = await openDatabase(place.databaseUrl, place.dataDir);
    let waiting: Promise<unknown[]> = Promise.resolve([]);
    let settled = 0;
    await client.$transaction(async (tx) => {
      await tx.$queryRawUnsafe('SELECT `id` FROM `Channel` WHERE `id` = ? FOR UPDATE', held!.conversation.id);
      waiting = Promise.all(['1', '2', '3'].map((body) => append(held!, body).finally(() => (settled += 1))));
      for (let round = 0; round < 5; round += 1) await Promise.all(others.map((pair) => append(pair, `${round}`)));
      expect(settled, 'messages of the locked conversation').to.equal(0);
    });
    await waiting;
    await client.$disconnect();
    const stored = await stores.messages.range(held!.conversation.id, 1, 10);
    expect(stored.map(({ body }) => body)).to.deep.equal(['1', '2', '3']);
    for (const { conversation } of others) expect(await lastSeqOf(stores, conversation.id)).to.equal(5);
  });
});
