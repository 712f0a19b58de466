/** Missed messages: the poll finds messages without a push, only while the bus is troubled. */

import { expect } from 'chai';
import { editRule } from '../../../src/engine/conversations/change-rules.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { lobbyId } from '../../../src/engine/ports/room-port.ts';
import { newMessageOf } from '../../contracts/fixtures.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

describe('missed messages', () => {
  const bench = useEngine();
  let ann: Caller;
  let ben: Caller;
  let channelId: string;

  beforeEach(async () => {
    [ann, ben] = await Promise.all([bench().join('Ann'), bench().join('Ben')]);
    const { engine, fanout } = bench();
    ({ channelId } = await engine.conversationGate.open(ann, { peer: ben.username }));
    const [user] = await bench().stores.users.findByIds([ben.id]);
    await engine.presence.arrive(user!);
    bench().isTroubled = true;
    fanout.resynced.length = 0;
  });

  /** Stores a message as another node does. */
  const storeElsewhere = async () =>
    bench()
      .stores.messages.append(await newMessageOf(bench().stores, channelId, ann.id))
      .then(({ message }) => message);

  async function resynced(): Promise<string[]> {
    await bench().engine.missed.poll();
    return bench().fanout.resynced.splice(0);
  }

  it('resyncs the users on this node, once for each message', async () => {
    await storeElsewhere();
    expect(await resynced()).to.deep.equal([ben.id]);
    expect(await resynced()).to.deep.equal([]);
    await storeElsewhere();
    expect(await resynced()).to.deep.equal([ben.id]);
  });

  it('resyncs no user who got the push, from this node or another', async () => {
    const { message } = await bench().engine.messages.send(ann, messageTo(ben));
    bench().engine.missed.note(ben.id, message);
    expect(await resynced()).to.deep.equal([]);
    bench().engine.missed.note(ben.id, await storeElsewhere());
    expect(await resynced()).to.deep.equal([]);
  });

  it('resyncs nobody for a message of a lobby that is switched off', async () => {
    const { rooms, messages } = bench().stores;
    await rooms.openLobby();
    for (const { id } of [ann, ben]) await rooms.joinLobby(id);
    const message = await newMessageOf(bench().stores, lobbyId, ann.id);
    const { message: stored } = await messages.append({ ...message, isRoom: true });
    const target = {
      channelId: lobbyId,
      userId: ann.id,
      sessionId: ann.sessionId,
      seq: stored.seq,
      isRoom: true,
    } as const;
    await bench().stores.changes.change(target, editRule(ann.id, 'changed'), () => {});
    expect(await resynced()).to.deep.equal([]);
  });

  it('resyncs no sender whose only device sent the message', async () => {
    const { engine, stores } = bench();
    const [user] = await stores.users.findByIds([ann.id]);
    await engine.presence.arrive(user!);
    const { message } = await engine.messages.send(ann, messageTo(ben));
    engine.missed.note(ben.id, message);
    expect(await resynced()).to.deep.equal([]);
  });

  it('resyncs no user to whom an older message is pushed again', async () => {
    const { engine } = bench();
    const older = await storeElsewhere();
    engine.missed.note(ben.id, await storeElsewhere());
    engine.missed.note(ben.id, older);
    expect(await resynced()).to.deep.equal([]);
  });

  it('finds a message that follows a pushed one', async () => {
    bench().engine.missed.note(ben.id, await storeElsewhere());
    await storeElsewhere();
    expect(await resynced()).to.deep.equal([ben.id]);
  });

  /** Edits a message as another node does. */
  const editElsewhere = async (body: string) => {
    const target = { channelId, seq: 1, userId: ann.id, sessionId: ann.sessionId };
    return (await bench().stores.changes.change(target, editRule(ann.id, body), () => {})).message;
  };

  it('resyncs the users on this node, once for each change', async () => {
    const { engine } = bench();
    engine.missed.note(ben.id, await storeElsewhere());
    expect(await resynced()).to.deep.equal([]);
    for (const body of ['one', 'two']) {
      await editElsewhere(body);
      expect(await resynced()).to.deep.equal([ben.id]);
      expect(await resynced()).to.deep.equal([]);
    }
  });

  it('resyncs no user who got the push of a change, and no user whose only device made it', async () => {
    const { engine, stores } = bench();
    const [user] = await stores.users.findByIds([ann.id]);
    await engine.presence.arrive(user!);
    const { message } = await engine.messages.send(ann, messageTo(ben));
    engine.missed.note(ben.id, message);
    const changed = await engine.changes.edit(ann, { with: ben.username, seq: 1, body: 'new' });
    engine.missed.noteChange(ben.id, changed.message);
    expect(await resynced()).to.deep.equal([]);
  });

  it('polls nothing while the bus works', async () => {
    bench().isTroubled = false;
    await storeElsewhere();
    expect(await resynced()).to.deep.equal([]);
  });

  it('resyncs the members of a room for a message and for a change, but not one who has left', async () => {
    const { engine, stores } = bench();
    await resynced();
    const { conversation: room } = await engine.rooms.create(ann, { title: 'Tea', members: [ben.username] });
    const { channelId: id } = room;
    const isRoom = true as const;
    const storeInRoom = async () => stores.messages.append({ ...(await newMessageOf(stores, id, ann.id)), isRoom });
    const { message } = await storeInRoom();
    expect(await resynced()).to.deep.equal([ben.id]);
    engine.missed.note(ben.id, message);
    expect(await resynced()).to.deep.equal([]);
    const target = { channelId: id, seq: 1, userId: ann.id, sessionId: ann.sessionId, isRoom };
    await stores.changes.change(target, editRule(ann.id, 'edited'), () => {});
    expect(await resynced()).to.deep.equal([ben.id]);
    await engine.rooms.change(ben, id, { remove: [ben.username] });
    await storeInRoom();
    await stores.changes.change(target, editRule(ann.id, 'edited again'), () => {});
    expect(await resynced()).to.deep.equal([]);
  });
});
