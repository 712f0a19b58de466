/** The contract of the store of unfinished uploads, with a node that is killed in the middle. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { expect } from 'chai';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { s3Env, sharedS3Server } from '../support/s3-server.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { createUpload, octets, sha256, tusRequest, uploadAll } from '../support/tus-client.ts';
import { until } from '../support/waiting.ts';

const mebibyte = 1_048_576;

const places = {
  'a folder': async (folder: string) => ({ FILES_DIR: folder }),
  'an S3-compatible store': async () => s3Env(await (await sharedS3Server()).freshPlace()),
};

for (const [where, settings] of Object.entries(places)) {
  describe(`uploads to ${where}`, () => {
    const folder = makeFolder('upload-bytes');
    let node: ServerProcess;
    let owner: TestUser;
    let peer: TestUser;

    before(async () => {
      node = await startServer({ env: await settings(folder) });
      [owner, peer] = [await register(node.url), await register(node.url)];
    });
    after(async () => {
      await node?.dispose();
      removeFolder(folder);
    });

    /** Sends the file in a message; answers the bytes that the peer downloads. */
    async function received(address: string, range?: string): Promise<Buffer> {
      const id = address.split('/').at(-1) ?? '';
      const sent = { clientId: randomUUID(), body: '', files: [id] };
      const path = `/api/conversations/${peer.username}/messages`;
      expectStatus(await owner.fetch(path, { method: 'POST', body: sent }), 201);
      return download(id, range);
    }

    async function download(id: string, range?: string): Promise<Buffer> {
      const headers = { cookie: peer.cookie, ...(range ? { range } : {}) };
      const answer = await fetch(`${node.url}/api/conversations/${owner.username}/files/${id}`, { headers });
      expect(answer.status).to.equal(range ? 206 : 200);
      return Buffer.from(await answer.arrayBuffer());
    }

    const offsetOf = async (path: string) =>
      Number((await tusRequest(owner, 'HEAD', path)).headers['upload-offset'] ?? Number.NaN);

    it('keeps chunks of any size as one file', async () => {
      const bytes = randomBytes(12 * mebibyte + 17);
      const chunks = await uploadAll(owner, bytes, { chunkSize: 2 * mebibyte - 5 });
      expect(sha256(await received(chunks))).to.equal(sha256(bytes));
      const whole = await uploadAll(owner, bytes);
      expect(sha256(await received(whole))).to.equal(sha256(bytes));
      const id = whole.split('/').at(-1) ?? '';
      const part = await download(id, 'bytes=6000000-6000099');
      expect(part.equals(bytes.subarray(6_000_000, 6_000_100))).to.equal(true);
    });

    it('keeps an empty file', async () => {
      const path = await createUpload(owner, 0);
      await tusRequest(owner, 'HEAD', path);
      expect(await received(path)).to.have.length(0);
    });

    it('tells how many bytes have arrived when the connection breaks off, and goes on there', async () => {
      const bytes = randomBytes(7 * mebibyte);
      const path = await createUpload(owner, bytes.length);
      await breakOff(path, bytes, 6 * mebibyte);
      const offset = await until('bytes are stored', async () => (await offsetOf(path)) || null);
      expect(offset).to.be.within(5 * mebibyte, 6 * mebibyte);
      const rest = bytes.subarray(offset);
      expect((await tusRequest(owner, 'PATCH', path, { 'upload-offset': `${offset}` }, rest)).status).to.equal(204);
      expect(sha256(await received(path))).to.equal(sha256(bytes));
    });

    /** Sends the first bytes of the upload, and then ends the connection. */
    function breakOff(path: string, bytes: Buffer, sent: number): Promise<void> {
      const { hostname, port } = new URL(node.url);
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      socket.write(
        `PATCH ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${owner.cookie}\r\nTus-Resumable: 1.0.0\r\n` +
          `Upload-Offset: 0\r\nContent-Type: ${octets}\r\nContent-Length: ${bytes.length}\r\n\r\n`,
      );
      return new Promise((resolve) => {
        socket.write(bytes.subarray(0, sent), () =>
          setTimeout(() => {
            socket.destroy();
            resolve();
          }, 500),
        );
      });
    }

    it('takes nothing of a chunk whose checksum is wrong', async () => {
      const bytes = randomBytes(mebibyte);
      const path = await createUpload(owner, bytes.length);
      const patch = (of: Buffer) => {
        const checksum = `sha256 ${createHash('sha256').update(of).digest('base64')}`;
        return tusRequest(owner, 'PATCH', path, { 'upload-offset': '0', 'upload-checksum': checksum }, bytes);
      };
      expect((await patch(bytes.subarray(1))).status).to.equal(460);
      expect(await offsetOf(path)).to.equal(0);
      expect((await patch(bytes)).status).to.equal(204);
      expect(sha256(await received(path))).to.equal(sha256(bytes));
    });

    it('goes on after the node was killed in the middle of a chunk', async () => {
      const bytes = randomBytes(8 * mebibyte);
      const path = await createUpload(owner, bytes.length);
      const first = await tusRequest(owner, 'PATCH', path, { 'upload-offset': '0' }, bytes.subarray(0, 6 * mebibyte));
      expect(first.status).to.equal(204);
      const dying = tusRequest(
        owner,
        'PATCH',
        path,
        { 'upload-offset': `${6 * mebibyte}` },
        bytes.subarray(6 * mebibyte),
      );
      dying.catch(() => {});
      await node.kill();
      await dying.catch(() => {});
      await node.start();
      const offset = await until('the turn of the killed node has ended', async () => {
        const found = await offsetOf(path);
        return Number.isNaN(found) ? null : { found };
      });
      expect(offset.found).to.be.within(5 * mebibyte, 8 * mebibyte);
      const rest = bytes.subarray(offset.found);
      if (rest.length > 0) {
        const answer = await until('the rest is taken', async () => {
          const tried = await tusRequest(owner, 'PATCH', path, { 'upload-offset': `${offset.found}` }, rest);
          return [423, 503].includes(tried.status) ? null : tried;
        });
        expect(answer.status).to.equal(204);
      }
      expect(sha256(await received(path))).to.equal(sha256(bytes));
    });

    it('is removed by its owner, whatever has arrived', async () => {
      const path = await createUpload(owner, 6 * mebibyte);
      await tusRequest(owner, 'PATCH', path, { 'upload-offset': '0' }, randomBytes(5 * mebibyte + 1));
      expect((await tusRequest(owner, 'DELETE', path)).status).to.equal(204);
      expect((await tusRequest(owner, 'HEAD', path)).status).to.equal(404);
    });
  });
}
