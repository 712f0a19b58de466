/** Tests an export whose maker is killed: the other node makes and serves it. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { beginExport, downloadExport, exportIs, readExport } from '../support/exporter.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { readArchive } from '../support/unzipped.ts';
import { until } from '../support/waiting.ts';
import { nodesOf } from './pair-across-nodes.ts';

/** At the speed of exports, each takes the maker some seconds. */
const messages = 20_000;

describe('an export of two nodes', () => {
  const folder = makeFolder('shared-exports');
  let cluster: Cluster;
  let user: TestUser;

  before(async () => {
    cluster = await startCluster({ nodes: 2, env: { FILES_DIR: folder } });
    user = await register(cluster.url);
    const device = await user.connect(cluster.nodes[0]?.url);
    const to = user.username;
    for (let sent = 0; sent < messages; sent += 1_000) {
      await Promise.all(
        Array.from({ length: 1_000 }, (_, index) =>
          device.ask('chatMessage', { to, clientId: randomUUID(), body: `${sent + index}` }),
        ),
      );
    }
    device.close();
  });
  after(async () => {
    await cluster?.stop();
    removeFolder(folder);
  });

  it('is made by the other node once its maker is killed, and served by both', async () => {
    const { first, second } = nodesOf(cluster);
    const [maker, other] = cluster.nodes;
    await other?.stop();
    expectStatus(await beginExport(user.at(first)), 202);
    await until('it is being made', async () => ((await readExport(user.at(first)))?.done ?? 0) > 0);
    await maker?.kill();
    await other?.start();
    expect(await readExport(user.at(second))).to.include({ state: 'running' });
    const ready = await exportIs(user.at(second), 'ready', 90_000);
    expect(ready.done)
      .to.equal(ready.total)
      .and.to.equal(2 * messages);
    await maker?.start();
    for (const node of cluster.nodes) {
      const { status, bytes } = await downloadExport(user.at(node.url));
      expect(status).to.equal(200);
      const archive = await readArchive(bytes);
      const text = `${archive.get(`conversations/${user.username}/messages.json`)}`;
      const bodies = JSON.parse(text).messages.map(({ body }: { body: string }) => body);
      expect(bodies).to.have.members(Array.from({ length: messages }, (_, index) => `${index}`));
      expect([...archive.keys()].filter((path) => path.endsWith('.html'))).to.have.length(messages / 5_000);
    }
  }).timeout(180_000);
});
