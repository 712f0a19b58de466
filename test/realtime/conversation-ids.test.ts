/** Requests that name a conversation by its id, in place of the username of the peer. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import type { Device } from '../support/device.ts';
import { send } from './sockets.ts';

describe('a conversation named by its id', () => {
  const url = useNode();
  let [anna, bert, carl]: TestUser[] = [];
  let device: Device;
  let conversation: string;
  beforeEach(async () => {
    [anna, bert, carl] = await Promise.all([register(url()), register(url()), register(url())]);
    device = await (anna as TestUser).connect();
    const sent = { to: bert?.username, clientId: randomUUID(), body: 'first' };
    conversation = (await device.ask('chatMessage', sent)).message.channelId;
  });
  afterEach(() => void device.close());

  const errorOf = async (asking: Device, event: string, payload: object) => {
    const { error } = (await send(asking, event, payload)) as { error?: { code: string; fields?: object } };
    return [error?.code, error?.fields];
  };

  it('is the same as by the peer, for every event', async () => {
    const message = { clientId: randomUUID(), body: 'second', replyTo: 1 };
    const sent = await device.ask('chatMessage', { conversation, ...message });
    expect(sent.message).to.include({ channelId: conversation, seq: 2, to: bert?.username });
    await device.ask('editMessage', { conversation, seq: 1, body: 'changed' });
    await device.ask('react', { conversation, seq: 1, emoji: '👍', on: true });
    await device.ask('pin', { conversation, seq: 1, on: true });
    await device.ask('mute', { conversation, until: null });
    await device.ask('saveDraft', { conversation, text: 'unsent', base: 0 });
    const asked = [
      ['chatHistory', {}],
      ['chatChanges', { after: 0 }],
      ['pinnedMessages', {}],
      ['messageVersions', { seq: 1 }],
      ['messageInfo', { seq: 1 }],
      ['messageDays', { month: '2026-11', timeZone: 'UTC' }],
      ['searchMessages', { query: 'second' }],
    ] as const;
    for (const [event, more] of asked) {
      const byPeer = await send(device, event, { with: bert?.username, ...more });
      expect(await send(device, event, { conversation, ...more }), event).to.deep.equal(byPeer);
      expect(byPeer, event).to.have.property('ok', true);
    }
    const { drafts } = await device.ask('drafts', {});
    expect(drafts.map((draft) => [draft.with, draft.text])).to.deep.equal([[bert?.username, 'unsent']]);
  });

  it('is there for its members only', async () => {
    const stranger = await (carl as TestUser).connect();
    for (const id of [conversation, 'x'.repeat(16), "' OR 1=1", '']) {
      const asking = id === conversation ? stranger : device;
      expect((await errorOf(asking, 'chatHistory', { conversation: id }))[0], id).to.equal('not_found');
    }
    stranger.close();
  });

  it('is named once', async () => {
    expect(await errorOf(device, 'chatHistory', {})).to.deep.equal(['invalid_input', { with: 'is required' }]);
    const message = { clientId: randomUUID(), body: 'lost' };
    expect(await errorOf(device, 'chatMessage', message)).to.deep.equal(['invalid_input', { to: 'is required' }]);
    const twice = { with: bert?.username, conversation };
    expect((await errorOf(device, 'chatHistory', twice))[0]).to.equal('invalid_input');
  });
});
