/** `npm run dev`: the page and the node start together, share the page's origin, and end together. */
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Program } from '../support/child-process.ts';
import { freePort } from '../support/free-port.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { isListening, until } from '../support/waiting.ts';

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

describe('the development server', () => {
  let dataDir: string;
  let nodePort: number;
  let pagePort: number;
  let dev: Program;

  beforeEach(async () => {
    dataDir = makeFolder('dev');
    [nodePort, pagePort] = [await freePort(), await freePort()];
    const { PATH = '', HOME = '' } = process.env;
    dev = new Program({
      name: 'scripts/dev.ts',
      command: process.execPath,
      args: ['--import', 'tsx', 'scripts/dev.ts'],
      cwd: repositoryRoot,
      env: { PATH, HOME, DATA_DIR: dataDir, PORT: `${nodePort}`, PAGE_PORT: `${pagePort}`, LOG_LEVEL: 'warn' },
      // `start` would kill a process that is late, and so leave its children; SIGTERM ends them too.
      isReady: () => true,
    });
  });
  afterEach(async () => {
    await dev.stop();
    removeFolder(dataDir);
  });

  it("serves the page, registers a user through the page's port, and leaves no process after SIGTERM", async () => {
    await dev.start();
    const origin = `http://localhost:${pagePort}`;
    await until('the start line', () => dev.output().includes(`Open ${origin}`), { ms: 60_000 });
    const page = await fetch(`${origin}/register`);
    expect(await page.text()).to.contain('<div id="page">');
    const answer = await fetch(`${origin}/api/register`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ username: 'ann', password: 'correct horse battery staple' }),
    });
    expect(answer.status).to.equal(201);
    expect(await dev.stop()).to.deep.equal({ code: 0, signal: null });
    expect(await Promise.all([nodePort, pagePort].map(isListening))).to.deep.equal([false, false]);
  });

  it('names a port that is in use, and the variable that changes it', async () => {
    const other = createServer().listen(pagePort, '127.0.0.1');
    try {
      await dev.start();
      expect(await dev.exited()).to.deep.equal({ code: 1, signal: null });
      expect(dev.output()).to.contain(`Port ${pagePort} is in use. Set PAGE_PORT to another one.`);
      expect(await isListening(nodePort)).to.equal(false);
    } finally {
      other.close();
    }
  });
});
