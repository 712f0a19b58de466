/** The fsck command in a database with rooms. */
import { expect } from 'chai';
import { pinRule, reactRule } from '../../src/engine/conversations/change-rules.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { fsck } from '../../src/storage/fsck/fsck.ts';
import { openStores, type StorageOptions } from '../../src/storage/stores.ts';
import { removeFolder } from '../support/temporary-folder.ts';
import { describeBackends } from './backends.ts';
import { makeSession, makeUser, newMessageOf } from './fixtures.ts';

describeBackends('fsck of rooms', (backend) => {
  let place: StorageOptions;
  let channelId: string;
  let ownerId: string;

  before(async () => {
    place = await backend.makePlace();
    const stores = await openStores(place);
    const [owner, member] = [await makeUser(stores), await makeUser(stores)];
    ({ channelId } = await stores.rooms.create({ title: 'Tea', ownerId: owner.id, memberIds: [member.id] }));
    await stores.rooms.create({ title: 'Empty', ownerId: owner.id, memberIds: [] });
    await stores.messages.append({ ...(await newMessageOf(stores, channelId, member.id)), isRoom: true });
    const changer = { channelId, seq: 1, userId: member.id, sessionId: await makeSession(stores, member.id) };
    for (const rule of [reactRule(member.id, '👍', true), pinRule(member.id, true)])
      await stores.changes.change({ ...changer, isRoom: true }, rule, () => {});
    await stores.rooms.change({ channelId, actorId: member.id, remove: [member.id] });
    ownerId = owner.id;
    await stores.drafts.saveInRoom(owner.id, channelId, 'unsent', 0);
    await stores.rooms.openLobby();
    for (const { id } of [owner, member, owner]) await stores.rooms.joinLobby(id);
    await stores.rooms.leaveLobby(member.id);
    await stores.close();
  });
  after(() => {
    if (place?.dataDir) removeFolder(place.dataDir);
  });

  const faults = async () => {
    const report = await fsck({ ...place, repair: true, onProgress: () => {} });
    return report.faults.map(({ what, channelId: id }) => [what, id]);
  };
  async function damage(sql: string): Promise<void> {
    const { client } = await openDatabase(place.databaseUrl, place.dataDir);
    await client.$executeRawUnsafe(sql, channelId);
    await client.$disconnect();
  }

  it('finds no fault in sound rooms', async () => {
    expect(await faults()).to.deep.equal([]);
  });

  it('finds and removes drafts in rooms that the user has left, and keeps their versions', async () => {
    await damage(`UPDATE \`Member\` SET \`role\` = 0 WHERE \`channelId\` = ? AND \`userId\` = '${ownerId}'`);
    await damage('UPDATE `Room` SET `memberCount` = 0 WHERE `channelId` = ?');
    expect(await faults()).to.deep.equal([['1 users with drafts in rooms that they have left', null]]);
    expect(await faults()).to.deep.equal([]);
    const { client } = await openDatabase(place.databaseUrl, place.dataDir);
    const rows = await client.draft.findMany({ select: { peerId: true, text: true, version: true } });
    expect(rows).to.deep.equal([{ peerId: channelId, text: '', version: 1 }]);
    await client.$disconnect();
    await damage(`UPDATE \`Member\` SET \`role\` = 2 WHERE \`channelId\` = ? AND \`userId\` = '${ownerId}'`);
    await damage('UPDATE `Room` SET `memberCount` = 1 WHERE `channelId` = ?');
  });

  it('finds a wrong number of members, a room without an owner and one without a title', async () => {
    await damage('UPDATE `Room` SET `memberCount` = 7 WHERE `channelId` = ?');
    expect(await faults()).to.deep.equal([['the room counts 7 members and has 1', channelId]]);
    await damage('UPDATE `Room` SET `memberCount` = 1 WHERE `channelId` = ?');
    await damage('UPDATE `Member` SET `role` = 1 WHERE `channelId` = ? AND `role` = 2');
    expect(await faults()).to.deep.equal([['the room has no owner', channelId]]);
    await damage('DELETE FROM `Room` WHERE `channelId` = ?');
    expect(await faults()).to.deep.equal([['the room has no title', channelId]]);
  });
});
