/** Tests requests that lose the turn to write an upload: what they send afterwards changes nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { register, type TestUser } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { SlowUpload } from '../support/slow-upload.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { createUpload, tusRequest } from '../support/tus-client.ts';
import { until } from '../support/waiting.ts';
import { nodesOf } from './pair-across-nodes.ts';
import { giveTurnBack, runInCluster, takeTurnAway } from './taken-turn.ts';

describe('a request that loses the turn to write an upload', () => {
  const folder = makeFolder('lost-turns');
  let cluster: Cluster;
  let atFirst: TestUser;
  let atSecond: TestUser;
  let path: string;
  let upload: SlowUpload;

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

  beforeEach(async () => {
    path = await createUpload(atFirst, 15);
    upload = await SlowUpload.begin(atFirst, path, 0, 15);
    await upload.send('12345');
    await until('five bytes have arrived', () => unfinished() === '12345');
  });
  afterEach(() => upload.end());

  const id = () => path.split('/').at(-1) ?? '';
  const unfinished = () => readFileSync(join(folder, 'uploads', id()), 'utf8');
  const refusal = () => until('the refusal', () => upload.refusal);

  it('is refused as locked, and stores nothing of what still comes, once another writer has the turn', async () => {
    await takeTurnAway(cluster, id());
    expect(await refusal()).to.deep.equal([423, 'unavailable']);
    await upload.send('abcde');
    await giveTurnBack(cluster, id());
    expect((await tusRequest(atSecond, 'HEAD', path)).headers['upload-offset']).to.equal('5');
    expect(unfinished()).to.equal('12345');
  });

  it('is waited for by other requests, which are refused as locked', async () => {
    upload.end();
    await takeTurnAway(cluster, id());
    const [head, patch] = await Promise.all([
      tusRequest(atSecond, 'HEAD', path),
      tusRequest(atFirst, 'PATCH', path, { 'upload-offset': '5' }, '67890'),
    ]);
    expect([head.status, patch.status, patch.error?.code]).to.deep.equal([423, 423, 'unavailable']);
    expect(unfinished()).to.equal('12345');
  });

  it('is refused as locked when the database fails as it prolongs the turn', async () => {
    await runInCluster(cluster, (table) => `RENAME TABLE ${table('File')} TO ${table('AwayFile')}`);
    try {
      expect(await refusal()).to.deep.equal([423, 'unavailable']);
    } finally {
      await runInCluster(cluster, (table) => `RENAME TABLE ${table('AwayFile')} TO ${table('File')}`);
    }
    expect(unfinished()).to.equal('12345');
  });

  it('stores nothing once its node was frozen for longer than the lease, and another node went on', async () => {
    const [frozen] = cluster.nodes;
    frozen?.freeze();
    try {
      await upload.send('abcde');
      await until('the second node has the turn', async () => {
        const rest = await tusRequest(atSecond, 'PATCH', path, { 'upload-offset': '5' }, '67890');
        return rest.status === 204;
      });
    } finally {
      frozen?.thaw();
    }
    // The node may first see that the connection was silent for too long.
    expect((await refusal())[0]).to.be.oneOf([408, 423]);
    expect(unfinished()).to.equal('1234567890');
    const rest = await tusRequest(atSecond, 'PATCH', path, { 'upload-offset': '10' }, 'vwxyz');
    expect(rest.status).to.equal(204);
    expect(`${readFileSync(join(folder, 'files', id()))}`).to.equal('1234567890vwxyz');
  });
});
