/** The contract of the store of exports. */
import { expect } from 'chai';
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import type { Stores } from '../../src/storage/stores.ts';
import { describeStores } from './backends.ts';
import { codeOf, makePair, makeUser, newMessageOf, sendMany } from './fixtures.ts';

const dayMs = 86_400_000;
const room = { count: 1_000_000, bytes: 1e15 };
const end = { bytes: 5_000_000_000, done: 4, total: 4 };

describeStores('export store', (stores) => {
  const begin = async (lead = stores()) => {
    const { id } = await makeUser(lead);
    await lead.exports.begin(id, room);
    return id;
  };

  /** Takes turns until it has that of the user. */
  async function take({ exports }: Stores, userId: string) {
    for (;;) {
      const taken = await exports.takeTurn(60_000);
      if (taken === null || taken.userId === userId) return taken;
      await exports.remove(taken.userId);
    }
  }

  it('begins one export of a user, also of requests at once', async () => {
    const { id } = await makeUser(stores());
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(stores().exports.begin(id, room))));
    expect(codes.sort()).to.deep.equal(['accepted', 'conflict', 'conflict']);
    const found = await stores().exports.find(id);
    expect(found).to.include({ userId: id, state: 'running', done: 0, total: 0, bytes: null, expiresAt: null });
    expect(Math.abs((found?.startedAt.getTime() ?? 0) - Date.now())).to.be.below(60_000);
    expect(await stores().exports.find((await makeUser(stores())).id)).to.equal(null);
  });

  it('gives the turn to one node until it ends, and the next try gets another id', async () => {
    const { exports, removedFiles } = stores();
    const userId = await begin();
    const first = await take(stores(), userId);
    expect(first).to.include({ userId, tries: 1 });
    expect(await exports.takeTurn(60_000)).to.equal(null);
    const { id = '' } = first ?? {};
    expect(await exports.progress(id, { done: 1, total: 4 }, -1_000)).to.equal(true);
    expect(await exports.find(userId)).to.include({ id, done: 1, total: 4 });
    const turns = await Promise.all([1, 2, 3].map(() => exports.takeTurn(60_000)));
    const [second, ...others] = turns.filter((turn) => turn !== null);
    expect(others).to.deep.equal([]);
    expect(second).to.include({ userId, tries: 2 });
    expect(second?.id).to.not.equal(id);
    expect(await removedFiles.oldest(1_000)).to.include(`exports/${id}`);
    for (const late of [
      await exports.progress(id, { done: 1, total: 4 }, 60_000),
      await exports.finish(id, end, dayMs),
    ]) {
      expect(late, 'the first node is late').to.equal(false);
    }
    await exports.endTurn(second?.id ?? '', 60_000);
    expect(await exports.takeTurn(60_000), 'before the delay').to.equal(null);
    await exports.endTurn(second?.id ?? '', -1_000);
    expect(await exports.takeTurn(60_000)).to.include({ userId, tries: 3 });
  });

  it('offers a finished export until it expires, and begins another one in place of a failed one', async () => {
    const { exports, removedFiles } = stores();
    const userId = await begin();
    const taken = await take(stores(), userId);
    expect(await exports.finish(taken?.id ?? '', end, dayMs)).to.equal(true);
    expect(await exports.find(userId)).to.include({ state: 'ready', ...end });
    expect(await codeOf(exports.begin(userId, room))).to.equal('conflict');
    expect(await exports.removeExpired(100)).to.equal(0);
    expect(await exports.remove(userId)).to.equal(true);
    expect(await exports.remove(userId)).to.equal(false);
    expect(await removedFiles.oldest(1_000)).to.include(`exports/${taken?.id}`);

    await exports.begin(userId, room);
    const failed = await take(stores(), userId);
    await exports.finish(failed?.id ?? '', { ...end, bytes: null }, dayMs);
    expect(await exports.find(userId)).to.include({ state: 'failed', bytes: null });
    expect(await exports.begin(userId, room)).to.include({ state: 'running' });
    const expired = await take(stores(), userId);
    await exports.finish(expired?.id ?? '', end, -1_000);
    expect(await exports.removeExpired(100)).to.equal(1);
    expect(await exports.find(userId)).to.equal(null);
    expect(await removedFiles.oldest(1_000)).to.include(`exports/${expired?.id}`);
  });

  it('refuses to begin one at the bounds of all exports', async () => {
    const { exports } = stores();
    const userId = await begin();
    const { id } = await makeUser(stores());
    expect(await codeOf(exports.begin(id, { ...room, count: 1 }))).to.equal('conflict');
    const taken = await take(stores(), userId);
    await exports.finish(taken?.id ?? '', end, dayMs);
    expect(await codeOf(exports.begin(id, { ...room, bytes: end.bytes }))).to.equal('conflict');
    expect(await exports.find(id)).to.equal(null);
    expect(await codeOf(exports.begin(id, room))).to.equal('accepted');
  });

  it('reads each conversation with a message once, also notes to oneself', async () => {
    const { one, other, conversation } = await makePair(stores());
    const notes = await stores().conversations.open(one.id, one.id);
    await stores().conversations.open(one.id, (await makeUser(stores())).id);
    await sendMany(stores(), conversation.id, one.id, 3);
    await sendMany(stores(), notes.id, one.id, 1);
    const found = [];
    for (let after = ''; ; after = found.at(-1)?.id ?? '') {
      const page = await stores().exports.conversations(one.id, after, 1);
      if (page.length === 0) break;
      found.push(...page);
    }
    expect(found).to.have.length(2);
    expect(found.find(({ id }) => id === conversation.id)).to.deep.include({ with: { peer: other }, lastSeq: 3 });
    expect(found.find(({ id }) => id === notes.id)).to.deep.include({ with: { peer: one }, lastSeq: 1 });
    expect(await stores().exports.countFiles(conversation.id)).to.equal(0);
  });

  it('reads the rooms of the user that hold a message, and neither left ones nor the lobby', async () => {
    const { one, other } = await makePair(stores());
    const { rooms, messages, exports } = stores();
    const roomOf = async (title: string, isWritten = true) => {
      const { channelId } = await rooms.create({ title, ownerId: other.id, memberIds: [one.id] });
      if (isWritten) await messages.append({ ...(await newMessageOf(stores(), channelId, other.id)), isRoom: true });
      return channelId;
    };
    const [id, left] = [await roomOf('Tea'), await roomOf('Left'), await roomOf('Empty', false)];
    await rooms.change({ channelId: left ?? '', actorId: one.id, remove: [one.id] });
    await rooms.openLobby();
    await rooms.joinLobby(one.id);
    await messages.append({ ...(await newMessageOf(stores(), lobbyId, one.id)), isRoom: true });
    expect(await exports.conversations(one.id, '', 50)).to.deep.equal([{ id, with: { title: 'Tea' }, lastSeq: 1 }]);
    expect(await exports.conversations(one.id, id ?? '', 50)).to.deep.equal([]);
  });
});
