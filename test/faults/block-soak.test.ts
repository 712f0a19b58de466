/** A soak of one SQLite node: thousands of transactions leave its memory and descriptors as they were. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { expect } from 'chai';
import { expectStatus, register } from '../support/client.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

/** `SOAK_CHANGES=8000` runs the long form. */
const changes = Number(process.env.SOAK_CHANGES ?? 2_000);
/** Between collections the memory of a sound node varies by 110 MB. 2,000 leaked connections cost 420 MB. */
const growthMaxMb = 200;

describe('a node that sets and lifts blocks thousands of times', function () {
  this.timeout(300_000);
  let server: ServerProcess;
  before(async function () {
    if (process.platform !== 'linux') this.skip();
    server = await startServer();
  });
  after(() => server?.dispose());

  const memoryMb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1_024;
  const openFiles = () => {
    const folder = `/proc/${server.pid}/fd`;
    return readdirSync(folder).filter((fd) => readlinkSync(`${folder}/${fd}`).includes('duologue.sqlite')).length;
  };

  it('keeps the same descriptors, and its memory within bounds', async () => {
    const [ann, ben] = [await register(server.url), await register(server.url)];
    const change = async (method: string) =>
      expectStatus(await ann.fetch(`/api/blocks/${ben.username}`, { method }), 204);
    const run = async (count: number) => {
      for (let left = count; left > 0; left -= 2) {
        await change('PUT');
        await change('DELETE');
      }
    };
    await run(100);
    const [memory, files] = [memoryMb(), openFiles()];
    await run(changes);
    // A garbage collection may close the handle of the migrations, which has ended.
    expect(openFiles()).to.be.at.most(files);
    expect(memoryMb() - memory).to.be.below(growthMaxMb);
  });
});
