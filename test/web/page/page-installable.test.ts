/** The page as an app that a browser installs: manifest, icons, and the service worker with the page's own files. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { openSite } from './page-site.ts';
import { keepsShell, type Visitor } from './visitor.ts';

interface Manifest {
  icons: { src: string; type: string; sizes: string; purpose?: string }[];
}

describe('page: installed as an app', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;

  beforeEach(async () => {
    ann = await site().arrive('ann');
  });
  afterEach(() => ann?.leave());

  it('meets what Chromium asks of an app', async () => {
    await keepsShell(ann.page);
    const browser = await ann.page.context().newCDPSession(ann.page);
    const { url, errors } = await browser.send('Page.getAppManifest');
    expect(url).to.equal(`${site().url}/manifest.webmanifest`);
    expect(errors).to.deep.equal([]);
    const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
    // A context of the tests is a private window.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).to.deep.equal([]);
  });

  it('offers an open page the new build of the server', async () => {
    await keepsShell(ann.page);
    await ann.page.reload();
    await ann.button('Log out').waitFor();
    const offer = ann.page.getByRole('region', { name: 'New version' });
    const follows = async () => {
      // The browser does so when the worker of another build takes over.
      await ann.page.evaluate(() => navigator.serviceWorker.dispatchEvent(new Event('controllerchange')));
      return offer.isVisible();
    };
    await until('the page follows the worker', follows);
    await ann.isAccessible();
    await offer.getByRole('button', { name: 'Reload' }).click();
    await offer.waitFor({ state: 'detached' });
    await ann.button('Log out').waitFor();
  });

  it('keeps its files only after the messages of the open conversation have come', async () => {
    const ben = await site().arrive('ben');
    await ben.open(ann);
    await ben.say('hello');
    await ben.marked(ann, 'hello', 'Sent');
    const reader = await site().stranger('reader');
    await reader.page.context().addCookies(await ann.page.context().cookies());
    let connect = () => {};
    const mayConnect = new Promise<void>((resolve) => (connect = resolve));
    await reader.page.route('**/api/conversations/**', () => {});
    await reader.page.routeWebSocket('**/socket.io/**', async (socket) => {
      await mayConnect;
      socket.connectToServer();
    });
    const starter = reader.page.waitForResponse(/compose-worker/);
    await reader.page.goto(`/#/${ben.name}`);
    await (await starter).finished();
    await reader.page.waitForLoadState('load');
    const workers = () => reader.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
    // Long enough for the browser to begin, if the page had asked for it.
    await reader.page.waitForTimeout(500);
    expect(await workers()).to.equal(0);
    connect();
    await reader.message(ben, 'hello').waitFor();
    await keepsShell(reader.page);
    for (const visitor of [ben, reader]) await visitor.leave();
  });

  it('has every icon of the manifest in the size that the manifest tells', async () => {
    const { icons } = (await (await ann.page.request.get('/manifest.webmanifest')).json()) as Manifest;
    expect(icons.map(({ sizes, purpose }) => `${sizes} ${purpose ?? 'any'}`)).to.include.members([
      '192x192 any',
      '512x512 any',
      '512x512 maskable',
    ]);
    for (const { src, sizes } of icons.filter(({ type }) => type === 'image/png')) {
      expect(await ann.page.evaluate(widthOf, src), src).to.equal(Number(sizes.split('x')[0]));
    }
    expect(await ann.page.evaluate(widthOf, '/icons/apple-touch.png')).to.equal(180);
  });

  it('keeps no answer of the server about a user in a cache', async () => {
    await keepsShell(ann.page);
    await ann.page.reload();
    await ann.button('Log out').waitFor();
    const kept = await ann.page.evaluate(async () => {
      const requests = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
      return (await Promise.all(requests)).flat().map(({ url }) => new URL(url).pathname);
    });
    expect(kept).to.include('/').and.include('/favicon.svg');
    expect(kept.filter((path) => !/^\/(assets\/.*|favicon[\w-]*\.svg|look\.js)?$/.test(path))).to.deep.equal([]);
  });

  it('removes the files of older builds, save those of the last one, and nothing else', async () => {
    const eve = await site().stranger('eve');
    await eve.page.addInitScript(async () => {
      for (const name of ['duologue-shell-a', 'duologue-shell-b', 'of-another-app']) await caches.open(name);
    });
    await eve.page.goto('/login');
    await keepsShell(eve.page);
    const names = () => eve.page.evaluate(async () => caches.keys());
    await until('the oldest is gone', async () => !(await names()).includes('duologue-shell-a'));
    expect(await names())
      .to.have.length(3)
      .and.include.members(['duologue-shell-b', 'of-another-app']);
    await eve.leave();
  });
});

async function widthOf(src: string): Promise<number> {
  const image = new Image();
  image.src = src;
  await image.decode();
  return image.naturalWidth;
}
