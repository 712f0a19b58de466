/** Tests the export of the own conversations through a whole node: begun, made, downloaded and read back. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ExportedMessage } from '../../src/engine/export/exported-messages.ts';
import type { Message } from '../../src/protocol/shapes.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { beginExport, downloadExport, exported, readExport, removeExport } from '../support/exporter.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { sha256, uploadAll } from '../support/tus-client.ts';
import { until } from '../support/waiting.ts';
import { useNode } from './in-process-node.ts';

const hostile = `<script>alert("1")</script> & '</article>' \u202egnp.exe`;

describe('an export', () => {
  const dataDir = makeFolder('exports');
  const url = useNode({ dataDir });
  let anna: TestUser;
  let bert: TestUser;
  let carl: TestUser;
  before(async () => {
    [anna, bert, carl] = await Promise.all([
      register(url(), { displayName: '<b>Anna</b>' }),
      register(url(), { displayName: 'Bert & "Sons"' }),
      register(url()),
    ]);
  });
  after(() => removeFolder(dataDir));

  const say = async (from: TestUser, to: TestUser, over: object = {}): Promise<Message> => {
    const body = { clientId: randomUUID(), body: 'hello', ...over };
    const path = `/api/conversations/${to.username}/messages`;
    return expectStatus(await from.fetch<{ message: Message }>(path, { method: 'POST', body }), 201).message;
  };
  const change = async (user: TestUser, peer: TestUser, seq: number, rest = '', init: object = {}) => {
    const path = `/api/conversations/${peer.username}/messages/${seq}${rest}`;
    const { status } = await user.fetch(path, { method: 'PATCH', ...init });
    expect(status, path).to.be.below(300);
  };
  const textIn = (archive: Map<string, Buffer>, path: string) => `${archive.get(path)}`;
  const messagesIn = (archive: Map<string, Buffer>, peer: TestUser): ExportedMessage[] =>
    JSON.parse(textIn(archive, `conversations/${peer.username}/messages.json`)).messages;
  const keptFiles = () => readdirSync(join(dataDir, 'files', 'exports'));

  it('holds every message as its owner sees it: edited, deleted, answered, and with reactions', async () => {
    const first = await say(anna, bert, { body: 'first' });
    const second = await say(bert, anna, { body: 'second', replyTo: first.seq });
    const third = await say(bert, anna, { body: 'a secret' });
    await change(anna, bert, first.seq, '', { body: { body: 'first, mended' } });
    await change(bert, anna, second.seq, '', { body: { body: 'second, mended' } });
    await change(bert, anna, third.seq, '', { method: 'DELETE' });
    await change(anna, bert, second.seq, `/reactions/${encodeURIComponent('👍')}`, { method: 'PUT' });
    await say(anna, anna, { body: 'a note' });
    await say(bert, carl, { body: 'not for Anna' });
    expectStatus(await anna.fetch('/api/me/status', { method: 'PUT', body: { text: 'Writing', emoji: '✍️' } }), 200);
    const archive = await exported(anna);
    const [one, two, three] = messagesIn(archive, bert);
    expect(one).to.include({ seq: 1, from: anna.username, body: 'first, mended', sentAt: first.sentAt });
    expect(one?.versions?.map(({ body }) => body)).to.deep.equal(['first', 'first, mended']);
    expect(two)
      .to.include({ seq: 2, from: bert.username, body: 'second, mended' })
      .and.not.to.have.property('versions');
    expect(two?.replyTo).to.deep.equal({ seq: 1, from: anna.username, excerpt: 'first, mended' });
    expect(two?.reactions).to.deep.equal([{ emoji: '👍', by: [anna.username] }]);
    expect(two?.rev).to.be.above(0);
    expect(three).to.include({ seq: 3, body: '' }).and.have.property('deletedAt');
    expect(messagesIn(archive, anna).map(({ body }) => body)).to.deep.equal(['a note']);
    const all = Buffer.concat([...archive.values()]).toString();
    for (const absent of ['a secret', 'not for Anna']) expect(all).not.to.include(absent);
    expect([...archive.keys()]).to.have.members([
      ...['profile.json', 'README.txt'],
      ...[anna, bert].flatMap(({ username }) =>
        ['messages.json', 'index.html'].map((name) => `conversations/${username}/${name}`),
      ),
    ]);
    expect(JSON.parse(textIn(archive, 'profile.json'))).to.deep.include({
      username: anna.username,
      status: { text: 'Writing', emoji: '✍️', until: null },
    });
    expectStatus(await removeExport(anna), 204);
  });

  it('holds the bytes of files under safe names, and none of deleted messages', async () => {
    const upload = async (name: string, bytes: Buffer) =>
      (await uploadAll(bert, bytes, { metadata: { filename: name, filetype: 'x' } })).split('/').at(-1) ?? '';
    const [kept, gone] = [randomBytes(200_000), randomBytes(1_000)];
    const id = await upload('..\\..:evil?<b>.txt', kept);
    const removed = await upload('gone.bin', gone);
    const message = await say(bert, anna, { body: hostile, files: [id] });
    const deleted = await say(bert, anna, { body: '', files: [removed] });
    await change(bert, anna, deleted.seq, '', { method: 'DELETE' });
    const archive = await exported(anna);
    const file = messagesIn(archive, bert).find(({ seq }) => seq === message.seq)?.files?.[0];
    expect(file).to.include({ id, size: kept.length });
    expect(file?.path).to.match(new RegExp(`^files/${id}-[^\\\\/:*?"<>|]+$`));
    expect(sha256(archive.get(file?.path ?? '') ?? Buffer.alloc(0))).to.equal(sha256(kept));
    expect([...archive.keys()].filter((path) => path.startsWith('files/'))).to.deep.equal([file?.path]);
    const html = textIn(archive, `conversations/${bert.username}/index.html`);
    expect(html).to.include('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;&lt;/article&gt;&#39;');
    expect(html)
      .to.include('Bert &amp; &quot;Sons&quot;')
      .and.not.to.match(/<script|<b>evil|<b>Anna/);
    expect(html).to.include("default-src 'none'");
    expectStatus(await removeExport(anna), 204);
  });

  it('is offered to its owner alone, as an attachment that no cache keeps', async () => {
    await exported(anna);
    const { status, headers, bytes } = await downloadExport(anna);
    expect([status, headers.get('cache-control')]).to.deep.equal([200, 'no-store']);
    expect(headers.get('content-disposition')).to.match(/^attachment; filename="?duologue-.*\.zip"?$/);
    const ready = await readExport(anna);
    expect(ready).to.include({ state: 'ready', bytes: bytes.length });
    expect(ready?.done).to.equal(ready?.total).and.to.be.above(0);
    const life = Date.parse(ready?.expiresAt ?? '') - Date.now();
    expect(life).to.be.within(23.9 * 3_600_000, 24 * 3_600_000);
    for (const other of [bert, carl]) {
      expect(await readExport(other)).to.equal(null);
      expect((await downloadExport(other)).status).to.equal(404);
      expect((await removeExport(other)).status).to.equal(404);
    }
    expect((await fetch(new URL('/api/me/export/file', url()))).status).to.equal(401);
    const again = await beginExport(anna);
    expect([again.status, again.body.error?.code]).to.deep.equal([409, 'conflict']);
    expectStatus(await removeExport(anna), 204);
    expect((await downloadExport(anna)).status).to.equal(404);
    expect(await readExport(anna)).to.equal(null);
    await until('the bytes are gone', () => keptFiles().length === 0);
  });

  it('begins only with the password', async () => {
    const answer = await beginExport(anna, 'not the password');
    expect([answer.status, answer.body.error?.code]).to.deep.equal([401, 'invalid_credentials']);
    expect(await readExport(anna)).to.equal(null);
  });

  it('is removed with the account', async () => {
    const dora = await register(url());
    await say(dora, anna);
    await exported(dora);
    expect(keptFiles()).to.have.length(1);
    expectStatus(await dora.fetch('/api/me', { method: 'DELETE', body: { password: dora.password } }), 204);
    // A removal starts the job that removes bytes, which would come each minute.
    expectStatus(await beginExport(carl), 202);
    expectStatus(await removeExport(carl), 204);
    await until('the bytes are gone', () => keptFiles().length === 0);
  });

  it('shows a deleted peer as the page does', async () => {
    const erik = await register(url(), { displayName: 'Erik the Red' });
    const fay = await register(url());
    await say(erik, fay, { body: 'farewell' });
    expectStatus(await erik.fetch('/api/me', { method: 'DELETE', body: { password: erik.password } }), 204);
    const archive = await exported(fay);
    const text = textIn(archive, `conversations/${erik.username}/messages.json`);
    expect(JSON.parse(text)).to.deep.include({ with: { username: erik.username, displayName: 'Deleted user' } });
    expect(text).to.include('farewell').and.not.to.include('Erik the Red');
  });

  it('is welcomed as a feature', async () => {
    const device = await anna.connect();
    expect(device.greeting.features).to.include('export');
    device.close();
  });
});

describe('the limit of exports', () => {
  const url = useNode({ rateLimits: true });

  it('lets a user begin one in an hour, and does not charge what is refused', async () => {
    const anna = await register(url());
    expect((await beginExport(anna, 'not the password')).status).to.equal(401);
    expectStatus(await beginExport(anna), 202);
    expect((await beginExport(anna)).status).to.equal(409);
    expectStatus(await removeExport(anna), 204);
    const { status, body } = await beginExport(anna);
    expect([status, body.error?.code]).to.deep.equal([429, 'rate_limited']);
    expect(await readExport(anna)).to.equal(null);
  });
});
