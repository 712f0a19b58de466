/** Tests the metrics of files at a node. */
import { expect } from 'chai';
import { photograph } from '../files/sample-images.ts';
import { register, type TestUser } from '../support/client.ts';
import { createUpload, tusRequest, uploadAll } from '../support/tus-client.ts';
import { rawRequest, useNode } from './in-process-node.ts';

describe('the metrics of files', () => {
  const quotaBytes = 2_000;
  const url = useNode({ fileBounds: { fileMaxBytes: 1_500, quotaBytes, totalBytes: 3_000 } });
  let owner: TestUser;
  before(async () => {
    owner = await register(url());
  });

  async function read(): Promise<Map<string, number>> {
    const { text } = await rawRequest(url(), '/metrics');
    const lines = text.split('\n').filter((line) => line.startsWith('duologue_files_'));
    return new Map(lines.map((line) => line.split(' ')).map(([name = '', value]) => [name, Number(value)]));
  }

  const create = (user: TestUser, size: number) => createUpload(user, size).catch(() => {});

  it('counts the bytes and the files that were received, and times their examination', async () => {
    await uploadAll(owner, Buffer.from('twelve bytes'));
    const metrics = await read();
    expect(metrics.get('duologue_files_received_bytes_sum')).to.equal(12);
    expect(metrics.get('duologue_files_received_bytes_count')).to.equal(1);
    expect(metrics.get('duologue_files_examination_seconds_count')).to.equal(1);
    expect(metrics.get('duologue_files_examination_seconds_sum')).to.be.above(0);
  });

  it('counts refused uploads by reason', async () => {
    await create(owner, 1_501);
    await create(owner, 1_000);
    await create(owner, 1_001);
    const other = await register(url());
    await create(other, 1_500);
    await create(other, 500);
    const third = await register(url());
    const broken = await createUpload(third, 200);
    const part = (await photograph({ width: 300, height: 200 })).subarray(0, 200);
    expect((await tusRequest(third, 'PATCH', broken, { 'upload-offset': '0' }, part)).status).to.equal(400);
    for (let count = 0; count < 21; count += 1) await create(third, 1);
    const metrics = await read();
    const reasons = ['size', 'quota', 'total', 'content', 'unfinished'];
    const counts = reasons.map((reason) => metrics.get(`duologue_files_refused_total{reason="${reason}"}`));
    expect(counts).to.deep.equal([1, 1, 1, 1, 1]);
  });
});
