/** The contract of the store of drafts. */
import { expect } from 'chai';
import { Refusal } from '../../src/protocol/refusals.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { createDraftStore } from '../../src/storage/settings/draft-store.ts';
import { openStores } from '../../src/storage/stores.ts';
import { describeBackends, describeStores } from './backends.ts';
import { makeUser } from './fixtures.ts';

/** The refusal of the work, which must be refused. */
async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(Refusal);
  return error as Refusal;
}

describeStores('draft store', (stores) => {
  const save = async (...call: Parameters<ReturnType<typeof stores>['drafts']['save']>) =>
    (await stores().drafts.save(...call)).draft?.version;
  const listAll = (userId: string) => stores().drafts.list(userId, { before: null, limit: 10 });
  const usernameOf = async (userId: string) => (await stores().users.namesOf([userId]))[0]?.username;
  const makeUsers = async (count: number) =>
    Promise.all(Array.from({ length: count }, async () => (await makeUser(stores())).id));

  it('stores each draft with the next version of the user, and lists the newest first', async () => {
    const users = await Promise.all(Array.from({ length: 3 }, () => makeUser(stores())));
    const [ann = '', ben = '', cid = ''] = users.map(({ id }) => id);
    const [annName, benName, cidName] = users.map(({ username }) => username);
    expect(await save(ann, ben, 'to Ben', 0)).to.equal(1);
    expect(await save(ann, cid, 'to Cid 😀\n', 0)).to.equal(2);
    expect(await save(ann, ben, 'to Ben, longer', 1)).to.equal(3);
    expect(await save(ann, ann, 'to myself', 0)).to.equal(4);
    const { drafts } = stores();
    const texts = async (before: number | null, limit = 10) =>
      (await drafts.list(ann, { before, limit })).map(({ place, text, version }) => [place, text, version]);
    const all = [
      [{ with: annName }, 'to myself', 4],
      [{ with: benName }, 'to Ben, longer', 3],
      [{ with: cidName }, 'to Cid 😀\n', 2],
    ];
    expect(await texts(null)).to.deep.equal(all);
    expect(await texts(null, 2)).to.deep.equal(all.slice(0, 2));
    expect(await texts(3)).to.deep.equal(all.slice(2));
    expect((await drafts.list(ann, { before: null, limit: 1 }))[0]?.updatedAt.getTime()).to.be.closeTo(
      Date.now(),
      10_000,
    );
    expect(await listAll(ben)).to.deep.equal([]);
  });

  it('refuses a text that was made from another version, and answers the stored one', async () => {
    const [ann = '', ben = ''] = await makeUsers(2);
    expect((await refusalOf(save(ann, ben, 'stale', 7))).toBody()).to.deep.include({ data: { text: '', version: 0 } });
    await save(ann, ben, 'first', 0);
    for (const base of [0, 2]) {
      const refusal = await refusalOf(save(ann, ben, 'second', base));
      expect(refusal.code).to.equal('conflict');
      expect(refusal.details).to.deep.equal({ data: { text: 'first', version: 1 } });
      expect((await refusalOf(save(ann, ben, '', base))).code, 'a removal').to.equal('conflict');
    }
    expect((await listAll(ann)).map(({ text }) => text)).to.deep.equal(['first']);
  });

  it('takes no version for a text that is stored already, whatever its base', async () => {
    const [ann = '', ben = ''] = await makeUsers(2);
    const { drafts } = stores();
    expect(await drafts.save(ann, ben, '', 3)).to.deep.equal({ isChanged: false, draft: null });
    await save(ann, ben, 'same', 0);
    for (const base of [0, 1, 5]) {
      expect(await drafts.save(ann, ben, 'same', base)).to.deep.include({ isChanged: false });
    }
    expect(await save(ann, ben, 'other', 1)).to.equal(2);
  });

  it('does not revive a removed draft for a device with an older version', async () => {
    const [ann = '', ben = ''] = await makeUsers(2);
    await save(ann, ben, 'text', 0);
    expect(await save(ann, ben, '', 1)).to.equal(2);
    expect(await listAll(ann)).to.deep.equal([]);
    const refusal = await refusalOf(save(ann, ben, 'text, and more', 1));
    expect(refusal.details).to.deep.equal({ data: { text: '', version: 2 } });
    expect(await save(ann, ben, 'made from none', 0)).to.equal(3);
    expect(await save(ann, ben, '', 3)).to.equal(4);
    expect(await save(ann, ben, 'made from the removed one', 4)).to.equal(5);
  });

  it('lets one of several concurrent changes of a version win', async () => {
    const [ann = '', ben = ''] = await makeUsers(2);
    for (const base of [0, 1]) {
      const tries = Array.from({ length: 6 }, (_, index) => save(ann, ben, `${base} ${index}`, base));
      const won = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled');
      expect(won).to.have.length(1);
    }
  });

  it('gives concurrent drafts to several peers different versions', async () => {
    const [ann = '', ...peers] = await makeUsers(6);
    const versions = await Promise.all(peers.map((peer) => save(ann, peer, 'text', 0)));
    expect(versions.sort()).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('erases the drafts with the account, and stores none for it afterwards', async () => {
    const [ben = ''] = await makeUsers(1);
    const user = await makeUser(stores());
    await save(user.id, ben, 'text', 0);
    await save(ben, user.id, 'stays', 0);
    await stores().credentials.erase({ user, credentialVersion: 0 }, { displayName: 'Gone', nameKey: '' });
    expect(await listAll(user.id)).to.deep.equal([]);
    expect((await refusalOf(save(user.id, ben, 'text', 0))).code).to.equal('unauthorized');
    expect(await listAll(ben)).to.have.length(1);
  });

  describe('in rooms', () => {
    const roomOf = async (ownerId: string, ...memberIds: string[]) =>
      (await stores().rooms.create({ title: 'Tea', ownerId, memberIds })).channelId;
    const inRoom = (userId: string, room: string, text: string, base: number) =>
      stores().drafts.saveInRoom(userId, room, text, base);
    const listed = async (userId: string, more: { rooms?: boolean; except?: string; before?: number } = {}) =>
      (await stores().drafts.list(userId, { before: null, limit: 10, ...more })).map(({ place, text }) => [
        place,
        text,
      ]);

    it('stores a draft for each member, with the versions and conflicts of all drafts', async () => {
      const [ann = '', ben = ''] = await makeUsers(2);
      const room = await roomOf(ann, ben);
      expect(await save(ann, ben, 'to Ben', 0)).to.equal(1);
      expect((await inRoom(ann, room, 'to all', 0)).draft?.version).to.equal(2);
      expect((await inRoom(ben, room, 'of Ben', 0)).draft?.version).to.equal(1);
      const refusal = await refusalOf(inRoom(ann, room, 'other', 1));
      expect(refusal.details).to.deep.equal({ data: { text: 'to all', version: 2 } });
      expect(await inRoom(ann, room, 'to all', 7)).to.deep.include({ isChanged: false });
      const place = { conversation: room };
      expect(await listed(ann, { rooms: true, before: 3 })).to.have.deep.members([
        [place, 'to all'],
        [{ with: await usernameOf(ben) }, 'to Ben'],
      ]);
      expect(await listed(ben, { rooms: true })).to.deep.equal([[place, 'of Ben']]);
      expect((await inRoom(ben, room, '', 1)).draft).to.deep.include({ text: '', version: 2 });
      expect(await listed(ben, { rooms: true })).to.deep.equal([]);
    });

    it('lists drafts in rooms only when asked, and without the room that is left out', async () => {
      const [ann = '', ben = ''] = await makeUsers(2);
      const rooms = [await roomOf(ann), await roomOf(ann)];
      for (const room of rooms) await inRoom(ann, room, 'to all', 0);
      await save(ann, ben, 'to Ben', 0);
      const toBen = [{ with: await usernameOf(ben) }, 'to Ben'];
      expect(await listed(ann)).to.deep.equal([toBen]);
      const [kept, except] = rooms;
      expect(await listed(ann, { rooms: true, except: except ?? '' })).to.deep.equal([
        toBen,
        [{ conversation: kept }, 'to all'],
      ]);
    });

    it('stores none of a stranger, or of one who has left, and removes the draft of a member who leaves', async () => {
      const [ann = '', ben = '', cid = ''] = await makeUsers(3);
      const room = await roomOf(ann, ben, cid);
      for (const userId of [ann, ben, cid]) await inRoom(userId, room, 'to all', 0);
      const other = await roomOf(ben);
      await inRoom(ben, other, 'elsewhere', 0);
      const { rooms } = stores();
      await rooms.change({ channelId: room, actorId: ann, remove: [ben] });
      const left = [[{ conversation: other }, 'elsewhere']];
      expect(await listed(ben, { rooms: true })).to.deep.equal(left);
      expect(await listed(cid, { rooms: true })).to.deep.equal([[{ conversation: room }, 'to all']]);
      const [stranger = ''] = await makeUsers(1);
      for (const userId of [ben, stranger])
        for (const text of ['text', ''])
          expect((await refusalOf(inRoom(userId, room, text, 1))).code).to.equal('not_found');
      await rooms.change({ channelId: room, actorId: ann, add: [ben] });
      expect(await listed(ben, { rooms: true })).to.deep.equal(left);
      expect((await inRoom(ben, room, 'back again', 0)).draft?.version).to.equal(3);
    });

    it('stores no draft of a member who leaves at the same moment', async () => {
      const [ann = '', ...members] = await makeUsers(6);
      const room = await roomOf(ann, ...members);
      await Promise.all(
        members.flatMap((userId) => [
          inRoom(userId, room, 'last words', 0).catch(() => {}),
          stores().rooms.change({ channelId: room, actorId: userId, remove: [userId] }),
        ]),
      );
      await stores().rooms.change({ channelId: room, actorId: ann, add: members });
      for (const userId of members) expect(await listed(userId, { rooms: true })).to.deep.equal([]);
    });
  });
});

describeBackends('draft store: bounds', (backend) => {
  it('refuses a draft beyond the number, and purges the oldest tombstones', async () => {
    const place = await backend.makePlace();
    const stores = await openStores(place);
    const database = await openDatabase(place.databaseUrl, place.dataDir);
    const store = createDraftStore(database, { drafts: 2, tombstones: 2 });
    const [ann = '', ...peers] = await Promise.all(Array.from({ length: 5 }, async () => (await makeUser(stores)).id));
    const [one = '', two = '', three = '', four = ''] = peers;
    await store.save(ann, one, 'text', 0);
    await store.save(ann, two, 'text', 0);
    const refusal = await refusalOf(store.save(ann, three, 'text', 0));
    expect(refusal).to.include({ code: 'invalid_input' });
    expect(refusal.message).to.include('2 drafts');
    await store.save(ann, one, 'a change is no further draft', 1);
    for (const [peer, base] of [
      [one, 3],
      [two, 2],
    ] as const)
      await store.save(ann, peer, '', base);
    await store.save(ann, three, 'text', 0);
    await store.save(ann, three, '', 6);
    const left = await database.client.draft.findMany({ where: { userId: ann }, orderBy: { version: 'asc' } });
    expect(left.map(({ peerId, text, version }) => [peerId, text, version])).to.deep.equal([
      [two, '', 5],
      [three, '', 7],
    ]);
    const stale = await refusalOf(store.save(ann, one, 'stale', 3));
    expect(stale.details, 'its tombstone is gone').to.deep.equal({ data: { text: '', version: 0 } });
    expect((await store.save(ann, four, 'text', 0)).draft?.version).to.equal(8);
    await database.client.$disconnect();
    await stores.close();
  });
});
