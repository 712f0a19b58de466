/** The fsck command: every fault is planted by SQL, on both databases, then found and repaired. */
import { expect } from 'chai';
import { deleteRule, editRule } from '../../src/engine/conversations/change-rules.ts';
import { createSearchIndex } from '../../src/engine/search/search-index.ts';
import { openPrivacy } from '../../src/engine/settings/default-settings.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { type Fault, fsck } from '../../src/storage/fsck/fsck.ts';
import { openStores, type StorageOptions } from '../../src/storage/stores.ts';
import { removeFolder } from '../support/temporary-folder.ts';
import { describeBackends } from './backends.ts';
import { makePair, makeUser, sendMany, sessionOf } from './fixtures.ts';

const isRepairedIndex = ([what, repaired]: [string, boolean]) =>
  /^the search index of \S+ does not fit the display name$/.test(what) && repaired;

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
    // Message 1 has two earlier versions, 3 is deleted, 4 is edited.
    const sessionId = await sessionOf(stores, one.id);
    for (const [seq, rule] of [
      [1, editRule(one.id, 'edited')],
      [1, editRule(one.id, 'edited again')],
      [3, deleteRule(one.id)],
      [4, editRule(one.id, 'edited')],
    ] as const) {
      await stores.changes.change({ channelId, seq, userId: one.id, sessionId }, rule, () => {});
    }
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

  it('finds and removes push subscriptions without a session, and settings and drafts without an account', async () => {
    await damage(
      "INSERT INTO `PushSubscription` VALUES ('gone', 'nobody', 'hash', 'https://push', 'key', 'auth', '2026-01-01 00:00:00')",
    );
    await damage("INSERT INTO `UserSettings` (`userId`, `settings`, `version`) VALUES ('nobody', '{}', 1)");
    for (const peer of ['one', 'other'])
      await damage(`INSERT INTO \`Draft\` VALUES ('nobody', '${peer}', 'text', 0, 1, '2026-01-01 00:00:00')`);
    const rows = [
      '1 push subscriptions without their session',
      '1 settings without an account',
      '1 users with drafts but without an account',
    ];
    expect(found((await check()).faults)).to.deep.equal(rows);
    expect((await check(true)).faults.map(({ repaired }) => repaired)).to.deep.equal([true, true, true]);
    expect((await check()).faults).to.deep.equal([]);
  });

  const repairable = [
    { plant: 'UPDATE `Channel` SET `lastSeq` = 4 WHERE `lastSeq` = 5', says: ['lastSeq is 4, the last message is 5'] },
    {
      plant: "UPDATE `Channel` SET `lastMessageAt` = '2020-01-01 00:00:00' WHERE `lastSeq` = 5",
      says: ['lastMessageAt is not the time of the last message'],
    },
    {
      plant: 'UPDATE `Member` SET `archivedSeq` = 6 WHERE `readSeq` = 3',
      says: ['it is archived or marked as unread beyond its messages'],
    },
    {
      plant: 'UPDATE `Member` SET `unreadSeq` = 6 WHERE `readSeq` = 3',
      says: ['it is archived or marked as unread beyond its messages'],
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

  const at = "'2026-01-01 00:00:00'";
  const contradictions = [
    {
      what: 'its revision is not that of its last change',
      plant: 'UPDATE `Channel` SET `rev` = 9 WHERE `lastSeq` = 5',
      mend: 'UPDATE `Channel` SET `rev` = 4 WHERE `lastSeq` = 5',
    },
    {
      what: 'its revision is not that of its last change',
      plant: 'UPDATE `ChangedMessage` SET `rev` = 9 WHERE `rev` = 4',
      mend: 'UPDATE `ChangedMessage` SET `rev` = 4 WHERE `rev` = 9',
    },
    {
      what: 'a changed message does not exist',
      plant: 'UPDATE `ChangedMessage` SET `seq` = 99 WHERE `rev` = 3',
      mend: 'UPDATE `ChangedMessage` SET `seq` = 3 WHERE `rev` = 3',
    },
    {
      what: 'a deleted message has a text',
      plant: "UPDATE `Message` SET `body` = 'again' WHERE `body` = ''",
      mend: "UPDATE `Message` SET `body` = '' WHERE `body` = 'again'",
    },
    {
      what: 'an earlier version belongs to no edited message',
      plant: 'UPDATE `MessageVersion` SET `seq` = 3 WHERE `number` = 2',
      mend: 'UPDATE `MessageVersion` SET `seq` = 1 WHERE `number` = 2',
    },
    {
      what: 'an edited message has lost its first version',
      plant: 'UPDATE `MessageVersion` SET `number` = 7 WHERE `number` = 1',
      mend: 'UPDATE `MessageVersion` SET `number` = 1 WHERE `number` = 7',
    },
    {
      what: 'a reaction belongs to no message, or to a deleted one',
      plant:
        "INSERT INTO `Reaction` (`channelId`, `seq`, `emoji`, `userId`, `rev`) SELECT `id`, 3, 'x', `lowId`, 1 FROM `Channel` WHERE `lastSeq` = 5",
      mend: 'DELETE FROM `Reaction`',
    },
    {
      what: 'a reaction is from neither of the two',
      plant:
        "INSERT INTO `Reaction` (`channelId`, `seq`, `emoji`, `userId`, `rev`) SELECT `id`, 4, 'x', 'somebody-else-00', 1 FROM `Channel` WHERE `lastSeq` = 5",
      mend: 'DELETE FROM `Reaction`',
    },
    {
      what: 'a pin is incomplete, of a deleted message, or from neither of the two',
      plant: `UPDATE \`ChangedMessage\` SET \`pinnedAt\` = ${at} WHERE \`rev\` = 4`,
      mend: 'UPDATE `ChangedMessage` SET `pinnedAt` = NULL',
    },
    {
      what: 'a reply does not follow the message that it answers',
      plant: 'UPDATE `Message` SET `replyToSeq` = 4 WHERE `seq` = 4',
      mend: 'UPDATE `Message` SET `replyToSeq` = NULL',
    },
  ];
  for (const { what, plant, mend } of contradictions) {
    it(`finds ${what.replace(/^(an?|its) /, '')}: ${plant.slice(0, 40)} …`, async () => {
      await damage(plant);
      expect((await check()).faults).to.deep.equal([{ what, channelId, repaired: false }]);
      await damage(mend);
      expect((await check()).faults).to.deep.equal([]);
    });
  }

  /** The last message is of the first user, and has no files. */
  const insertFile = (seq: string, more: string) =>
    `INSERT INTO \`File\` (\`id\`, \`ownerId\`, \`name\`, \`size\`, \`createdAt\`, \`details\`, \`channelId\`, \`seq\`, \`place\`, \`finishedAt\`)
      SELECT 'planted', \`senderId\`, 'a', 1, ${at}, '', \`channelId\`, ${seq}, ${more} FROM \`Message\` WHERE \`seq\` = 5`;
  const ofFiles = [
    { what: 'a message lacks files, or has too many', plant: ['UPDATE `Message` SET `fileCount` = 1 WHERE `seq` = 5'] },
    {
      what: 'a message lacks files, or has too many',
      plant: ['UPDATE `Message` SET `fileCount` = 1 WHERE `seq` = 5', insertFile('5', `1, ${at}`)],
    },
    { what: 'a file belongs to no message, or to a deleted one', plant: [insertFile('3', `0, ${at}`)] },
    { what: 'a file belongs to no message, or to a deleted one', plant: [insertFile('99', `0, ${at}`)] },
    {
      what: 'a file of a message is unfinished, or not of its sender',
      plant: ['UPDATE `Message` SET `fileCount` = 1 WHERE `seq` = 5', insertFile('5', '0, NULL')],
    },
    {
      what: 'a file of a message is unfinished, or not of its sender',
      plant: [
        'UPDATE `Message` SET `fileCount` = 1 WHERE `seq` = 5',
        insertFile('5', `0, ${at}`),
        "UPDATE `File` SET `ownerId` = 'nobody'",
      ],
    },
  ];
  for (const [index, { what, plant }] of ofFiles.entries()) {
    it(`finds files that contradict messages, case ${index + 1}: ${what}`, async () => {
      for (const sql of plant) await damage(sql);
      expect((await check()).faults).to.deep.equal([{ what, channelId, repaired: false }]);
      await damage('DELETE FROM `File`');
      await damage('UPDATE `Message` SET `fileCount` = NULL');
      expect((await check()).faults).to.deep.equal([]);
    });
  }

  it('finds a file without a message that never expires', async () => {
    await damage(insertFile('5', '0, NULL'));
    await damage('UPDATE `File` SET `channelId` = NULL');
    expect(found((await check()).faults)).to.deep.equal(['a file without a message never expires']);
    await damage('DELETE FROM `File`');
  });

  it('finds and repairs words of a display name that are missing or too many', async () => {
    for (const plant of [
      "DELETE FROM `NamePrefix` WHERE `prefix` = 'p'",
      "INSERT INTO `NamePrefix` (`prefix`, `username`) SELECT 'zz', `username` FROM `User`",
    ]) {
      await damage(plant);
      const { faults } = await check(true);
      expect(faults, plant).to.have.length(4);
      for (const { what, repaired } of faults) expect([what, repaired]).to.satisfy(isRepairedIndex);
      expect((await check()).faults).to.deep.equal([]);
    }
    await damage("INSERT INTO `NamePrefix` (`prefix`, `username`) VALUES ('z', 'nobody')");
    expect(found((await check()).faults)).to.deep.equal(['the search index has words of nobody, who does not exist']);
    await damage("DELETE FROM `NamePrefix` WHERE `username` = 'nobody'");
  });

  it('finds and erases the settings of a deleted account, but keeps what it hides', async () => {
    const stores = await openStores(place);
    const user = await makeUser(stores);
    const hidden = { ...openPrivacy, readReceipts: false };
    await stores.settings.replace(user.id, 0, { theme: 'dark' }, hidden);
    await stores.credentials.erase({ user, credentialVersion: 0 }, { displayName: 'Gone', nameKey: '' });
    expect(found((await check()).faults)).to.deep.equal([]);
    await damage(
      `UPDATE \`UserSettings\` SET \`version\` = 1, \`settings\` = '{"theme":"dark"}' WHERE \`userId\` = '${user.id}'`,
    );
    expect(found((await check(true)).faults)).to.deep.equal(['1 settings of deleted accounts']);
    expect((await check()).faults).to.deep.equal([]);
    expect(await stores.settings.find(user.id)).to.deep.equal({
      ...{ settings: {}, privacy: hidden, version: 0 },
      doNotDisturbUntil: null,
    });
    await stores.close();
  });

  it('finds an index of messages that does not fit them, and puts the conversation back', async () => {
    await damage(
      `INSERT INTO \`SearchProgress\` SELECT \`id\`, \`lastSeq\`, \`rev\` FROM \`Channel\` WHERE \`lastSeq\` > 0`,
    );
    const what = 'the search index does not fit its messages';
    expect((await check()).faults).to.deep.equal([{ what, channelId, repaired: false }]);
    await damage("INSERT INTO `SearchSegment` SELECT `id`, 0, 0, 0, x'00', 0 FROM `Channel` WHERE `lastSeq` > 0");
    expect((await check(true)).faults).to.deep.equal([{ what, channelId, repaired: true }]);
    expect((await check()).faults).to.deep.equal([]);
    const stores = await openStores(place);
    await createSearchIndex(stores.search).update([channelId]);
    await stores.close();
    expect((await check()).faults).to.deep.equal([]);
    await damage('UPDATE `SearchProgress` SET `upTo` = 99');
    expect(found((await check(true)).faults)).to.deep.equal(['the search index reaches to 99, the last message is 5']);
  });

  it('finds a revision that occurs twice', async () => {
    await damage(
      `DROP INDEX \`ChangedMessage_channelId_rev_key\`${backend.name === 'MariaDB' ? ' ON `ChangedMessage`' : ''}`,
    );
    await damage('UPDATE `ChangedMessage` SET `rev` = 4 WHERE `rev` = 3');
    expect(found((await check()).faults)).to.deep.equal(['a revision occurs twice']);
    await damage('UPDATE `ChangedMessage` SET `rev` = 3 WHERE `deletedAt` IS NOT NULL');
  });

  it('finds an invite that was used more often than it allows', async () => {
    await damage(
      "INSERT INTO `Invite` (`id`, `codeHash`, `note`, `uses`, `used`, `createdAt`, `expiresAt`) VALUES ('invite-0-of-fsck', 'x', '', 2, 3, '2026-01-01 00:00:00', '2026-01-02 00:00:00')",
    );
    const what = 'invite invite-0-of-fsck was used 3 times, and allows 2';
    expect((await check(true)).faults).to.deep.equal([{ what, channelId: null, repaired: false }]);
    await damage('DROP TABLE `Invite`');
    expect((await check()).faults, 'a database of an older version').to.deep.equal([]);
  });

  it('finds and removes statuses that cannot be read, and those of deleted accounts', async () => {
    const stores = await openStores(place);
    for (const username of ['status-one', 'status-two']) await makeUser(stores, { username });
    await stores.close();
    const set = (status: string, user: string) =>
      damage(`UPDATE \`User\` SET \`status\` = '${status}' WHERE \`username\` = '${user}'`);
    const ofStatuses = (faults: Fault[]) => found(faults).filter((what) => what.includes('statuses'));
    await set('{"text":"Fine","emoji":null,"until":null}', 'status-one');
    expect(ofStatuses((await check()).faults)).to.deep.equal([]);
    expect((await check()).faults).to.deep.equal([]);
    for (const [index, status] of ['{"text":', '{"emoji":null}'].entries()) {
      await set(status, ['status-one', 'status-two'][index] ?? '');
    }
    await damage(
      "UPDATE `User` SET `deletedAt` = '2026-01-01 00:00:00', `indexedName` = NULL WHERE `username` = 'status-two'",
    );
    const both = ['1 statuses of deleted accounts', '2 statuses that cannot be read'];
    expect(ofStatuses((await check()).faults)).to.deep.equal(both);
    // The first repair removes the second fault of one of them, too.
    expect(ofStatuses((await check(true)).faults)).to.deep.equal([both[0], '1 statuses that cannot be read']);
    expect(ofStatuses((await check()).faults)).to.deep.equal([]);
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
