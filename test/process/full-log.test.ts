/** Tests a node whose log cannot be written, as on a full disk: it starts, serves and stops. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { register, TestUser } from '../support/client.ts';
import { freePort } from '../support/free-port.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { until } from '../support/waiting.ts';

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

describe('a log on a full disk', () => {
  it('never stops the node', async () => {
    const [port, dataDir, full] = [await freePort(), makeFolder('full-log'), openSync('/dev/full', 'w')];
    const url = `http://127.0.0.1:${port}`;
    const env = { PATH: process.env.PATH, PORT: `${port}`, DATA_DIR: dataDir, ARGON2_MEMORY_KIB: '1024' };
    const node = spawn(process.execPath, ['dist/main.js'], { cwd: repositoryRoot, env, stdio: ['ignore', full, full] });
    closeSync(full);
    const ended = once(node, 'exit');
    try {
      await until('it serves', async () => (await fetch(`${url}/healthz`)).ok, { ms: 60_000 });
      const ann = await register(url);
      for (let tries = 0; tries < 3; tries += 1) {
        const wrong = new TestUser(url, { username: ann.username, password: 'not this one' });
        expect((await wrong.logIn()).status).to.equal(401);
      }
      expect((await ann.fetch('/api/me')).status).to.equal(200);
    } finally {
      node.kill('SIGTERM');
    }
    expect(await ended).to.deep.equal([0, null]);
    removeFolder(dataDir);
  });
});
