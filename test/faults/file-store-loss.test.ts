/** The store of files goes away and comes back: uploads wait for it, and messages do not. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { type S3Server, s3Env, startS3Server } from '../support/s3-server.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { createUpload, sha256, tusRequest, uploadAll } from '../support/tus-client.ts';
import { until } from '../support/waiting.ts';

const mebibyte = 1_048_576;

describe('a node whose store of files goes away', () => {
  const temporary = makeFolder('file-store-loss');
  let store: S3Server;
  let node: ServerProcess;
  let owner: TestUser;
  let peer: TestUser;

  before(async () => {
    store = await startS3Server();
    node = await startServer({ env: { ...s3Env(await store.freshPlace()), TMPDIR: temporary } });
    [owner, peer] = [await register(node.url), await register(node.url)];
  });
  after(async () => {
    await node?.dispose();
    await store?.dispose();
    removeFolder(temporary);
  });

  const send = (more: object) =>
    owner.fetch(`/api/conversations/${peer.username}/messages`, {
      method: 'POST',
      body: { clientId: randomUUID(), body: 'without files', ...more },
    });

  const download = (id: string) =>
    fetch(`${node.url}/api/conversations/${owner.username}/files/${id}`, { headers: { cookie: peer.cookie } });

  const readiness = async () => (await fetch(`${node.url}/readyz`)).json();

  /** Files and connections that the node has open. */
  const openFiles = () => readdirSync(`/proc/${node.pid}/fd`).length;

  const idIn = (address: string) => address.split('/').at(-1) ?? '';

  for (const [how, leave, comeBack] of [
    ['ends', () => store.takeAway(), () => store.bringBack()],
    ['freezes', () => store.freeze(), async () => store.thaw()],
  ] as const) {
    it(`refuses files as unavailable when the store ${how}, sends messages, and goes on with uploads afterwards`, async () => {
      const bytes = randomBytes(7 * mebibyte);
      const finished = idIn(await uploadAll(owner, Buffer.from('a note')));
      expectStatus(await send({ files: [finished] }), 201);
      const path = await createUpload(owner, bytes.length);
      const first = await tusRequest(owner, 'PATCH', path, { 'upload-offset': '0' }, bytes.subarray(0, 6 * mebibyte));
      expect(first.status).to.equal(204);
      expect(await readiness()).to.deep.equal({ status: 'ready' });

      await leave();
      const rest = bytes.subarray(6 * mebibyte);
      const [patched, created, head, read] = await Promise.all([
        tusRequest(owner, 'PATCH', path, { 'upload-offset': `${6 * mebibyte}` }, rest),
        tusRequest(owner, 'POST', '/api/uploads', { 'upload-length': '5' }),
        tusRequest(owner, 'HEAD', path),
        download(finished),
      ]);
      expect([patched.status, patched.error?.code]).to.deep.equal([503, 'unavailable']);
      expect([created.status, created.error?.code]).to.deep.equal([503, 'unavailable']);
      expect([head.status, read.status]).to.deep.equal([503, 503]);
      await read.body?.cancel();
      expectStatus(await send({}), 201);
      expect(await readiness()).to.deep.equal({ status: 'ready', files: 'unavailable' });

      await comeBack();
      const offset = await until('the store is back', async () => {
        const answer = await tusRequest(owner, 'HEAD', path);
        return answer.status === 200 ? Number(answer.headers['upload-offset']) : null;
      });
      const last = await until('the rest is taken', async () => {
        const answer = await tusRequest(owner, 'PATCH', path, { 'upload-offset': `${offset}` }, bytes.subarray(offset));
        return answer.status === 503 ? null : answer;
      });
      expect(last.status).to.equal(204);
      expectStatus(await send({ files: [idIn(path)] }), 201);
      const received = Buffer.from(await (await download(idIn(path))).arrayBuffer());
      expect(sha256(received)).to.equal(sha256(bytes));
    });
  }

  it('starts while the store is away, and uses it once it is there', async () => {
    await store.takeAway();
    await node.restart();
    expect(await readiness()).to.deep.equal({ status: 'ready', files: 'unavailable' });
    expectStatus(await send({}), 201);
    await store.bringBack();
    await until('the store is used', async () => (await readiness()).files === undefined);
    expect(idIn(await uploadAll(owner, Buffer.from('back')))).to.have.length(16);
  });

  it('ends the request to the store when the client goes away, and leaves no local file', async () => {
    const bytes = randomBytes(24 * mebibyte);
    const id = idIn(await uploadAll(owner, bytes));
    expectStatus(await send({ files: [id] }), 201);
    const before = openFiles();
    const leaving = Array.from({ length: 5 }, async () => {
      const answer = await download(id);
      await answer.body?.getReader().read();
      await answer.body?.cancel().catch(() => {});
      return answer;
    });
    await Promise.all(leaving);
    await until('the connections are closed', () => openFiles() <= before + 2);
    expect(readdirSync(temporary)).to.deep.equal([]);
    expect(node.output()).to.not.match(/unhandled/i);
  });
});
