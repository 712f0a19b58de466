/** Tests uploads to two nodes that keep files in an S3-compatible store. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { expectStatus, type TestUser } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { s3Env, sharedS3Server } from '../support/s3-server.ts';
import { SlowUpload } from '../support/slow-upload.ts';
import { createUpload, sha256, tusRequest } from '../support/tus-client.ts';
import { until } from '../support/waiting.ts';
import { nodesOf, registerPair } from './pair-across-nodes.ts';
import { giveTurnBack, takeTurnAway } from './taken-turn.ts';

const mebibyte = 1_048_576;
const partSize = 5 * mebibyte;

describe('an upload to two nodes with an S3-compatible store', () => {
  let cluster: Cluster;
  let ann: TestUser;
  let ben: TestUser;
  let first: string;
  let second: string;

  before(async () => {
    cluster = await startCluster({ nodes: 2, env: s3Env(await (await sharedS3Server()).freshPlace()) });
    ({ first, second } = nodesOf(cluster));
    ({ ann, ben } = await registerPair(cluster));
  });
  after(() => cluster?.stop());

  const idIn = (path: string) => path.split('/').at(-1) ?? '';

  /** The offset once no other request has the turn. */
  const offsetAt = async (url: string, path: string) => {
    const { headers } = await until('the offset', async () => {
      const answer = await tusRequest(ann.at(url), 'HEAD', path);
      return answer.status === 200 ? answer : null;
    });
    return Number(headers['upload-offset']);
  };

  const patch = async (url: string, path: string, offset: number, bytes: Buffer) => {
    const answer = await tusRequest(ann.at(url), 'PATCH', path, { 'upload-offset': `${offset}` }, bytes);
    expect(answer.status, answer.text).to.equal(204);
  };

  async function attach(url: string, path: string): Promise<void> {
    const body = { clientId: randomUUID(), body: '', files: [idIn(path)] };
    const answer = await ann.at(url).fetch(`/api/conversations/${ben.username}/messages`, { method: 'POST', body });
    expectStatus(answer, 201);
  }

  async function downloadedSum(url: string, path: string): Promise<string> {
    const answer = await fetch(`${url}/api/conversations/${ann.username}/files/${idIn(path)}`, {
      headers: { cookie: ben.cookie },
    });
    expect(answer.status).to.equal(200);
    return sha256(Buffer.from(await answer.arrayBuffer()));
  }

  it('goes on at the second where it stopped at the first, and is read at either', async () => {
    const bytes = randomBytes(8 * mebibyte);
    const path = await createUpload(ann.at(first), bytes.length);
    await patch(first, path, 0, bytes.subarray(0, 3 * mebibyte));
    expect(await offsetAt(second, path)).to.equal(3 * mebibyte);
    await patch(second, path, 3 * mebibyte, bytes.subarray(3 * mebibyte, 7 * mebibyte));
    await patch(first, path, 7 * mebibyte, bytes.subarray(7 * mebibyte));
    await attach(second, path);
    expect(await downloadedSum(first, path)).to.equal(sha256(bytes));
    expect(await downloadedSum(second, path)).to.equal(sha256(bytes));
  });

  it('stores nothing of an unfinished part once another writer has the turn', async () => {
    const bytes = randomBytes(7 * mebibyte);
    const path = await createUpload(ann.at(first), bytes.length);
    const upload = await SlowUpload.begin(ann.at(first), path, 0, bytes.length);
    try {
      await upload.send(bytes.subarray(0, 6 * mebibyte));
      await takeTurnAway(cluster, idIn(path));
      expect(await until('the refusal', () => upload.refusal)).to.deep.equal([423, 'unavailable']);
    } finally {
      upload.end();
    }
    await giveTurnBack(cluster, idIn(path));
    const offset = await offsetAt(second, path);
    expect(offset).to.be.oneOf([0, partSize]);
    await patch(second, path, offset, bytes.subarray(offset));
    await attach(first, path);
    expect(await downloadedSum(second, path)).to.equal(sha256(bytes));
  });

  it('goes on at the second when the first is killed in the middle', async () => {
    const bytes = randomBytes(12 * mebibyte);
    const path = await createUpload(ann.at(first), bytes.length);
    const upload = await SlowUpload.begin(ann.at(first), path, 0, bytes.length);
    await upload.send(bytes.subarray(0, 8 * mebibyte));
    await cluster.nodes[0]?.kill();
    const offset = await offsetAt(second, path);
    expect(offset).to.be.within(0, 8 * mebibyte);
    await patch(second, path, offset, bytes.subarray(offset));
    await attach(second, path);
    expect(await downloadedSum(second, path)).to.equal(sha256(bytes));
    await cluster.nodes[0]?.start();
    expect(await downloadedSum(first, path)).to.equal(sha256(bytes));
  });
});
