/** The page after the server has got a new build: the next start takes it, and open tabs keep theirs. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import fastify, { type FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { registerPage } from '../../../src/http/page-files.ts';
import { launchBrowser } from '../../support/browser.ts';
import { makeFolder } from '../../support/temporary-folder.ts';
import { until } from '../../support/waiting.ts';
import { keepsShell } from './visitor.ts';

const start = `navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });`;

describe('page: a new build', () => {
  const folder = makeFolder('builds');
  let browser: Browser;
  let server: FastifyInstance | null = null;
  let page: Page;
  let address: string;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    await deploy('first');
    address = `http://127.0.0.1:${portOf(server)}/`;
    page = await (await browser.newContext()).newPage();
    await page.goto(address);
    await keepsShell(page);
  });
  afterEach(async () => {
    await page?.context().close();
    await server?.close();
    server = null;
  });

  /** The build has a start script of one name, and a part of its own name that is loaded later. */
  async function deploy(build: string): Promise<void> {
    const port = portOf(server);
    await server?.close();
    rmSync(folder, { recursive: true });
    mkdirSync(join(folder, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'start.js'), start);
    writeFileSync(join(folder, `assets/later-${build}.js`), `export const build = '${build}';`);
    writeFileSync(
      join(folder, 'index.html'),
      `<!doctype html><title>${build}</title><script src="/start.js"></script>`,
    );
    buildWorker(folder);
    server = fastify({ forceCloseConnections: true });
    await registerPage(server, folder);
    await server.listen({ port, host: '127.0.0.1' });
  }

  const nextStart = async () => {
    await page.goto('about:blank');
    await page.goto(address);
    return page.title();
  };

  it('is there at the next start after the browser has found it', async () => {
    await deploy('second');
    await findsBuild(page);
    await keepsBuilds(page, 2);
    expect(await nextStart()).to.equal('second');
  });

  it('is told to an open tab', async () => {
    await page.goto(address);
    await page.evaluate(() => {
      document.title = 'waits';
      navigator.serviceWorker.addEventListener('controllerchange', () => (document.title = 'told'));
    });
    await deploy('second');
    await findsBuild(page);
    await until('the tab is told', async () => (await page.title()) === 'told');
  });

  it('leaves an open tab the parts of its own build', async () => {
    await deploy('second');
    const other = await page.context().newPage();
    await other.goto(address);
    await findsBuild(other);
    await keepsBuilds(other, 2);
    const loadLater = (build: string) => page.evaluate((name) => import(`/assets/later-${name}.js`), build);
    expect((await loadLater('first')).build).to.equal('first');
    await other.close();
  });

  it('opens without a server', async () => {
    await server?.close();
    expect(await nextStart()).to.equal('first');
  });

  it('is not kept when one of its files is that of another build', async () => {
    await deploy('second');
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>portal</title>');
    await page.goto(address);
    await findsBuild(page);
    await until('the second build is refused', () =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.installing === null),
    );
    expect(await nextStart()).to.equal('first');
  });
});

const portOf = (server: FastifyInstance | null) => (server?.server.address() as AddressInfo | undefined)?.port ?? 0;

/** A browser looks for a new build some time after a start, and at least once a day. */
async function findsBuild(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update().catch(() => {});
  });
}

async function keepsBuilds(page: Page, wanted: number): Promise<void> {
  await until(`${wanted} builds are kept`, () =>
    page.evaluate(async (count) => (await caches.keys()).length === count, wanted),
  );
  await keepsShell(page);
}

/** In a process of its own, as the script that builds the page is not typed. */
function buildWorker(folder: string): void {
  const script = `import { buildWorker } from './scripts/build-worker.mjs'; await buildWorker(process.argv[1]);`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script, folder]);
}
