/** Other processes hold the SQLite file of a node, which is then killed: everything it acknowledged is stored. */
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { sqliteFile } from '../../src/storage/database/sqlite-files.ts';
import { type Hold, holdFile, holdNames } from '../support/file-holder.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { until } from '../support/waiting.ts';
import { AcknowledgedWrites, type WriteKind, writeKinds } from './acknowledged-writes.ts';

type Kinds = readonly WriteKind[];

const reads: readonly Hold[] = ['a long read', 'an online backup'];

describe('a node whose SQLite file another process holds', function () {
  this.timeout(120_000);
  let server: ServerProcess;
  before(async () => {
    server = await startServer();
  });
  after(() => server?.dispose());

  /** Writes `first` while the file is held, and `next` afterwards. */
  async function writeUnder(
    hold: Hold,
    ms: number,
    first: Kinds = writeKinds,
    next: Kinds = writeKinds,
  ): Promise<AcknowledgedWrites> {
    const writes = await AcknowledgedWrites.prepare(server.url, 3);
    const holder = await holdFile(sqliteFile(server.dataDir), hold);
    const during = writes.round(first);
    await wait(ms);
    await holder.stop();
    await during;
    await until('the node is ready again', () => server.isReadyForTraffic());
    const refused = writes.refused;
    await writes.round(next);
    await writes.round(next);
    expect(writes.refused - refused, 'refused afterwards').to.equal(0);
    return writes;
  }

  async function expectAllStored(writes: AcknowledgedWrites): Promise<void> {
    await server.kill();
    expect(writes.missingIn(sqliteFile(server.dataDir))).to.deep.equal([]);
    await server.start();
    expect(await writes.servedEndedSessions()).to.deep.equal([]);
  }

  for (const hold of holdNames) {
    it(`has stored all that it acknowledged during and after ${hold} of four seconds`, async () => {
      const writes = await writeUnder(hold, 4_000);
      if (reads.includes(hold)) expect(writes.refused, 'refused beside a reader').to.equal(0);
      await expectAllStored(writes);
    });
  }

  // A block is a transaction of several statements, with which a driver may change its connection.
  const single = writeKinds.filter((kind) => kind !== 'block');
  for (const refused of single) {
    it(`has stored what it acknowledged after it refused a ${refused} alone`, async () => {
      await expectAllStored(await writeUnder('a write transaction', 2_600, [refused], single));
    });
  }

  it('waits for a short hold, and refuses nothing', async () => {
    const writes = await writeUnder('a write transaction', 500);
    expect(writes.refused).to.equal(0);
    await expectAllStored(writes);
  });

  it('answers requests that only read while another process writes, and is not ready', async () => {
    const holder = await holdFile(sqliteFile(server.dataDir), 'a write transaction');
    const [page, ready] = await Promise.all([
      fetch(`${server.url}/api/registration`),
      fetch(`${server.url}/readyz`, { signal: AbortSignal.timeout(10_000) }),
    ]);
    await holder.stop();
    expect([page.status, ready.status]).to.deep.equal([200, 503]);
    await until('the node is ready again', () => server.isReadyForTraffic());
  });
});
