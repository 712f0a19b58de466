/** Tests that an upload goes on where it stopped when its node is killed in the middle. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { register, type TestUser } from '../support/client.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { sha256, tusRequest, uploadAll } from '../support/tus-client.ts';

/** `UPLOAD_KILLS=50 npm test -- test/process/killed-uploads.test.ts` kills more often. */
const killsWanted = Number(process.env.UPLOAD_KILLS ?? 3);
const killsOfOne = 3;

describe('an upload whose node is killed', function () {
  this.timeout(60_000 + killsWanted * 20_000);
  let server: ServerProcess;
  before(async () => {
    server = await startServer();
  });
  after(() => server?.dispose());

  /** Answers how often the node was killed meanwhile. */
  async function uploadUnderKills(owner: TestUser): Promise<number> {
    const bytes = randomBytes(8 * 1_048_576);
    let kills = 0;
    let restarted: Promise<void> = Promise.resolve();
    const address = await uploadAll(owner, bytes, {
      chunkSize: 1_048_576,
      retryDelays: Array<number>(60).fill(500),
      onProgress(sent) {
        // Within a chunk: the node has some of its bytes, and has answered nothing.
        if (sent < (kills + 1) * 2_500_000 || kills === killsOfOne) return;
        kills += 1;
        restarted = restarted.then(async () => {
          await server.kill();
          await server.start();
        });
      },
    });
    await restarted;
    const path = new URL(address).pathname;
    expect((await tusRequest(owner, 'HEAD', path)).headers).to.include({ 'upload-offset': `${bytes.length}` });
    const kept = readFileSync(join(server.dataDir, 'files', 'files', path.split('/').at(-1) ?? ''));
    expect(sha256(kept)).to.equal(sha256(bytes));
    return kills;
  }

  it(`resumes at the next start, and no byte is wrong (kills: ${killsWanted})`, async () => {
    const owner = await register(server.url);
    for (let kills = 0; kills < killsWanted; ) {
      const more = await uploadUnderKills(owner);
      expect(more).to.equal(killsOfOne);
      kills += more;
    }
  });
});
