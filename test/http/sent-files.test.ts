/** Tests messages with files through a whole node, over both transports: from the upload to the deletion. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import type { Message } from '../../src/protocol/shapes.ts';
import { register, type TestUser } from '../support/client.ts';
import { nextEvent } from '../support/device.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { createUpload, sha256, uploadAll } from '../support/tus-client.ts';
import { until } from '../support/waiting.ts';
import { rawRequest, useNode } from './in-process-node.ts';

describe('a message with files', () => {
  const dataDir = makeFolder('message-files');
  const url = useNode({ dataDir });
  let anna: TestUser;
  let bert: TestUser;
  let carl: TestUser;
  before(async () => {
    [anna, bert, carl] = [await register(url()), await register(url()), await register(url())];
  });
  after(() => removeFolder(dataDir));

  const idIn = (address: string) => address.split('/').at(-1) ?? '';
  const notes = Buffer.from('Just some notes.');
  const upload = async (user: TestUser = anna, bytes: Buffer = notes, filename = 'notes.txt') =>
    idIn(await uploadAll(user, bytes, { metadata: { filename, filetype: 'anything' } }));
  const photo = () =>
    sharp({ create: { width: 900, height: 600, channels: 3, background: '#884422' } })
      .withExif({ IFD0: { Make: 'Secret camera' } })
      .jpeg()
      .toBuffer();
  const post = (body: object) =>
    anna.fetch<{ message: Message; error?: { code: string } }>(`/api/conversations/${bert.username}/messages`, {
      method: 'POST',
      body: { clientId: randomUUID(), body: '', ...body },
    });
  const bytesOf = async (reader: TestUser, peer: TestUser, id: string, query = '') => {
    const path = `/api/conversations/${peer.username}/files/${id}${query}`;
    const answer = await fetch(new URL(path, url()), { headers: { cookie: reader.cookie } });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };

  it('is sent over the socket, pushed, read, listed and downloaded by the two, and by nobody else', async () => {
    const [sender, receiver] = [await anna.connect(), await bert.connect()];
    const image = await upload(anna, await photo(), 'holiday.png');
    const text = await upload();
    const pushed = nextEvent(receiver, 'chatMessage');
    const request = { to: bert.username, clientId: randomUUID(), body: '', files: [image, text] };
    const { message } = await sender.ask('chatMessage', request);
    const [first, second] = message.files ?? [];
    expect(first).to.include({ id: image, name: 'holiday.png', type: 'image/jpeg', width: 900, height: 600 });
    expect(first?.placeholder).to.match(/^data:image\/webp;base64,/);
    expect(second).to.include({ id: text, name: 'notes.txt', size: notes.length });
    expect(await pushed).to.deep.equal(message);
    const { messages } = await receiver.ask('chatHistory', { with: anna.username });
    expect(messages.at(-1)).to.deep.equal(message);
    const { conversations } = await receiver.ask('conversations', {});
    expect(conversations[0]?.lastMessage).to.deep.equal(message);
    expect((await sender.ask('chatMessage', request)).message, 'a repeat').to.deep.equal(message);

    const download = await bytesOf(bert, anna, text);
    expect([download.status, sha256(download.bytes)]).to.deep.equal([200, sha256(notes)]);
    expect(download.headers.get('content-disposition')).to.match(/^attachment/);
    expect((await bytesOf(anna, bert, image)).bytes.includes('Secret camera')).to.equal(false);
    expect((await sharp((await bytesOf(bert, anna, image, '?preview=1')).bytes).metadata()).width).to.equal(640);
    for (const peer of [anna, bert]) expect((await bytesOf(carl, peer, text)).status).to.equal(404);
    const list = await rawRequest(url(), `/api/conversations/${anna.username}/files?kind=image`, {
      headers: { cookie: bert.cookie },
    });
    expect(JSON.parse(list.text).files).to.deep.equal([
      { seq: message.seq, from: anna.username, sentAt: message.sentAt, file: first },
    ]);
    for (const device of [sender, receiver]) device.close();
  });

  it('loses its files with its text', async () => {
    const id = await upload();
    const { message } = (await post({ body: 'A caption', files: [id] })).body;
    const path = `/api/conversations/${bert.username}/messages/${message.seq}`;
    const deleted = await anna.fetch<{ message: Message }>(path, { method: 'DELETE' });
    expect(deleted.body.message).to.include({ body: '' }).and.to.not.have.property('files');
    expect((await bytesOf(bert, anna, id)).status).to.equal(404);
  });

  it('loses the bytes on the disk as soon as it is deleted', async () => {
    const id = await upload(anna, await photo(), 'holiday.jpg');
    const { message } = (await post({ files: [id] })).body;
    const paths = ['files', 'previews'].map((kind) => join(dataDir, 'files', kind, id));
    for (const path of paths) expect(existsSync(path), path).to.equal(true);
    await anna.fetch(`/api/conversations/${bert.username}/messages/${message.seq}`, { method: 'DELETE' });
    await until('the bytes are gone', () => paths.every((path) => !existsSync(path)), { ms: 3_000 });
  });

  it('takes a file once, and only a finished one of its sender', async () => {
    const id = await upload();
    expect((await post({ files: [id] })).status).to.equal(201);
    const unfinished = idIn(await createUpload(anna, 10));
    const ofBert = await upload(bert);
    for (const [files, code] of [
      [[id], 'conflict'],
      [[ofBert], 'not_found'],
      [['AAAAAAAAAAAAAAAA'], 'not_found'],
      [['../../etc/passwd'], 'not_found'],
      [[unfinished], 'invalid_input'],
      [[], 'invalid_input'],
      [Array.from({ length: 11 }, () => randomUUID()), 'invalid_input'],
      ['text', 'invalid_input'],
    ] as const) {
      const { body } = await post({ files });
      expect(body.error?.code, `${files}`).to.equal(code);
    }
  });

  it('may have no text, which no other message may', async () => {
    expect((await post({})).body.error?.code).to.equal('invalid_input');
    expect((await post({ body: ' \u200b', files: [await upload()] })).body.error?.code).to.equal('invalid_input');
    expect((await post({ files: [await upload()] })).status).to.equal(201);
  });
});
