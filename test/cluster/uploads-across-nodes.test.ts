/** Tests uploads that begin at one node and end at another: the nodes share one folder. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { register, type TestUser } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { createUpload, octets, sha256, tusRequest } from '../support/tus-client.ts';
import { until } from '../support/waiting.ts';
import { nodesOf } from './pair-across-nodes.ts';

const mebibyte = 1_048_576;

describe('an upload to two nodes', () => {
  const folder = makeFolder('shared-files');
  let cluster: Cluster;
  let atFirst: TestUser;
  let atSecond: TestUser;

  before(async () => {
    cluster = await startCluster({ nodes: 2, env: { FILES_DIR: folder } });
    const { first, second } = nodesOf(cluster);
    atFirst = await register(first);
    atSecond = atFirst.at(second);
  });
  after(async () => {
    await cluster?.stop();
    removeFolder(folder);
  });

  const kept = (path: string) => readFileSync(join(folder, 'files', path.split('/').at(-1) ?? ''));

  it('goes on at the second where it stopped at the first', async () => {
    const bytes = randomBytes(2 * mebibyte);
    const path = await createUpload(atFirst, bytes.length);
    const half = await tusRequest(atFirst, 'PATCH', path, { 'upload-offset': '0' }, bytes.subarray(0, mebibyte));
    expect(half.status).to.equal(204);
    const offset = `${(await tusRequest(atSecond, 'HEAD', path)).headers['upload-offset']}`;
    expect(offset).to.equal(`${mebibyte}`);
    const rest = await tusRequest(atSecond, 'PATCH', path, { 'upload-offset': offset }, bytes.subarray(mebibyte));
    expect(rest.status).to.equal(204);
    expect(sha256(kept(path))).to.equal(sha256(bytes));
  });

  it('goes on at the second once the connection to the first has ended in the middle', async () => {
    const path = await createUpload(atFirst, 10);
    const { hostname, port } = new URL(atFirst.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `PATCH ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${atFirst.cookie}\r\nTus-Resumable: 1.0.0\r\n` +
        `Upload-Offset: 0\r\nContent-Type: ${octets}\r\nContent-Length: 10\r\n\r\n12345`,
    );
    await until('five bytes have arrived', () => {
      const arrived = readFileSync(join(folder, 'uploads', path.split('/').at(-1) ?? ''));
      return arrived.length === 5;
    });
    socket.destroy();
    const head = await until('the second has the turn', async () => {
      const answer = await tusRequest(atSecond, 'HEAD', path);
      return answer.status === 200 ? answer : null;
    });
    expect(head.headers['upload-offset']).to.equal('5');
    expect((await tusRequest(atSecond, 'PATCH', path, { 'upload-offset': '5' }, '67890')).status).to.equal(204);
    expect(`${kept(path)}`).to.equal('1234567890');
  });
});
