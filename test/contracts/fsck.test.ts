/** The fsck command: every fault is planted by SQL, on both databases, then found and repaired. */
import { expect } from 'chai';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { type Fault, fsck } from '../../src/storage/fsck/fsck.ts';
import { openStores, type StorageOptions } from '../../src/storage/stores.ts';
import { removeFolder } from '../support/temporary-folder.ts';
import { describeBackends } from './backends.ts';
import { makePair, sendMany } from './fixtures.ts';

describeBackends('fsck', (backend) => {
  let place: StorageOptions;
  let channelId: string;

  before(async () => {
    place = await backend.makePlace();
    const stores = await openStores(place);
    const { conversation, one, other } = await makePair(stores);
    channelId = conversation.id;
    await sendMany(stores, conversation.id, one.id, 5);
    await stores.conversations.advance(conversation.id, other.id, 'read', 3);
    await makePair(stores); // An open conversation without a message.
    await stores.close();
  });
  after(() => {
    if (place.dataDir) removeFolder(place.dataDir);
  });

  const check = (repair = false) => fsck({ ...place, repair, onProgress: () => {} });
  const found = (faults: Fault[]) => faults.map((fault) => fault.what);

  async function damage(sql: string): Promise<void> {
    const { client } = await openDatabase(place.databaseUrl, place.dataDir);
    await client.$executeRawUnsafe(sql);
    await client.$disconnect();
  }

  it('finds no fault in a sound database', async () => {
    expect(await check()).to.deep.equal({ conversations: 2, messages: 5, faults: [] });
  });

  const repairable = [
    { plant: 'UPDATE `Channel` SET `lastSeq` = 4 WHERE `lastSeq` = 5', says: ['lastSeq is 4, the last message is 5'] },
    {
      plant: "UPDATE `Channel` SET `lastMessageAt` = '2020-01-01 00:00:00' WHERE `lastSeq` = 5",
      says: ['lastMessageAt is not the time of the last message'],
    },
    {
      plant: 'UPDATE `Member` SET `readSeq` = 6 WHERE `readSeq` = 3',
      says: ['a read state is beyond its messages'],
    },
    { plant: 'DELETE FROM `Member` WHERE `readSeq` = 5', says: ['it has 1 members'] },
  ];
  for (const { plant, says } of repairable) {
    it(`finds and repairs: ${says}`, async () => {
      await damage(plant);
      expect(found((await check()).faults)).to.deep.equal(says);
      const repaired = await check(true);
      expect(repaired.faults).to.deep.equal(says.map((what) => ({ what, channelId, repaired: true })));
      expect((await check()).faults).to.deep.equal([]);
    });
  }

  it('finds an invite that was used more often than it allows', async () => {
    await damage(
      "INSERT INTO `Invite` (`id`, `codeHash`, `note`, `uses`, `used`, `createdAt`, `expiresAt`) VALUES ('invite-0-of-fsck', 'x', '', 2, 3, '2026-01-01 00:00:00', '2026-01-02 00:00:00')",
    );
    const what = 'invite invite-0-of-fsck was used 3 times, and allows 2';
    expect((await check(true)).faults).to.deep.equal([{ what, channelId: null, repaired: false }]);
    await damage('DROP TABLE `Invite`');
    expect((await check()).faults, 'a database of an older version').to.deep.equal([]);
  });

  it('finds faults that it cannot repair, and leaves them as they are', async () => {
    await damage('DELETE FROM `Message` WHERE `seq` = 2');
    await damage(`DROP INDEX \`Message_senderId_clientId_key\`${backend.name === 'MariaDB' ? ' ON `Message`' : ''}`);
    await damage(
      'UPDATE `Message` SET `clientId` = (SELECT c FROM (SELECT `clientId` AS c FROM `Message` WHERE `seq` = 1) x) WHERE `seq` = 3',
    );
    await damage("UPDATE `Message` SET `senderId` = 'somebody-else-00' WHERE `seq` = 4");
    const { faults } = await check(true);
    expect(found(faults)).to.deep.equal([
      '1 of its messages are from neither of the two',
      'its seqs do not run 1…5: there are 4 messages',
      'a clientId of one sender occurs twice',
    ]);
    expect(faults.every((fault) => !fault.repaired)).to.equal(true);
    expect((await check()).messages).to.equal(4);
  });
});
