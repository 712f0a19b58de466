/** Notifications of messages in rooms. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createMemoryRoll } from '../../../src/cluster/online-roll.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { lobbyId } from '../../../src/engine/ports/room-port.ts';
import type { PushNotice } from '../../../src/protocol/push-notice.ts';
import { useEngine } from '../engine-bench.ts';

const far = '9999-12-31T23:59:59.999Z';

describe('notifications in rooms', () => {
  const bench = useEngine();
  let engine: Engine;
  let pushed: { userId: string; notice: PushNotice }[];
  let [ann, ben, cas]: Caller[] = [];
  let conversation: string;

  before(() => {
    const sender = {
      key: '',
      faultOf: () => null,
      send: ({ userId }: { userId: string }, notice: PushNotice) => void pushed.push({ userId, notice }),
      count: () => {},
      onTrouble: (error: unknown) => {
        throw error;
      },
    };
    engine = createEngine({ ...bench().parts, push: sender, roll: createMemoryRoll() });
  });
  after(() => engine?.typing.close());

  beforeEach(async () => {
    pushed = [];
    [ann, ben, cas] = await Promise.all([bench().join('Ann Ångström'), bench().join(), bench().join()]);
    for (const { id: userId, sessionId } of [ann, ben, cas] as Caller[]) {
      const endpoint = `https://push.example/${userId}`;
      await bench().stores.subscriptions.save({ sessionId, userId, endpoint, p256dh: 'p', auth: 'a' }, 10);
    }
    const members = [ben, cas].map((caller) => caller?.username ?? '');
    const created = await engine.rooms.create(ann as Caller, { title: 'Tea', members });
    conversation = created.conversation.channelId;
  });

  const send = async (body: string, from = ann as Caller) =>
    (await engine.messages.send(from, { conversation, clientId: randomUUID(), body })).message;
  /** The texts that each of the three was notified of. */
  async function textsOf() {
    await engine.notifications.flush();
    const texts = [ann, ben, cas].map((caller) =>
      pushed.filter(({ userId }) => userId === caller?.id).map(({ notice }) => notice.body),
    );
    pushed = [];
    return texts;
  }

  it('tells every member but the sender, by the room and the sender', async () => {
    const { seq } = await send('hello');
    await engine.notifications.flush();
    expect(pushed.map(({ userId }) => userId)).to.have.members([ben?.id, cas?.id]);
    const about = { type: 'message', tag: conversation, seq, from: ann?.username, name: 'Ann Ångström', room: 'Tea' };
    for (const { notice } of pushed) expect(notice).to.include({ ...about, body: 'hello' });
  });

  it('notifies once for the messages of a moment, and never one who has left', async () => {
    await engine.rooms.change(cas as Caller, conversation, { remove: [cas?.username ?? ''] });
    await send('one');
    await send('two');
    expect(await textsOf()).to.deep.equal([[], ['two'], []]);
  });

  it('notifies of a message in the lobby only those that it mentions', async () => {
    await bench().stores.rooms.openLobby();
    for (const caller of [ann, ben, cas]) await engine.rooms.idsOf(caller?.id ?? '');
    conversation = lobbyId;
    await send('for all');
    expect(await textsOf()).to.deep.equal([[], [], []]);
    await send(`for @${ben?.username}`);
    expect(await textsOf()).to.deep.equal([[], [`for @${ben?.username}`], []]);
  });

  it('obeys mutes, quiet hours, do-not-disturb and the preview', async () => {
    await engine.mute(ben as Caller, { conversation, until: far });
    const allDay = { from: '00:00', to: '00:00', timeZone: 'UTC' };
    await engine.ownSettings.save(cas as Caller, { notifications: { quietHours: allDay } });
    await send('silent');
    expect(await textsOf()).to.deep.equal([[], [], []]);
    await engine.mute(ben as Caller, { conversation, until: null });
    await engine.ownSettings.save(cas as Caller, { notifications: { quietHours: null, preview: 'none' } });
    await send('heard');
    await engine.notifications.flush();
    expect(pushed.find(({ userId }) => userId === cas?.id)?.notice).to.have.all.keys('type', 'tag', 'seq', 'sentAt');
    expect(pushed.find(({ userId }) => userId === ben?.id)?.notice.body).to.equal('heard');
  });

  it('tells of a mention although the room is muted, but of nothing that is read', async () => {
    for (const member of [ann, ben, cas]) await engine.mute(member as Caller, { conversation, until: far });
    await send(`@${ben?.username?.toUpperCase()}, look; x@${cas?.username} @${ann?.username} @nobody-of-this-name`);
    const last = await send('no mention');
    expect((await textsOf()).map((texts) => texts.length)).to.deep.equal([0, 1, 0]);
    await send(`again @${ben?.username}`);
    await engine.receipts.read(ben as Caller, { conversation, seq: last.seq + 1 });
    expect(await textsOf()).to.deep.equal([[], [undefined], []]);
  });

  it('notifies no stranger whom a message mentions', async () => {
    const stranger = await bench().join();
    const { id: userId, sessionId } = stranger;
    const endpoint = `https://push.example/${userId}`;
    await bench().stores.subscriptions.save({ sessionId, userId, endpoint, p256dh: 'p', auth: 'a' }, 10);
    await send(`@${stranger.username} is not here`);
    await engine.notifications.flush();
    expect(pushed.map((push) => push.userId)).to.not.include(userId);
  });

  it('withdraws them when the user reads the room', async () => {
    const { seq } = await send('hello');
    await engine.notifications.flush();
    pushed = [];
    await engine.receipts.read(ben as Caller, { conversation, seq });
    await engine.pushHolders.holds(ben?.id ?? '');
    for (let tries = 0; pushed.length === 0 && tries < 200; tries += 1) await new Promise(setImmediate);
    expect(pushed).to.deep.equal([{ userId: ben?.id, notice: { type: 'read', tag: conversation, seq } }]);
  });
});
