/** Tests the rooms in an export: made, downloaded and read back. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { exported } from '../support/exporter.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { uploadAll } from '../support/tus-client.ts';
import { useNode } from './in-process-node.ts';

describe('an export with rooms', () => {
  const dataDir = makeFolder('exported-rooms');
  const url = useNode({ dataDir, lobby: true });
  after(() => removeFolder(dataDir));

  const say = async (from: TestUser, room: string, over: object) => {
    const body = { clientId: randomUUID(), body: '', ...over };
    expectStatus(await from.fetch(`/api/rooms/${room}/messages`, { method: 'POST', body }), 201);
  };
  const makeRoom = async (owner: TestUser, title: string, ...members: TestUser[]): Promise<string> => {
    const body = { title, members: members.map(({ username }) => username) };
    const answer = await owner.fetch<{ conversation: { channelId: string } }>('/api/rooms', { method: 'POST', body });
    return expectStatus(answer, 201).conversation.channelId;
  };

  it('holds the rooms of the user with the names of all authors, and none that the user has left', async () => {
    const [anna, bert, carl] = await Promise.all([register(url()), register(url()), register(url())]);
    const room = await makeRoom(bert, 'Tea: <b>all</b>', anna, carl);
    const bytes = randomBytes(2_000);
    const metadata = { filename: 'tea.bin', filetype: 'x' };
    const file = (await uploadAll(carl, bytes, { metadata })).split('/').at(-1) ?? '';
    await say(bert, room, { body: 'who has milk?' });
    await say(carl, room, { body: 'I have', replyTo: 1, files: [file] });
    const reaction = `/api/rooms/${room}/messages/2/reactions/${encodeURIComponent('👍')}`;
    expectStatus(await bert.fetch(reaction, { method: 'PUT' }), 200);
    const left = await makeRoom(bert, 'Left', anna);
    await say(anna, left, { body: 'good bye' });
    const remove = { method: 'PATCH', body: { remove: [anna.username] } };
    expectStatus(await anna.fetch(`/api/rooms/${left}`, remove), 200);
    await say(bert, await makeRoom(bert, 'Closed', carl), { body: 'not for Anna' });
    await say(anna, lobbyId, { body: 'in the lobby' });

    const archive = await exported(anna);
    const folder = `rooms/${room}-Tea_ _b_all__b_`;
    const kept = [...archive.keys()].filter((path) => !['profile.json', 'README.txt'].includes(path));
    expect(kept).to.have.members([`${folder}/messages.json`, `${folder}/index.html`, `files/${file}-tea.bin`]);
    expect(archive.get(`files/${file}-tea.bin`)?.equals(bytes)).to.equal(true);
    const { room: head, messages } = JSON.parse(`${archive.get(`${folder}/messages.json`)}`);
    expect(head).to.deep.equal({ id: room, title: 'Tea: <b>all</b>' });
    expect(messages).to.have.length(2);
    expect(messages[0]).to.include({ seq: 1, from: bert.username, body: 'who has milk?' });
    expect(messages[1]).to.deep.include({
      from: carl.username,
      replyTo: { seq: 1, from: bert.username, excerpt: 'who has milk?' },
      reactions: [{ emoji: '👍', by: [bert.username] }],
    });
    const html = `${archive.get(`${folder}/index.html`)}`;
    expect(html)
      .to.include('<h1 dir="auto">Tea: &lt;b&gt;all&lt;/b&gt;</h1>')
      .and.to.include(`<bdi>${carl.username}</bdi>`);
    const all = Buffer.concat([...archive.values()]).toString();
    for (const absent of ['good bye', 'not for Anna', 'in the lobby']) expect(all).not.to.include(absent);
  });
});
